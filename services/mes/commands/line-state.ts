import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";

export interface LineState {
  readonly code: number | null;
  readonly reason: string;
  readonly time: Date;
}

const eventOf = (line: string, { code, reason, time }: LineState): NewEvent => ({
  id: contentHash("line-state", line, time.getTime(), code, reason),
  type: "equipment.state",
  time,
  source: `spBv1.0/${line}`,
  objects: [{ id: line, type: "equipment", qualifier: "line" }],
  attributes: { code, reason },
});

/** Takes a line's state; true when it differs from the one before. A state older than the known one is dropped. */
export const applyLineState = async (tx: Tx, line: string, state: LineState): Promise<boolean> => {
  const { code, reason, time } = state;
  const changed = await tx
    .updateTable("equipment")
    .set({ state_code: code, state_reason: reason || null, state_since: time })
    .where("id", "=", line)
    .where((where) => where.or([where("state_since", "is", null), where("state_since", "<=", time)]))
    .where(sql<boolean>`(state_code is distinct from ${code} or coalesce(state_reason, '') <> ${reason})`)
    .executeTakeFirst();
  if (!changed.numUpdatedRows) return false;
  await appendEvents(tx, [eventOf(line, state)]);
  return true;
};

/**
 * Puts a state that a line tells afterwards into the record, at its own time: figures and the replay count it, what the line is
 * now stays. True when it differs from the one that the record has for that moment.
 */
export const notePastState = async (tx: Tx, line: string, state: LineState): Promise<boolean> => {
  // What this line tells at the same time from elsewhere has to be seen.
  await tx.selectFrom("equipment").select("id").where("id", "=", line).forUpdate().execute();
  const before = await tx
    .selectFrom("event")
    .select("attributes")
    .where(sql`objects->0->>'id'`, "=", line)
    .where("type", "=", "equipment.state")
    .where("time", "<=", state.time)
    .orderBy("time", "desc")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const { code = null, reason = "" } = before?.attributes ?? {};
  if (before && code === state.code && reason === state.reason) return false;
  const event = eventOf(line, state);
  const told = await appendEvents(tx, [{ ...event, attributes: { ...event.attributes, isPast: true } }]);
  return told.length > 0;
};
