import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import { firstOfStates } from "../queries/stretch.ts";

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

const lastTold = sql<Date | null>`coalesce(state_told, state_since)`;

/** After what is known in any case: two states at one moment have no order in the record. */
const notBefore = (time: Date) =>
  sql<Date>`case when ${lastTold} >= ${time} then ${lastTold} + interval '1 millisecond' else ${time} end`;

const store = async (tx: Tx, line: string, state: LineState, isFirm: boolean): Promise<boolean> => {
  const { code, reason, time } = state;
  const told = isFirm ? notBefore(time) : sql<Date>`${time}::timestamptz`;
  const changed = await tx
    .updateTable("equipment")
    .set({
      state_code: code,
      state_reason: reason || null,
      state_since: sql`case when state_code is not distinct from ${code} then coalesce(state_since, ${told}) else ${told} end`,
      state_told: told,
    })
    .where("id", "=", line)
    .$if(!isFirm, (query) => query.where(sql<boolean>`coalesce(${lastTold} <= ${time}, true)`))
    .where(sql<boolean>`(state_code is distinct from ${code} or coalesce(state_reason, '') <> ${reason})`)
    .returning("state_told")
    .executeTakeFirst();
  if (!changed) return false;
  await appendEvents(tx, [eventOf(line, { ...state, time: changed.state_told! })]);
  return true;
};

/** Takes a line's state; true when it differs from the one before. A state older than the known one is dropped. */
export const applyLineState = (tx: Tx, line: string, state: LineState): Promise<boolean> =>
  store(tx, line, state, false);

/**
 * Takes the state with which a line comes or goes. It follows what is known, whatever the clocks say that both are of: a
 * line that is off tells nothing that could put it right, and one that is back may tell its state once.
 */
export const applyPresence = (tx: Tx, line: string, state: LineState): Promise<boolean> =>
  store(tx, line, state, true);

/**
 * Puts a state that a line tells afterwards into the record, at its own time: figures and the replay count it. What the line is now
 * stays; since when it is so may be another moment. True when it differs from the one that the record has for that moment.
 */
export const notePastState = async (tx: Tx, line: string, state: LineState): Promise<boolean> => {
  // What this line tells at the same time from elsewhere has to be seen.
  const now = await tx
    .selectFrom("equipment")
    .select(["state_code", lastTold.as("told")])
    .where("id", "=", line)
    .forUpdate()
    .executeTakeFirst();
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
  if (now?.told && state.time < now.told) {
    const [first] = await firstOfStates(tx, [{ line, code: now.state_code }], now.told);
    if (first)
      await tx.updateTable("equipment").set({ state_since: first.time }).where("id", "=", line).execute();
  }
  return told.length > 0;
};
