import { sql } from "kysely";
import { MillwrightError } from "../core/errors.ts";
import type { Db, Tx } from "../mes/database.ts";
import type { Block } from "./read/block.ts";

const columns = [
  "id",
  "revision",
  "title",
  "status",
  "language",
  "owner",
  "products",
  "lines",
  "segments",
  "roles",
  "file",
  "media_type",
  "bytes",
  "imported_at",
  "imported_by",
  "simulated",
] as const;

/** Whether somebody with these roles may read a document; one that names none is everybody's. */
export const mayRead = (roles: readonly string[], needed: readonly string[]): boolean =>
  needed.length === 0 || needed.some((role) => roles.includes(role));

/** Every document in the revision that counts (in force, else the latest), that the roles may read; by id. */
export const listDocuments = async (db: Db, roles: readonly string[]) => {
  const rows = await db
    .selectFrom("knowledge_document")
    .distinctOn("id")
    .select(columns)
    .orderBy("id")
    .orderBy(sql`(status = 'InForce')`, "desc")
    .orderBy("change", "desc")
    .execute();
  return rows.filter((row) => mayRead(roles, row.roles));
};
export type DocumentRow = Awaited<ReturnType<typeof listDocuments>>[number];

/**
 * One revision of a document; without one, that in force, else the latest.
 *
 * @throws MillwrightError NOT_FOUND, for one that the roles may not read too: that it is there is nobody's business.
 */
export const documentOf = async (
  db: Db | Tx,
  id: string,
  revision: string | undefined,
  roles: readonly string[],
): Promise<DocumentRow> => {
  let rows = db
    .selectFrom("knowledge_document")
    .select(columns)
    .where(sql<boolean>`lower(id) = lower(${id})`);
  if (revision !== undefined) rows = rows.where("revision", "=", revision);
  const row = await rows
    .orderBy(sql`(status = 'InForce')`, "desc")
    .orderBy("change", "desc")
    .executeTakeFirst();
  if (!row || !mayRead(roles, row.roles)) throw new MillwrightError("NOT_FOUND", { kind: "document", id });
  return row;
};

/** Every revision of a document, the latest first. */
export const revisionsOf = (db: Db, id: string) =>
  db
    .selectFrom("knowledge_document")
    .select(columns)
    .where("id", "=", id)
    .orderBy("change", "desc")
    .execute();

export const blocksOf = async (db: Db, id: string, revision: string): Promise<readonly Block[]> => {
  const row = await db
    .selectFrom("knowledge_content")
    .select("blocks")
    .where("document_id", "=", id)
    .where("revision", "=", revision)
    .executeTakeFirstOrThrow();
  return row.blocks as readonly Block[];
};

/** The file as it came. */
export const fileOf = (db: Db, id: string, revision: string) =>
  db
    .selectFrom("knowledge_content")
    .select("file")
    .where("document_id", "=", id)
    .where("revision", "=", revision)
    .executeTakeFirstOrThrow();

/** Takes a document out of the answers; what cites it can be opened still. */
export const withdrawDocument = async (tx: Db | Tx, id: string, revision: string): Promise<void> => {
  const done = await tx
    .updateTable("knowledge_document")
    .set({ status: "Withdrawn" })
    .where("id", "=", id)
    .where("revision", "=", revision)
    .where("status", "in", ["InForce", "Draft"])
    .returning("id")
    .executeTakeFirst();
  if (!done) {
    const row = await tx
      .selectFrom("knowledge_document")
      .select("status")
      .where("id", "=", id)
      .where("revision", "=", revision)
      .executeTakeFirst();
    if (!row) throw new MillwrightError("NOT_FOUND", { kind: "document", id });
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "document",
      id,
      from: row.status,
      to: "Withdrawn",
    });
  }
};
