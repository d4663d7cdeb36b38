import type { PlantClock } from "../../services/core/clock.ts";
import type { Bilingual } from "../../services/core/errors.ts";
import { refusals } from "../../services/core/shield/policy.ts";
import { createShield, type Finding, type Shield } from "../../services/core/shield/shield.ts";
import { recordContentDecision } from "../../services/mes/commands/content.ts";
import type { Db } from "../../services/mes/database.ts";
import { createPersonNames } from "../../services/mes/queries/person-names.ts";
import type { ToolResult } from "./context.ts";

interface SaidMessage {
  readonly id: string;
  readonly conversation_id: string;
  readonly user_id: string;
  readonly text: string;
}

/** The filter at both ends of a conversation: before a sentence is read, and before an answer is shown. */
export interface ContentFilter {
  /** What a sentence is turned down with, once that is written down; undefined for one that may be read. */
  refusalOf(message: SaidMessage): Promise<Bilingual | undefined>;
  /** What of a result may be shown: words that command a model are withheld wherever they came from, and that is written down. */
  shown(callId: string, conversationId: string | undefined, result: ToolResult): Promise<ToolResult>;
}

/** Ids, figures and times command nothing. */
const harmless = /^[\w.:+/%°@#-]{0,40}$/;

/** A result with its texts screened: what it says, its rows, evidence and choices. */
const screenedResult = (shield: Shield, result: ToolResult) => {
  const found: { readonly findings: readonly Finding[]; readonly text: string }[] = [];
  const clean = (text: string): string => {
    if (harmless.test(text)) return text;
    const { text: kept, findings } = shield.screen(text, "answer");
    if (findings.length > 0) found.push({ findings, text });
    return kept;
  };
  const both = ({ zh, en }: Bilingual): Bilingual => ({ zh: clean(zh), en: clean(en) });
  const facts = (given: ToolResult["evidence"][number]["facts"]) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, typeof value === "string" ? clean(value) : value]),
    );
  const screened: ToolResult = {
    ...result,
    text: both(result.text),
    ...(result.rows ? { rows: result.rows.map((row) => ({ ...row, value: clean(row.value) })) } : {}),
    evidence: result.evidence.map((one) => ({
      ...one,
      ...(one.label ? { label: clean(one.label) } : {}),
      facts: facts(one.facts),
    })),
    ...(result.choices
      ? { choices: result.choices.filter(({ text }) => shield.judge(text, "answer").action === "pass") }
      : {}),
  };
  return { screened, found };
};

export const createContentFilter = (db: Db, clock: PlantClock): ContentFilter => {
  const names = createPersonNames(db);
  let known: { readonly names: readonly string[]; readonly shield: Shield } | undefined;
  const shieldNow = async (): Promise<Shield> => {
    const now = await names();
    if (known?.names !== now) known = { names: now, shield: createShield(now) };
    return known.shield;
  };
  return {
    refusalOf: async ({ id, conversation_id: conversationId, user_id: personId, text }) => {
      const { action, findings } = (await shieldNow()).judge(text, "chat");
      const [first] = findings;
      if (action === "pass" || !first) return undefined;
      await db.transaction().execute((tx) =>
        recordContentDecision(
          tx,
          {
            key: `message/${id}`,
            place: "chat",
            action: "Refused",
            findings,
            text,
            subject: { type: "conversation", id: conversationId },
            personId,
            conversationId,
          },
          clock.now(),
        ),
      );
      return refusals[first.family];
    },
    shown: async (callId, conversationId, result) => {
      const { screened, found } = screenedResult(await shieldNow(), result);
      if (found.length === 0) return result;
      await db.transaction().execute(async (tx) => {
        for (const { findings, text } of found)
          await recordContentDecision(
            tx,
            {
              key: `answer/${callId}/${text}`,
              place: "answer",
              action: "Withheld",
              findings,
              text,
              subject: { type: "tool_call", id: callId },
              conversationId,
            },
            clock.now(),
          );
      });
      return screened;
    },
  };
};
