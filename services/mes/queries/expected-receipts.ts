import type { Db } from "../database.ts";

export interface ReceiptsWanted {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly material?: string | undefined;
}

/** Receipts that are expected within a stretch that may be open at either end, of one material or of all; the next first. */
export const receiptsExpected = (db: Db, { from, to, material }: ReceiptsWanted) =>
  db
    .selectFrom("expected_receipt as r")
    .innerJoin("material as m", "m.id", "r.material_id")
    .select([
      "r.id",
      "r.material_id",
      "m.name_zh",
      "m.name_en",
      "r.quantity",
      "r.expected_time",
      "r.supplier",
      "r.reliability",
    ])
    .$if(to !== undefined, (asked) => asked.where("r.expected_time", "<", to!))
    .$if(material !== undefined, (asked) => asked.where("r.material_id", "=", material!))
    .$if(from !== undefined, (asked) => asked.where("r.expected_time", ">=", from!))
    .orderBy("r.expected_time")
    .orderBy("r.id")
    .execute();
export type ReceiptExpected = Awaited<ReturnType<typeof receiptsExpected>>[number];
