import type { PlantClock } from "../../services/core/clock.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { enqueue, promiseAgain } from "../../services/mes/outbox.ts";
import { type CellRow, cellRunOf, holdCell, mayBegin } from "../../services/mes/queries/cells.ts";
import type { StepCommand } from "../../services/protocols/cell/messages.ts";
import { formatCellTopic } from "../../services/protocols/cell/topic.ts";
import { type Advance, abortOf, stateOf } from "./advance.ts";
import { commandOf, messageOf, unanswered } from "./run.ts";

/** A command without an answer for so long is sent anew, its id makes it the same; what comes to the cell later than that is void. */
const repeatAfterMs = 15_000;

/** Of the message that calls a command off. */
const abortIdOf = (commandId: string): string => `${commandId}/abort`;

/** As it is sent, with the moment from which on it is void. */
const written = (message: StepCommand, clock: PlantClock): Buffer =>
  Buffer.from(JSON.stringify({ ...message, notAfter: clock.after(repeatAfterMs).toISOString() }));

/** Puts what a cell is told on its way: commands, and that some are called off. */
export const tellCell = async (
  tx: Tx,
  { site, id }: CellRow,
  { run, commands, aborts }: Advance,
  clock: PlantClock,
): Promise<void> => {
  const topic = formatCellTopic({ site, cell: id }, "command");
  for (const message of commands)
    await enqueue(tx, { id: message.commandId, topic, payload: written(message, clock) });
  for (const commandId of aborts) {
    const message = abortOf(run, commandId);
    if (message)
      await enqueue(tx, { id: abortIdOf(commandId), topic, payload: Buffer.from(JSON.stringify(message)) });
  }
};

/**
 * Commands that nobody has answered are promised again: all of them when a driver begins, later those that are old. While the
 * cell is stopped it is that they are called off, and while nothing may begin in it nothing. Gives whether there were any.
 *
 * @param since Wall time at which each was promised last, by its id; kept up to date.
 */
export const remind = async (
  db: Db,
  clock: PlantClock,
  number: string,
  since: Map<string, number>,
): Promise<boolean> => {
  const row = await cellRunOf(db, number);
  if (row.status !== "Running") return false;
  const run = stateOf(row);
  let reminded = false;
  const wall = Date.now();
  const waiting = new Set(unanswered(run));
  for (const id of since.keys()) if (!waiting.has(id)) since.delete(id);
  for (const id of waiting) {
    const sent = since.get(id);
    if (sent === undefined) since.set(id, wall);
    else if (wall - sent >= repeatAfterMs) {
      const step = run.steps.find((one) => one.id === commandOf(id)?.step)!;
      const told = await db.transaction().execute(async (tx) => {
        const cell = await holdCell(tx, row.cell_id);
        const { stopped } = cell;
        if (stopped === null ? !mayBegin(cell) : !cell.online) return false;
        if ((stopped === null) === (run.stopped === undefined))
          await (stopped === null
            ? promiseAgain(tx, id, written(messageOf(run, step), clock))
            : promiseAgain(tx, abortIdOf(id)));
        return true;
      });
      // What could not be told is as soon as it may be.
      if (!told) break;
      since.set(id, wall);
      reminded = true;
    }
  }
  return reminded;
};
