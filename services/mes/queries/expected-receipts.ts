import type { Db } from "../database.ts";
import { thingsNamed } from "./things.ts";

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

/** The receipt that one of some words names by its id, whatever its leading zeros; undefined where they name none or several. */
export const receiptNamed = async (
  db: Db,
  words: readonly string[],
): Promise<{ readonly id: string; readonly material: string } | undefined> => {
  if (words.length === 0) return undefined;
  const [one, ...others] = (await thingsNamed(db, "", words)).filter(
    ({ kind }) => kind === "expected_receipt",
  );
  if (!one || others.length > 0) return undefined;
  const row = await db
    .selectFrom("expected_receipt")
    .select(["id", "material_id as material"])
    .where("id", "=", one.id)
    .executeTakeFirst();
  return row;
};
