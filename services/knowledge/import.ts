import { createHash } from "node:crypto";
import { extname } from "node:path";
import { sql } from "kysely";
import { MillwrightError } from "../core/errors.ts";
import { personRoles } from "../core/roles.ts";
import { withheldMark } from "../core/shield/policy.ts";
import { plainShield } from "../core/shield/shield.ts";
import { plantNow } from "../mes/clock.ts";
import { recordContentDecision } from "../mes/commands/content.ts";
import type { Db, Tx } from "../mes/database.ts";
import { advisoryLocks } from "../mes/locks.ts";
import type { DocumentStatus } from "../mes/schema/knowledge.ts";
import { passagesOf } from "./passages.ts";
import type { Block } from "./read/block.ts";
import { mediaTypes, readDocument } from "./read/read.ts";
import { screenBlocks, type Withheld } from "./screen.ts";

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

const longest = 120;

/** "WI-SMT-012 Reflow.docx" is WI-SMT-012; a name without such an id is one itself. */
const documentIdOf = (file: string): string => {
  const name = file.slice(0, file.length - extname(file).length).normalize("NFC");
  const id = /^[A-Z]{2,}(?:-[A-Z0-9]+)*-\d[A-Z0-9]*(?![A-Za-z0-9])/.exec(name)?.[0];
  return (
    (id ?? name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^-+|-+$/g, "")).slice(0, longest) || "document"
  );
};

/** What most letters are: Chinese says with one what English says with four. */
const languageOf = (blocks: readonly Block[]): "zh" | "en" => {
  const text = blocks
    .slice(0, 200)
    .map((block) =>
      block.kind === "table"
        ? [...block.header, ...block.rows.slice(0, 5).flatMap(({ cells }) => cells)].join(" ")
        : block.text,
    )
    .join(" ");
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  return wide * 4 >= latin ? "zh" : "en";
};

/** B after A, 4 after 3, 1.3 after 1.2. */
const nextRevision = (revision: string | undefined): string => {
  if (revision === undefined) return "A";
  const number = /^(.*?)(\d+)$/.exec(revision);
  if (number) return `${number[1]}${Number(number[2]) + 1}`;
  return /^[A-Y]$/.test(revision) ? String.fromCharCode(revision.charCodeAt(0) + 1) : `${revision}.1`;
};

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

/** More of one document tell nothing more. */
const mostNoted = 50;

const noteWithheld = async (
  tx: Tx,
  { id, revision }: Pick<ImportedDocument, "id" | "revision">,
  withheld: readonly Withheld[],
  personId: string | undefined,
): Promise<void> => {
  if (withheld.length === 0) return;
  const now = await plantNow(tx);
  for (const { block, text, findings } of withheld.slice(0, mostNoted))
    await recordContentDecision(
      tx,
      {
        key: `document/${id}/${revision}/${block}/${text}`,
        place: "document",
        action: "Withheld",
        findings,
        text,
        subject: { type: "document", id },
        personId,
      },
      now,
    );
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
  return db.transaction().execute(async (tx) => {
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
    await tx
      .insertInto("knowledge_document")
      .values({
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
      })
      .execute();
    await tx
      .insertInto("knowledge_content")
      .values({
        document_id: id,
        revision,
        file: Buffer.from(given.bytes),
        blocks: JSON.stringify(blocks),
      })
      .execute();
    for (let start = 0; start < passages.length; start += 5_000)
      await tx
        .insertInto("knowledge_passage")
        .values(
          passages.slice(start, start + 5_000).map(({ block, row, path, text, locator }, index) => ({
            document_id: id,
            revision,
            sort: start + index,
            block,
            table_row: row ?? null,
            path: [...path],
            text,
            locator,
          })),
        )
        .execute();
    await noteWithheld(tx, told, withheld, by);
    await also?.(tx, told);
    return told;
  });
};
