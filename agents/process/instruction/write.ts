import { MillwrightError } from "../../../services/core/errors.ts";
import {
  type DocumentStatus,
  insertInstruction,
  lockDocument,
  moveInstruction,
  saveDraft,
} from "../../../services/mes/commands/work-instruction.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { type SegmentMaster, segmentMaster } from "../../../services/mes/queries/segment-master.ts";
import {
  authorsOf,
  instructionById,
  newestInstruction,
  type WholeInstruction,
} from "../../../services/mes/queries/work-instructions.ts";
import { checkInstruction } from "./check.ts";
import { cite } from "./cite.ts";
import { type Cited, compose } from "./compose.ts";
import { applyEdit, type Edit } from "./edit.ts";
import { type Conflict, type Merged, merge, settle } from "./merge.ts";
import type { Instruction } from "./model.ts";
import type { PlantDocuments } from "./passages.ts";
import type { Problem } from "./problem.ts";
import { scopedTo } from "./stale.ts";

/** A version with its contents as what they are. */
export interface StoredInstruction extends Omit<WholeInstruction, "generated" | "content" | "conflicts"> {
  readonly generated: Instruction;
  readonly content: Instruction;
  readonly conflicts: readonly Conflict[];
}

export const asStored = (row: WholeInstruction): StoredInstruction => ({
  ...row,
  generated: row.generated as Instruction,
  content: row.content as Instruction,
  conflicts: row.conflicts as readonly Conflict[],
});

export interface Written {
  readonly documentId: string;
  readonly version: number;
  readonly conflicts: number;
}

/** The register's id of a segment's instruction, and of that for one line alone. */
const documentIdOf = ({ segment, workMaster }: SegmentMaster, equipmentId: string | null): string => {
  const own = segment.document_id ?? `WI-${segment.process}-${workMaster.product_id}-${segment.segment}`;
  return equipmentId === null ? own : `${own}@${equipmentId}`;
};

export interface Target {
  readonly workMasterId: string;
  readonly segment: number;
  /** Of an instruction for one line alone. */
  readonly equipmentId?: string | null;
}

/** @throws MillwrightError NOT_FOUND for a segment that is not there, or does not run on the line. */
const readMaster = async (
  db: Db | Tx,
  { workMasterId, segment, equipmentId = null }: Target,
): Promise<SegmentMaster> => {
  const master = scopedTo(await segmentMaster(db, workMasterId, segment), equipmentId);
  if (equipmentId !== null && master.equipment.length === 0)
    throw new MillwrightError("NOT_FOUND", {
      kind: "routing",
      id: `${workMasterId}/${segment}/${equipmentId}`,
    });
  return master;
};

/** What the documents in force say to a target; read before the draft is written, since a search may take its time. */
export const citeFor = async (db: Db, documents: PlantDocuments, target: Target): Promise<Cited> =>
  cite(db, await readMaster(db, target), documents);

/**
 * Writes the draft of a segment's instruction from what the data store says now. A draft that is there is written anew, else it is
 * a new version; edits of before are carried over.
 *
 * @param now Plant time.
 * @throws MillwrightError NOT_FOUND; INVALID_TRANSITION while a version waits for its review.
 */
export const draftInstruction = async (
  tx: Tx,
  cited: Cited,
  { actorId, now, ...target }: Target & { readonly actorId: string; readonly now: Date },
): Promise<Written> => {
  const { workMasterId, segment, equipmentId = null } = target;
  const master = await readMaster(tx, target);
  const documentId = documentIdOf(master, equipmentId);
  await lockDocument(tx, documentId);
  const generated = compose(master, cited);
  const newest = await newestInstruction(tx, documentId);
  if (newest?.status === "FOR_REVIEW")
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "work instruction",
      id: `${documentId} ${newest.version}`,
      from: newest.status,
      to: "DRAFT",
    });
  const before = newest && asStored(newest);
  const { content, conflicts }: Merged = before
    ? merge(before.generated, before.content, generated)
    : { content: generated, conflicts: [] };
  if (newest?.status === "DRAFT") {
    await saveDraft(tx, newest, newest.edition, {
      generated,
      content,
      conflicts,
      act: "drafted",
      actorId,
      now,
    });
    return { documentId, version: newest.version, conflicts: conflicts.length };
  }
  const { product, segment: row } = master;
  const version = await insertInstruction(tx, {
    documentId,
    workMasterId,
    segment,
    equipmentId,
    title: {
      zh: `${product.name_zh} ${row.name_zh}作业指导书`,
      en: `${product.name_en}: ${row.name_en} work instruction`,
    },
    generated,
    content,
    conflicts,
    actorId,
    now,
  });
  return { documentId, version, conflicts: conflicts.length };
};

/** Looks up what the documents say, and writes the draft. @throws MillwrightError as `draftInstruction`. */
export const writeInstruction = async (
  db: Db,
  documents: PlantDocuments,
  target: Parameters<typeof draftInstruction>[2],
): Promise<Written> => {
  const cited = await citeFor(db, documents, target);
  return db.transaction().execute((tx) => draftInstruction(tx, cited, target));
};

interface Act {
  readonly documentId: string;
  readonly version: number;
  /** That was seen by who acts. */
  readonly edition: number;
  readonly actorId: string;
  readonly now: Date;
}

const opened = async (
  tx: Tx,
  { documentId, version }: Act,
): Promise<{ row: WholeInstruction; stored: StoredInstruction }> => {
  await lockDocument(tx, documentId);
  const row = await instructionById(tx, documentId, version);
  return { row, stored: asStored(row) };
};

/** @throws MillwrightError NOT_FOUND, INVALID_TRANSITION, INSTRUCTION_CHANGED, INVALID_INPUT. */
export const editInstruction = async (tx: Tx, act: Act & { readonly edit: Edit }): Promise<void> => {
  const { row, stored } = await opened(tx, act);
  const content = applyEdit(stored.content, act.edit, act.actorId, act.now);
  const { actorId, now } = act;
  const { conflicts } = stored;
  await saveDraft(tx, row, act.edition, { content, conflicts, act: "edited", actorId, now });
};

/** @throws MillwrightError as `editInstruction`. */
export const settleConflict = async (
  tx: Tx,
  act: Act & { readonly step: string; readonly field: Conflict["field"]; readonly keep: "mine" | "theirs" },
): Promise<void> => {
  const { row, stored } = await opened(tx, act);
  const { content, conflicts } = settle(stored, stored.generated, act.step, act.field, act.keep);
  const { actorId, now } = act;
  await saveDraft(tx, row, act.edition, { content, conflicts, act: "edited", actorId, now });
};

/** What stands in the way of a version: conflicts that nobody has settled, and what the check finds. */
export const problemsOf = async (
  db: Db | Tx,
  documents: Pick<PlantDocuments, "inForce">,
  stored: StoredInstruction,
): Promise<Problem[]> => [
  ...stored.conflicts.map(
    ({ step }): Problem => ({
      code: "inconsistent",
      where: step,
      message: {
        zh: "编辑与新生成内容有冲突，未处理。",
        en: "An edit and what was composed anew are in conflict.",
      },
    }),
  ),
  ...(await checkInstruction(
    db,
    { workMasterId: stored.work_master_id, segment: stored.segment, equipmentId: stored.equipment_id },
    stored.content,
    documents,
  )),
];

/** Stages that only a document without a problem may reach. */
const checked: readonly DocumentStatus[] = ["FOR_REVIEW", "APPROVED", "ACTIVE"];

/**
 * Takes a version one stage on or back. What goes on has to pass the check against the data store as it is at that moment.
 * With `fourEyes` nobody approves what he wrote or edited himself.
 *
 * @throws MillwrightError FOUR_EYES; INSTRUCTION_REFUSED with the steps that have problems; NOT_FOUND, INVALID_TRANSITION, INSTRUCTION_CHANGED.
 */
export const advanceInstruction = async (
  tx: Tx,
  documents: Pick<PlantDocuments, "inForce">,
  act: Act & { readonly to: DocumentStatus; readonly fourEyes: boolean },
): Promise<void> => {
  const { row, stored } = await opened(tx, act);
  if (act.fourEyes && act.to === "APPROVED") {
    const authors = await authorsOf(tx, act.documentId, act.version);
    if (authors.includes(act.actorId))
      throw new MillwrightError("FOUR_EYES", {
        act: `${act.documentId} ${act.version}`,
        person: act.actorId,
      });
  }
  if (checked.includes(act.to)) {
    const problems = await problemsOf(tx, documents, stored);
    if (problems.length > 0)
      throw new MillwrightError("INSTRUCTION_REFUSED", {
        id: act.documentId,
        version: act.version,
        count: problems.length,
        steps: [...new Set(problems.map(({ where }) => where))],
      });
  }
  await moveInstruction(tx, row, act.edition, act);
};
