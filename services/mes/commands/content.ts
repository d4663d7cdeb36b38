import { contentHash } from "../../core/ids.ts";
import { masked } from "../../core/personal-data.ts";
import type { Place } from "../../core/shield/families.ts";
import type { Finding } from "../../core/shield/shield.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";

/** Of a text so many signs are kept. */
const longestExcerpt = 400;

export interface NewContentDecision {
  /** What makes a repeated decision recognisable. */
  readonly key: string;
  readonly place: Place;
  readonly action: "Refused" | "Withheld";
  readonly findings: readonly Finding[];
  /** The words that were not let pass. */
  readonly text: string;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly personId?: string | undefined;
  readonly conversationId?: string | undefined;
}

/**
 * Writes a decision of the content filter down, once. The words and whose they are stay in a table that few may read; the event,
 * which everybody sees, holds what was decided and the hash of that row, so that the seal of the audit covers it too.
 *
 * @param now Plant time.
 */
export const recordContentDecision = async (
  tx: Tx,
  decision: NewContentDecision,
  now: Date,
): Promise<void> => {
  const { key, place, action, findings, text, subject, personId = null, conversationId = null } = decision;
  const id = `CF-${contentHash("content", key).slice(0, 12)}`;
  const row = {
    id,
    place,
    action,
    families: findings.map(({ family }) => family as string),
    trick: findings.find(({ trick }) => trick)?.trick ?? null,
    excerpt: masked(text.replaceAll("\0", " ").slice(0, longestExcerpt)),
    subject_type: subject?.type ?? null,
    subject_id: subject?.id ?? null,
    person_id: personId,
    conversation_id: conversationId,
  };
  const added = await tx
    .insertInto("content_decision")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!added) return;
  await appendEvents(tx, [
    {
      id: contentHash("content", id),
      type: `content.${action.toLowerCase()}`,
      time: now,
      source: "filter",
      objects: [
        { id, type: "content_decision", qualifier: "decided" },
        ...(subject && subject.type !== "conversation" ? [{ ...subject, qualifier: "about" }] : []),
      ],
      attributes: { place, families: row.families, hash: contentHash(row) },
    },
  ]);
};
