import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";

/** Pieces of a material that lie in the store and may not be used until quality releases them. */
export const withheldPieces = async (db: Db, materialId: string): Promise<number> => {
  const { pieces } = await db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<string | null>("quantity").as("pieces"))
    .where("material_id", "=", materialId)
    .where("status", "!=", "Released")
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
