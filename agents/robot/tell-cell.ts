import type { Db, Tx } from "../../services/mes/database.ts";
import { enqueue, promiseAgain } from "../../services/mes/outbox.ts";
import { type CellRow, cellRunOf, holdCell } from "../../services/mes/queries/cells.ts";
import { formatCellTopic } from "../../services/protocols/cell/topic.ts";
import { type Advance, abortOf, stateOf } from "./advance.ts";
import { unanswered } from "./run.ts";

/** A command without an answer for so long is sent again; its id makes it the same. */
const repeatAfterMs = 15_000;

/** Of the message that calls a command off. */
const abortIdOf = (commandId: string): string => `${commandId}/abort`;

/** Puts what a cell is told on its way: commands, and that some are called off. */
export const tellCell = async (
  tx: Tx,
  { site, id }: CellRow,
  { run, commands, aborts }: Advance,
): Promise<void> => {
  const topic = formatCellTopic({ site, cell: id }, "command");
  for (const message of commands)
    await enqueue(tx, { id: message.commandId, topic, payload: Buffer.from(JSON.stringify(message)) });
  for (const commandId of aborts) {
    const message = abortOf(run, commandId);
    if (message)
      await enqueue(tx, { id: abortIdOf(commandId), topic, payload: Buffer.from(JSON.stringify(message)) });
  }
};

/**
 * Commands that nobody has answered are promised again: all of them when a driver begins, later those that are old. While the
 * cell is stopped it is that they are called off. Gives whether there were any.
 *
 * @param since Wall time at which each was promised last, by its id; kept up to date.
 */
export const remind = async (db: Db, number: string, since: Map<string, number>): Promise<boolean> => {
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
      since.set(id, wall);
      reminded = true;
      await db.transaction().execute(async (tx) => {
        const { stopped } = await holdCell(tx, row.cell_id);
        if ((stopped === null) === (run.stopped === undefined))
          await promiseAgain(tx, stopped === null ? id : abortIdOf(id));
      });
    }
  }
  return reminded;
};
