import type { Db, Tx } from "../database.ts";
import { isApproved } from "./allocate.ts";
import { isUsable } from "./usable-lots.ts";

/** A receipt that is still to come. */
export interface NextReceipt {
  readonly id: string;
  readonly materialId: string;
  readonly time: Date;
  readonly quantity: number;
}

export interface Shortage {
  readonly materialId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly needed: number;
  readonly available: number;
  readonly short: number;
  /** The next receipt that would help, of the material or of one that may stand in for it: one of another vendor than approved ones does not. */
  readonly nextReceipt: NextReceipt | null;
  /** Lots that hold the material and may not be used as they stand: in quarantine, blocked or expired. Those of vendors that are not approved would not help and are left out. */
  readonly unusableLots: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly status: string;
  }[];
}

/** A position of a bill that the free stock does not serve whole. */
export interface ShortPosition extends Omit<Shortage, "short" | "nextReceipt" | "unusableLots"> {
  /** As of `WantedItem`. */
  readonly vendors: readonly string[] | undefined;
  /** What may stand in for the material. */
  readonly alternates: readonly string[];
}

/** Positions with what would help each of them: receipts that are still to come, and lots that may not be used yet. */
export const shortagesOf = async (
  db: Db | Tx,
  positions: readonly ShortPosition[],
  now: Date,
): Promise<Shortage[]> => {
  if (positions.length === 0) return [];
  const materials = [...new Set(positions.map(({ materialId }) => materialId))];
  const helping = [
    ...new Set(positions.flatMap(({ materialId, alternates }) => [materialId, ...alternates])),
  ];
  const [receipts, lots] = await Promise.all([
    db
      .selectFrom("expected_receipt")
      .select(["id", "material_id", "expected_time as time", "quantity", "supplier"])
      .where("material_id", "in", helping)
      .where("expected_time", ">=", now)
      .orderBy("expected_time")
      .orderBy("id")
      .execute(),
    db
      .selectFrom("material_lot")
      .select(["id", "material_id", "quantity", "status", "vendor"])
      .where("material_id", "in", materials)
      .where("quantity", ">", 0)
      .where(({ not }) => not(isUsable("material_lot", now)))
      .orderBy("id")
      .execute(),
  ]);
  return positions.map(({ vendors, alternates, ...position }) => {
    const { materialId, needed, available } = position;
    const next = receipts.find(
      (one) =>
        (one.material_id === materialId || alternates.includes(one.material_id)) &&
        isApproved(vendors, one.supplier),
    );
    return {
      ...position,
      short: needed - available,
      nextReceipt: next
        ? { id: next.id, materialId: next.material_id, time: next.time, quantity: next.quantity }
        : null,
      unusableLots: lots
        .filter((lot) => lot.material_id === materialId && isApproved(vendors, lot.vendor))
        .map(({ id, quantity, status }) => ({ id, quantity, status })),
    };
  });
};
