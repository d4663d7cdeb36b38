import { createHash } from "node:crypto";
import { sql } from "kysely";
import { MillwrightError } from "../core/errors.ts";
import { personRoles } from "../core/roles.ts";
import { withheldMark } from "../core/shield/policy.ts";
import { plainShield } from "../core/shield/shield.ts";
import type { Db, Tx } from "../mes/database.ts";
import { advisoryLocks } from "../mes/locks.ts";
import type { DocumentStatus } from "../mes/schema/knowledge.ts";
import { transact } from "../mes/transact.ts";
import { documentIdOf, languageOf, nextRevision } from "./identify.ts";
import { passagesOf } from "./passages.ts";
import { mediaTypes, readDocument } from "./read/read.ts";
import { screenBlocks } from "./screen.ts";
import { storeDocument } from "./store-document.ts";

/** A file and what is known about it; what is not given is found in the file, its name, or the revision before. */
export interface GivenDocument {
  /** Name with its ending. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly revision?: string | undefined;
  readonly status?: "Draft" | "InForce" | undefined;
  readonly language?: "zh" | "en" | undefined;
  readonly owner?: string | undefined;
  readonly products?: readonly string[] | undefined;
  readonly lines?: readonly string[] | undefined;
  readonly segments?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly simulated?: boolean | undefined;
}

export interface ImportedDocument {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly status: DocumentStatus;
  readonly outcome: "New" | "Revised" | "Unchanged";
  readonly passages: number;
  /** The revision that this one takes the place of. */
  readonly supersedes: string | null;
  /** Places whose words command a model: they are withheld from every answer. */
  readonly withheld: number;
}

export interface ImportOptions {
  /** Who brings it. */
  readonly by?: string;
  readonly dryRun?: boolean;
  /** How the file is read: by `readDocument` unless it is said. */
  readonly read?: typeof readDocument;
  /**
   * Looks at the roles of the revisions that the new one stands beside (in force, drafts, else the latest), before anything is
   * written; what it throws refuses the file.
   */
  readonly permit?: (needed: readonly (readonly string[])[]) => void;
  /** Written in the same transaction, when something was. */
  readonly also?: (tx: Tx, made: ImportedDocument) => Promise<void>;
}

/** The id as it is known, whatever the case of the letters that it is given in; its revisions have one writer at a time. */
const lockedId = async (tx: Tx, given: string): Promise<string> => {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.documents}, hashtext(lower(${given})))`.execute(tx);
  const known = await tx
    .selectFrom("knowledge_document")
    .select("id")
    .where(sql<boolean>`lower(id) = lower(${given})`)
    .orderBy(sql`id = ${given}`, "desc")
    .executeTakeFirst();
  return known?.id ?? given;
};

/** @throws MillwrightError INVALID_INPUT for a role that nobody can hold: the document would be hidden from everyone, its keeper too. */
const requireRoles = (roles: readonly string[] = []): void => {
  const unknown = roles.find((role) => !(personRoles as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new MillwrightError("INVALID_INPUT", {
      path: "roles",
      problem: `${unknown} is none of ${personRoles.join(", ")}`,
    });
};

/**
 * Reads a file and puts it among the documents; with `dryRun` it is read and nothing is kept. The same file again changes
 * nothing, but that a draft is put in force. A revision in force takes the place of the one before, which stays citable.
 *
 * @throws MillwrightError of `readDocument`, INVALID_INPUT and DOCUMENT_REVISION_TAKEN.
 */
export const importDocument = async (
  db: Db,
  given: GivenDocument,
  { by, dryRun = false, read: readIt = readDocument, permit, also }: ImportOptions = {},
): Promise<ImportedDocument> => {
  requireRoles(given.roles);
  const read = await readIt(given.file, given.bytes);
  const { blocks, withheld } = screenBlocks(read.blocks);
  const hash = createHash("sha256").update(given.bytes).digest("hex");
  return transact(db, async (tx) => {
    const id = await lockedId(tx, given.id ?? documentIdOf(given.file));
    const before = await tx
      .selectFrom("knowledge_document")
      .selectAll()
      .where("id", "=", id)
      .orderBy("change", "desc")
      .forUpdate()
      .execute();
    const counting = before.filter(({ status }) => status === "InForce" || status === "Draft");
    permit?.((counting.length > 0 ? counting : before.slice(0, 1)).map(({ roles }) => roles));
    const inForce = before.find(({ status }) => status === "InForce");
    const latest = inForce ?? before[0];
    const same = before.find(
      (row) => row.content_hash === hash && (given.revision ?? row.revision) === row.revision,
    );
    const named = given.title ?? same?.title ?? latest?.title ?? read.title ?? id;
    const title = plainShield.screen(named, "document").text;
    const passages = passagesOf(blocks, title).filter(({ text }) => text !== withheldMark);
    const status = given.status ?? "InForce";
    const isTakenInForce = same?.status === "Draft" && status === "InForce";
    if (same && !isTakenInForce)
      return {
        id,
        revision: same.revision,
        title: same.title,
        status: same.status,
        outcome: "Unchanged",
        passages: passages.length,
        supersedes: null,
        withheld: withheld.length,
      };
    const revision = same?.revision ?? given.revision ?? nextRevision(latest?.revision);
    if (!same && before.some((row) => row.revision === revision))
      throw new MillwrightError("DOCUMENT_REVISION_TAKEN", { id, revision });
    const supersedes = status === "InForce" ? (inForce?.revision ?? null) : null;
    const told: ImportedDocument = {
      id,
      revision,
      title,
      status,
      outcome: before.length > 0 ? "Revised" : "New",
      passages: passages.length,
      supersedes,
      withheld: withheld.length,
    };
    if (dryRun) return told;
    if (supersedes !== null)
      await tx
        .updateTable("knowledge_document")
        .set({ status: "Superseded" })
        .where("id", "=", id)
        .where("status", "=", "InForce")
        .execute();
    const from = same ?? latest;
    const known = {
      title,
      owner: given.owner ?? from?.owner ?? "",
      products: [...(given.products ?? from?.products ?? [])],
      lines: [...(given.lines ?? from?.lines ?? [])],
      segments: [...(given.segments ?? from?.segments ?? [])],
      roles: [...(given.roles ?? from?.roles ?? [])],
    };
    if (same) {
      await tx
        .updateTable("knowledge_document")
        .set({ ...known, status })
        .where("id", "=", id)
        .where("revision", "=", revision)
        .execute();
      await also?.(tx, told);
      return told;
    }
    await storeDocument(tx, {
      document: {
        id,
        revision,
        ...known,
        status,
        language: given.language ?? languageOf(blocks),
        file: given.file,
        media_type: mediaTypes[read.kind],
        content_hash: hash,
        bytes: given.bytes.length,
        imported_by: by ?? null,
        simulated: given.simulated ?? false,
      },
      file: given.bytes,
      blocks,
      passages,
      withheld,
    });
    await also?.(tx, told);
    return told;
  });
};
