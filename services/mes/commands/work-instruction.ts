import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import { highestVersion, instructionById, type WholeInstruction } from "../queries/work-instructions.ts";
import type { DocumentTable } from "../schema/definition.ts";

export type DocumentStatus = DocumentTable["status"];

export interface NewInstruction {
  readonly documentId: string;
  readonly workMasterId: string;
  readonly segment: number;
  /** Null for every line. */
  readonly equipmentId: string | null;
  readonly title: { readonly zh: string; readonly en: string };
  readonly generated: object;
  readonly content: object;
  readonly conflicts: readonly object[];
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

const tell = (
  tx: Tx,
  act: string,
  row: WholeInstruction,
  status: DocumentStatus,
  actorId: string,
  now: Date,
  edition: number,
) =>
  appendEvents(tx, [
    {
      id: contentHash("document", act, row.document_id, row.version, edition),
      type: `document.${act}`,
      time: now,
      source: "process",
      objects: [
        { id: row.document_id, type: "document", qualifier: "instruction" },
        { id: row.product_id, type: "material", qualifier: "product" },
        { id: actorId, type: "person", qualifier: "engineer" },
      ],
      attributes: {
        version: row.version,
        status,
        edition,
        segment: row.segment,
        workMaster: row.work_master_id,
        line: row.equipment_id,
        titleZh: row.title_zh,
        titleEn: row.title_en,
      },
    },
  ]);

/** One writer of a document at a time, also of one that has no version yet. */
export const lockDocument = async (tx: Tx, documentId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.instructions}, hashtext(${documentId}))`.execute(tx);
};

/** Registers a new version as a draft, behind every version there is. */
export const insertInstruction = async (tx: Tx, given: NewInstruction): Promise<number> => {
  const { documentId, title, actorId, now } = given;
  const version = (await highestVersion(tx, documentId)) + 1;
  await tx
    .insertInto("document")
    .values({
      id: documentId,
      version,
      title_zh: title.zh,
      title_en: title.en,
      status: "DRAFT",
      changed_at: now,
    })
    .execute();
  await tx
    .insertInto("work_instruction")
    .values({
      document_id: documentId,
      version,
      work_master_id: given.workMasterId,
      segment: given.segment,
      equipment_id: given.equipmentId,
      generated: JSON.stringify(given.generated),
      content: JSON.stringify(given.content),
      conflicts: JSON.stringify(given.conflicts),
      written_by: actorId,
      written_at: now,
      changed_by: actorId,
      changed_at: now,
      approved_by: null,
      approved_at: null,
      active_since: null,
      ended_at: null,
    })
    .execute();
  await tell(tx, "drafted", await instructionById(tx, documentId, version), "DRAFT", actorId, now, 1);
  return version;
};

/** @throws MillwrightError INSTRUCTION_CHANGED where another edition is there than the one that was seen. */
const requireEdition = (row: WholeInstruction, edition: number) => {
  if (row.edition !== edition)
    throw new MillwrightError("INSTRUCTION_CHANGED", {
      id: row.document_id,
      version: row.version,
      by: row.changed_by,
    });
};

/**
 * Keeps a changed draft.
 *
 * @throws MillwrightError INVALID_TRANSITION for what is no draft any more; INSTRUCTION_CHANGED.
 */
export const saveDraft = async (
  tx: Tx,
  row: WholeInstruction,
  edition: number,
  {
    content,
    conflicts,
    generated,
    act,
    actorId,
    now,
  }: {
    readonly content: object;
    readonly conflicts: readonly object[];
    readonly generated?: object;
    readonly act: "edited" | "drafted";
    readonly actorId: string;
    readonly now: Date;
  },
): Promise<void> => {
  requireEdition(row, edition);
  if (row.status !== "DRAFT")
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "work instruction",
      id: `${row.document_id} ${row.version}`,
      from: row.status,
      to: "DRAFT",
    });
  await tx
    .updateTable("work_instruction")
    .set({
      content: JSON.stringify(content),
      conflicts: JSON.stringify(conflicts),
      ...(generated ? { generated: JSON.stringify(generated) } : {}),
      edition: edition + 1,
      changed_by: actorId,
      changed_at: now,
    })
    .where("document_id", "=", row.document_id)
    .where("version", "=", row.version)
    .execute();
  await tell(tx, act, row, "DRAFT", actorId, now, edition + 1);
};

/** Where a version may go from where it stands. */
const ways: Readonly<Record<DocumentStatus, readonly DocumentStatus[]>> = {
  DRAFT: ["FOR_REVIEW", "DEPRECATED"],
  FOR_REVIEW: ["DRAFT", "APPROVED"],
  APPROVED: ["ACTIVE", "DEPRECATED"],
  ACTIVE: ["DEPRECATED"],
  DEPRECATED: [],
};
const acts: Readonly<Record<DocumentStatus, string>> = {
  DRAFT: "returned",
  FOR_REVIEW: "submitted",
  APPROVED: "approved",
  ACTIVE: "activated",
  DEPRECATED: "deprecated",
};

/**
 * Takes a version one stage on or back. One that becomes active ends those before it, and is from then on what its segment is
 * worked by, where the segment had no document.
 *
 * @throws MillwrightError INVALID_TRANSITION; INSTRUCTION_CHANGED.
 */
export const moveInstruction = async (
  tx: Tx,
  row: WholeInstruction,
  edition: number,
  { to, actorId, now }: { readonly to: DocumentStatus; readonly actorId: string; readonly now: Date },
): Promise<void> => {
  requireEdition(row, edition);
  const { document_id: id, version, status } = row;
  if (!ways[status].includes(to))
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "work instruction",
      id: `${id} ${version}`,
      from: status,
      to,
    });
  if (to === "ACTIVE") {
    await tx
      .updateTable("document")
      .set({ status: "DEPRECATED", changed_at: now })
      .where("id", "=", id)
      .where("version", "<", version)
      .where("status", "in", ["ACTIVE", "APPROVED", "FOR_REVIEW"])
      .execute();
    await tx
      .updateTable("work_instruction")
      .set({ ended_at: now })
      .where("document_id", "=", id)
      .where("version", "<", version)
      .where("active_since", "is not", null)
      .where("ended_at", "is", null)
      .execute();
    if (row.equipment_id === null)
      await tx
        .updateTable("work_master_segment")
        .set({ document_id: id })
        .where("work_master_id", "=", row.work_master_id)
        .where("segment", "=", row.segment)
        .where("document_id", "is", null)
        .execute();
  }
  await tx
    .updateTable("document")
    .set({ status: to, changed_at: now })
    .where("id", "=", id)
    .where("version", "=", version)
    .execute();
  await tx
    .updateTable("work_instruction")
    .set({
      edition: edition + 1,
      changed_by: actorId,
      changed_at: now,
      ...(to === "APPROVED" ? { approved_by: actorId, approved_at: now } : {}),
      ...(to === "ACTIVE" ? { active_since: now } : {}),
      ...(to === "DEPRECATED" && status === "ACTIVE" ? { ended_at: now } : {}),
    })
    .where("document_id", "=", id)
    .where("version", "=", version)
    .execute();
  await tell(tx, acts[to], row, to, actorId, now, edition + 1);
};
