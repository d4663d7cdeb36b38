import type { Db } from "../database.ts";

/** Which units are wanted: of so many repairs or more, the last of them within the stretch. */
export interface OftenWanted {
  readonly from: Date;
  readonly to: Date;
  readonly times: number;
  readonly product?: string | undefined;
  readonly family?: string | undefined;
  /** The lines that made them. */
  readonly lines?: readonly string[] | undefined;
}

/** Units that were repaired so often, those of most repairs first, with how they stand now. */
export const unitsRepairedOften = (db: Db, { from, to, times, product, family, lines }: OftenWanted) =>
  db
    .selectFrom("unit as u")
    .innerJoin("repair as r", "r.unit_id", "u.id")
    .leftJoin("product_family as f", "f.product_id", "u.product_id")
    .select((repair) => [
      "u.id",
      "u.product_id",
      "u.status",
      repair.fn.max("r.attempt").as("repairs"),
      repair.fn.max("r.time").as("last"),
    ])
    .where("r.time", ">=", from)
    .where("r.time", "<", to)
    .where("r.attempt", ">=", times)
    .$if(product !== undefined, (query) => query.where("u.product_id", "=", product!))
    .$if(family !== undefined, (query) => query.where("f.family", "=", family!))
    .$if(lines !== undefined, (query) => query.where("u.line", "in", [...lines!]))
    .groupBy("u.id")
    .orderBy("repairs", "desc")
    .orderBy("last", "desc")
    .orderBy("u.id")
    .execute();
