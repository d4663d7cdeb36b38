import type { Db, Tx } from "../database.ts";

/** A process that two products have in common, by the newest routing of each. */
interface SetUp {
  readonly process: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Nought within one family. */
  readonly seconds: number;
}

/** Segments of the newest routing of each product. */
const segmentsOf = (db: Db | Tx, products: readonly string[]) =>
  db
    .selectFrom("work_master_segment as s")
    .innerJoin("work_master as w", "w.id", "s.work_master_id")
    .select(["w.product_id", "s.segment", "s.process", "s.setup_family", "s.name_zh", "s.name_en"])
    .distinctOn(["w.product_id", "s.segment"])
    .where("w.product_id", "in", products)
    .orderBy("w.product_id")
    .orderBy("s.segment")
    .orderBy("w.version", "desc")
    .execute();

/** The set-ups of each process from any of some products to any of others, in the order of the steps; of what is not on record, none. */
export const setUpsBetween = async (
  db: Db | Tx,
  from: readonly string[],
  to: readonly string[],
): Promise<readonly SetUp[]> => {
  const [before, after, times] = await Promise.all([
    segmentsOf(db, from),
    segmentsOf(db, to),
    db.selectFrom("setup_time").selectAll().execute(),
  ]);
  const secondsOf = new Map(
    times.map((row) => [JSON.stringify([row.process, row.from_family, row.to_family]), row.seconds]),
  );
  return after.flatMap(({ process, setup_family: family, name_zh: nameZh, name_en: nameEn }) =>
    before
      .filter((one) => one.process === process)
      .flatMap((one) => {
        const seconds =
          one.setup_family === family
            ? 0
            : secondsOf.get(JSON.stringify([process, one.setup_family, family]));
        return seconds === undefined ? [] : [{ process, nameZh, nameEn, seconds }];
      }),
  );
};
