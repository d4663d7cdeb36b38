import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";

const versions = (db: Db | Tx) =>
  db
    .selectFrom("work_instruction as w")
    .innerJoin("document as d", (join) =>
      join.onRef("d.id", "=", "w.document_id").onRef("d.version", "=", "w.version"),
    )
    .innerJoin("work_master as m", "m.id", "w.work_master_id")
    .innerJoin("material as p", "p.id", "m.product_id")
    .select([
      "w.document_id",
      "w.version",
      "w.work_master_id",
      "w.segment",
      "w.equipment_id",
      "w.edition",
      "w.written_by",
      "w.written_at",
      "w.changed_by",
      "w.changed_at",
      "w.approved_by",
      "w.approved_at",
      "w.active_since",
      "w.ended_at",
      "d.status",
      "d.title_zh",
      "d.title_en",
      "m.product_id",
      "p.name_zh as product_zh",
      "p.name_en as product_en",
    ]);

const whole = (db: Db | Tx) => versions(db).select(["w.generated", "w.content", "w.conflicts"]);
export type InstructionVersion = Awaited<ReturnType<ReturnType<typeof versions>["execute"]>>[number];
export type WholeInstruction = Awaited<ReturnType<ReturnType<typeof whole>["execute"]>>[number];

/** Instructions that were written here, of each document the versions that count: the newest, and the one in force. */
export const currentInstructions = async (db: Db | Tx): Promise<WholeInstruction[]> => {
  const rows = await whole(db)
    .distinctOn(["w.document_id", "d.status"])
    .where("d.status", "!=", "DEPRECATED")
    .orderBy("w.document_id")
    .orderBy("d.status")
    .orderBy("w.version", "desc")
    .execute();
  return rows.toSorted(
    (a, b) => b.changed_at.getTime() - a.changed_at.getTime() || (a.document_id < b.document_id ? -1 : 1),
  );
};

/** Versions of one document that were written here, the newest first. */
export const versionsOf = (db: Db | Tx, documentId: string): Promise<InstructionVersion[]> =>
  versions(db).where("w.document_id", "=", documentId).orderBy("w.version", "desc").execute();

/** @throws MillwrightError NOT_FOUND. */
export const instructionById = async (
  db: Db | Tx,
  documentId: string,
  version: number,
): Promise<WholeInstruction> => {
  const row = await findInstruction(db, documentId, version);
  if (!row)
    throw new MillwrightError("NOT_FOUND", { kind: "work instruction", id: `${documentId} ${version}` });
  return row;
};

export const findInstruction = (db: Db | Tx, documentId: string, version: number) =>
  whole(db).where("w.document_id", "=", documentId).where("w.version", "=", version).executeTakeFirst();

/** The newest version of a document that was written here, before another one. */
export const newestInstruction = (db: Db | Tx, documentId: string, below = 2_147_483_647) =>
  whole(db)
    .where("w.document_id", "=", documentId)
    .where("w.version", "<", below)
    .orderBy("w.version", "desc")
    .limit(1)
    .executeTakeFirst();

/** The highest version in the register of documents, written here or elsewhere; 0 for none. */
export const highestVersion = async (db: Db | Tx, documentId: string): Promise<number> => {
  const row = await db
    .selectFrom("document")
    .select((fields) => fields.fn.max("version").as("version"))
    .where("id", "=", documentId)
    .executeTakeFirst();
  return row?.version ?? 0;
};
