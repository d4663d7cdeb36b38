import { setImmediate } from "node:timers/promises";

/** Rows that are answered before others get their turn: some milliseconds. */
const atOnce = 250;

async function* inTurns<T>(parts: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  let given = 0;
  for await (const rows of parts)
    for (const row of rows) {
      if (given > 0 && given % atOnce === 0) await setImmediate();
      given += 1;
      yield row;
    }
}

/** A long list, given in parts, that is answered bit by bit, so that one large question does not keep everybody else waiting. */
export const unhurried = <T>(parts: AsyncIterable<readonly T[]>): readonly T[] =>
  // Lists may be asynchronous by the executor, which the types of fields do not know.
  inTurns(parts) as unknown as readonly T[];
