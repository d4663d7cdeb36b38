import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import type { RowNames } from "./left-rows.ts";
import { expectedTimes, receiptsMoved } from "./moved-receipts.ts";

/** Rows by file that were written, and those that were removed. */
interface Written {
  readonly rows: Readonly<Record<string, number>>;
  readonly removed: RowNames;
}

interface Writing {
  /** The same act tells the same events. */
  readonly actId: string;
  readonly now: Date;
  readonly source: "api" | "import";
  /** Who writes, where that is known. */
  readonly actorId?: string | undefined;
  /** Whether receipts are among what is written: only then is it looked which of them move. */
  readonly hasReceipts: boolean;
}

const countsOf = (removed: RowNames) =>
  Object.fromEntries(Object.entries(removed).map(([file, keys]) => [file, keys.length]));

/** Reads and writes tables, and tells in the stream that they were written and which receipts come at another time now; nothing where nothing was. */
export const tellWritten = async <T extends Written>(
  tx: Tx,
  { actId, now, source, actorId, hasReceipts }: Writing,
  write: () => Promise<T>,
): Promise<T> => {
  const receipts = hasReceipts ? await expectedTimes(tx) : undefined;
  const result = await write();
  if (!Object.values(result.rows).some((count) => count > 0)) return result;
  const { rows, removed } = result;
  await appendEvents(tx, [
    {
      id: contentHash("write", actId),
      type: "records.written",
      time: now,
      source,
      objects: actorId ? [{ id: actorId, type: "person", qualifier: "writer" }] : [],
      attributes: { rows, ...(Object.keys(removed).length > 0 ? { removed: countsOf(removed) } : {}) },
    },
    ...(receipts ? await receiptsMoved(tx, receipts, { actId, actorId, now, source }) : []),
  ]);
  return result;
};
