import { sql } from "kysely";
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

/** What a version was written from, without what it says. */
export interface InstructionBasis extends InstructionVersion {
  readonly basis: Readonly<Record<string, string>>;
  readonly passages: object;
}

/** Of which instructions a page is asked for, and behind which row. */
export interface InstructionFilter {
  /** All of them where it is not said. */
  readonly first?: number;
  /** Part of a document's id, title or product, whatever the case of its letters. */
  readonly search?: string;
  readonly after?: InstructionPosition | undefined;
}

/** Where a page ended: when its last row was changed, in microseconds since 1970, and what it is. */
export interface InstructionPosition {
  readonly micros: string;
  readonly documentId: string;
  readonly version: number;
}

const micros = sql<string>`(extract(epoch from w.changed_at) * 1000000)::bigint::text`;

/** The newest version of each stage that is not over, of the documents that are looked for. */
const current = (db: Db | Tx, search: string) => {
  const newest = db
    .selectFrom("work_instruction as w")
    .innerJoin("document as d", (join) =>
      join.onRef("d.id", "=", "w.document_id").onRef("d.version", "=", "w.version"),
    )
    .select(["w.document_id", "d.status"])
    .select((fields) => fields.fn.max("w.version").as("version"))
    .where("d.status", "!=", "DEPRECATED")
    .groupBy(["w.document_id", "d.status"]);
  const wanted = `%${search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  return versions(db)
    .innerJoin(newest.as("n"), (join) =>
      join.onRef("n.document_id", "=", "w.document_id").onRef("n.version", "=", "w.version"),
    )
    .where((where) =>
      where.or(
        (["w.document_id", "m.product_id", "d.title_zh", "d.title_en"] as const).map((column) =>
          where(column, "ilike", wanted),
        ),
      ),
    );
};

/**
 * Instructions that were written here, of each document the versions that count: the newest of each stage that is not over; those
 * first that were changed last.
 */
export const currentInstructions = (
  db: Db | Tx,
  { first, search = "", after }: InstructionFilter,
): Promise<(InstructionBasis & Pick<InstructionPosition, "micros">)[]> => {
  const rows = current(db, search)
    .select([
      sql<Record<string, string>>`w.content->'basis'`.as("basis"),
      sql<object>`w.content->'passages'`.as("passages"),
      micros.as("micros"),
    ])
    .orderBy("w.changed_at", "desc")
    .orderBy("w.document_id", "desc")
    .orderBy("w.version", "desc")
    .$if(first !== undefined, (query) => query.limit(first!));
  return (
    after
      ? rows.where(
          sql<boolean>`(w.changed_at, w.document_id, w.version) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.documentId}, ${after.version}::int)`,
        )
      : rows
  ).execute();
};

/** How many of these there are. */
export const countInstructions = async (db: Db | Tx, search = ""): Promise<number> => {
  const { count } = await current(db, search)
    .clearSelect()
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
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

/** Whoever wrote or edited a version, by the events that tell of it. */
export const authorsOf = async (tx: Db | Tx, documentId: string, version: number): Promise<string[]> => {
  const rows = await tx
    .selectFrom("event")
    .select("objects")
    .where("type", "in", ["document.drafted", "document.edited"])
    .where(sql<boolean>`objects @> ${JSON.stringify([{ id: documentId, type: "document" }])}::jsonb`)
    .where(sql<boolean>`attributes @> ${JSON.stringify({ version })}::jsonb`)
    .execute();
  return rows.flatMap(({ objects }) => objects.filter(({ type }) => type === "person").map(({ id }) => id));
};
