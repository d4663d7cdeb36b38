import { contentHash } from "../../core/ids.ts";
import { dayMs } from "../../core/zone.ts";
import type { Tx } from "../database.ts";
import type { NewEvent } from "../events.ts";

/** When each receipt is expected now. */
export const expectedTimes = async (tx: Tx): Promise<ReadonlyMap<string, Date>> => {
  const rows = await tx.selectFrom("expected_receipt").select(["id", "expected_time"]).execute();
  return new Map(rows.map(({ id, expected_time }) => [id, expected_time]));
};

/** One event for each receipt that was known before and is expected at another time now. */
export const receiptsMoved = async (
  tx: Tx,
  before: ReadonlyMap<string, Date>,
  {
    actId,
    actorId,
    now,
    source,
  }: {
    readonly actId: string;
    readonly actorId: string | undefined;
    readonly now: Date;
    readonly source: string;
  },
): Promise<NewEvent[]> => {
  const rows = await tx.selectFrom("expected_receipt").selectAll().orderBy("id").execute();
  return rows.flatMap(({ id, material_id: material, quantity, expected_time: to }) => {
    const from = before.get(id);
    if (!from || from.getTime() === to.getTime()) return [];
    const days = Math.round(((to.getTime() - from.getTime()) / dayMs) * 10) / 10;
    return [
      {
        id: contentHash("receipt-moved", actId, id),
        type: "receipt.moved",
        time: now,
        source,
        objects: [
          { id, type: "receipt", qualifier: "moved" },
          { id: material, type: "material", qualifier: "material" },
          ...(actorId ? [{ id: actorId, type: "person", qualifier: "writer" }] : []),
        ],
        attributes: { quantity, from: from.toISOString(), to: to.toISOString(), days },
      },
    ];
  });
};
