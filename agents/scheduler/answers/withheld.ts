import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";

/** Approved vendors; undefined where pieces of every vendor may be used, and of no known one. */
type Approved = readonly string[] | undefined;

/** Those of one need of a segment: vendors that every position of the material approves, as the plan has them. */
export const approvedFor = async (
  db: Db,
  at: { readonly workMasterId: string; readonly segment: number; readonly material: string },
): Promise<Approved> => {
  const rows = await db
    .selectFrom("bom_item as b")
    .innerJoin("approved_vendor as v", (on) =>
      on
        .onRef("v.work_master_id", "=", "b.work_master_id")
        .onRef("v.segment", "=", "b.segment")
        .onRef("v.position", "=", "b.position"),
    )
    .select(["b.position", "v.vendor"])
    .where("b.work_master_id", "=", at.workMasterId)
    .where("b.segment", "=", at.segment)
    .where("b.material_id", "=", at.material)
    .execute();
  const lists = [...Map.groupBy(rows, ({ position }) => position).values()].map(
    (list) => new Set(list.map(({ vendor }) => vendor)),
  );
  const [first, ...others] = lists;
  return (
    first &&
    others
      .reduce((common, list) => common.intersection(list), first)
      .values()
      .toArray()
  );
};

/** Pieces of a material that lie in the store and may not be used until quality releases them; of other vendors than `approved` they could not be used then either. */
export const withheldPieces = async (db: Db, materialId: string, approved: Approved): Promise<number> => {
  if (approved?.length === 0) return 0;
  const { pieces } = await db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<string | null>("quantity").as("pieces"))
    .where("material_id", "=", materialId)
    .where("status", "!=", "Released")
    .$if(approved !== undefined, (lot) => lot.where("vendor", "in", [...approved!]))
    .executeTakeFirstOrThrow();
  return Number(pieces ?? 0);
};

/** The same as the end of a sentence about what is missing: to release them may be all it takes. */
export const tellWithheld = (pieces: number): Bilingual =>
  pieces > 0
    ? {
        zh: `；另有 ${pieces} 件在待检或冻结中，放行后可用`,
        en: `; ${pieces} more are in quarantine or blocked, and can be used once quality releases them`,
      }
    : { zh: "", en: "" };
