import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { commonVendors } from "../problem/vendors.ts";

/** Approved vendors; undefined where pieces of every vendor may be used, and of no known one. */
type Approved = readonly string[] | undefined;

/**
 * Those of a material in one segment, or in any that needs it: as the plan has it, a segment takes the vendors that each of its positions
 * approves, and a product those of each of its segments.
 */
export const approvedFor = async (
  db: Db,
  at: { readonly workMasterId: string; readonly segment?: number; readonly material: string },
): Promise<Approved> => {
  const rows = await db
    .selectFrom("bom_item as b")
    .leftJoin("approved_vendor as v", (on) =>
      on
        .onRef("v.work_master_id", "=", "b.work_master_id")
        .onRef("v.segment", "=", "b.segment")
        .onRef("v.position", "=", "b.position"),
    )
    .select(["b.segment", "b.position", "v.vendor"])
    .where("b.work_master_id", "=", at.workMasterId)
    .where("b.material_id", "=", at.material)
    .$if(at.segment !== undefined, (item) => item.where("b.segment", "=", at.segment!))
    .execute();
  const needs = [...Map.groupBy(rows, ({ segment }) => segment).values()].map((positions) =>
    commonVendors(
      [...Map.groupBy(positions, ({ position }) => position).values()].map((list) => {
        const vendors = list.flatMap(({ vendor }) => vendor ?? []);
        return vendors.length > 0 ? vendors : undefined;
      }),
    ),
  );
  return needs.length > 0 && needs.every((list) => list !== undefined)
    ? [...new Set(needs.flat())]
    : undefined;
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
