import { type Problem, suppliesOf } from "../../../optimizer/index.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { isUsable } from "../../../services/mes/queries/usable-lots.ts";

type Material = Problem["materials"][number];
type Need = Problem["orders"][number]["operations"][number]["needs"][number];

export interface Supply {
  /** Free pieces in released lots that keep. */
  readonly free: ReadonlyMap<string, number>;
  readonly receipts: readonly {
    readonly id: string;
    readonly material_id: string;
    readonly quantity: number;
    readonly expected_time: Date;
    readonly supplier: string;
  }[];
  /** Stock, lots and receipts of the materials that somebody needs; vendors and bins where a need asks for them. */
  materials(needs: readonly Need[]): Material[];
}

/** From when a receipt is counted on: where it is seldom there in time, later than it is expected. */
const countedFrom = (receipt: Material["receipts"][number]): number =>
  suppliesOf({ id: "", stock: 0, receipts: [receipt] }, [], {}).find(({ kind }) => kind === "receipt")!.time;

/** Reads lots, and receipts that are still counted on: one whose moment has passed is not booked in, and brings nothing. `at` gives seconds from `now`. */
export const readSupply = async (db: Db | Tx, now: Date, at: (time: Date) => number): Promise<Supply> => {
  const [lots, expected] = await Promise.all([
    db
      .selectFrom("material_lot")
      .select(["id", "material_id", "quantity", "reserved", "expires_at", "vendor", "bin"])
      .orderBy("id")
      .where(isUsable("material_lot", now))
      .execute(),
    db.selectFrom("expected_receipt").selectAll().execute(),
  ]);
  const free = new Map<string, number>();
  for (const { material_id: id, quantity, reserved } of lots)
    free.set(id, (free.get(id) ?? 0) + quantity - reserved);
  const lotsOf = Map.groupBy(
    lots.filter(({ quantity, reserved }) => quantity > reserved),
    ({ material_id }) => material_id,
  );
  const receipts = expected.flatMap((row) => {
    const { id, quantity, reliability } = row;
    const time = at(row.expected_time);
    const counted = countedFrom({ time, quantity, reliability });
    if (counted <= 0) return [];
    // Expected before now, and late as it often is.
    const when = time < 0 ? { time: 0, delay: counted } : { time };
    return [{ ...row, receipt: { id, ...when, quantity, reliability } }];
  });
  const receiptsOf = Map.groupBy(receipts, ({ material_id }) => material_id);

  /** Vendor and bin only where they are asked for: pieces that need not be told apart are one supply. */
  const materialOf = (id: string, byVendor: boolean, byBin: boolean): Material => {
    const marksOf = ({ vendor, bin }: { vendor: string | null; bin: string | null }) => ({
      ...(byVendor && vendor !== null ? { vendor } : {}),
      ...(byBin && bin !== null ? { bin } : {}),
    });
    const apart = (lotsOf.get(id) ?? []).flatMap((lot) => {
      const marks = marksOf(lot);
      if (!lot.expires_at && Object.keys(marks).length === 0) return [];
      return [
        {
          id: lot.id,
          quantity: lot.quantity - lot.reserved,
          ...marks,
          ...(lot.expires_at ? { expires: Math.max(0, at(lot.expires_at)) } : {}),
        },
      ];
    });
    return {
      id,
      stock: (free.get(id) ?? 0) - apart.reduce((sum, { quantity }) => sum + quantity, 0),
      ...(apart.length > 0 ? { lots: apart } : {}),
      receipts: (receiptsOf.get(id) ?? []).map(({ receipt, supplier: vendor, bin }) => ({
        ...receipt,
        ...marksOf({ vendor, bin }),
      })),
    };
  };

  return {
    free,
    receipts,
    materials: (needs) => {
      const used = new Set<string>();
      const byVendor = new Set<string>();
      const byBin = new Set<string>();
      for (const { material, alternates, vendors, uniform } of needs)
        for (const name of [material, ...alternates]) {
          used.add(name);
          if (vendors || uniform === "vendor") byVendor.add(name);
          if (uniform === "bin") byBin.add(name);
        }
      return [...used].sort().map((id) => materialOf(id, byVendor.has(id), byBin.has(id)));
    },
  };
};
