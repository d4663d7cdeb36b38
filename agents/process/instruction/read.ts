import type { Db, Tx } from "../../../services/mes/database.ts";
import { segmentMasters } from "../../../services/mes/queries/segment-master.ts";
import {
  currentInstructions,
  type InstructionFilter,
  type InstructionPosition,
  type InstructionVersion,
  instructionById,
  newestInstruction,
  versionsOf,
  type WholeInstruction,
} from "../../../services/mes/queries/work-instructions.ts";
import { type Difference, differences } from "./diff.ts";
import type { Instruction } from "./model.ts";
import type { PlantDocuments } from "./passages.ts";
import type { Problem } from "./problem.ts";
import { type Change, changesSince, isFresh, scopedTo } from "./stale.ts";
import { asStored, problemsOf, type StoredInstruction } from "./write.ts";

/** A version with what has changed under it. */
export interface InstructionState {
  readonly stored: StoredInstruction;
  readonly changes: readonly Change[];
}

/** What has changed under each of some versions; master data are read once for all. */
export const statesOf = async (
  db: Db | Tx,
  rows: readonly WholeInstruction[],
  documents: Pick<PlantDocuments, "inForce">,
): Promise<InstructionState[]> => {
  const masters = await segmentMasters(db, [...new Set(rows.map((row) => row.work_master_id))]);
  return Promise.all(
    rows.map(async (row) => {
      const stored = asStored(row);
      const master = masters.of(row.work_master_id, row.segment);
      return {
        stored,
        // What is over is a record: it is never old.
        changes:
          row.status === "DEPRECATED"
            ? []
            : await changesSince(stored.content, master && scopedTo(master, row.equipment_id), documents),
      };
    }),
  );
};

/** A version in a list. */
export interface ListedInstruction {
  /** Behind which place of the list the next page begins. */
  readonly position: InstructionPosition;
  readonly version: InstructionVersion;
  readonly changes: readonly Change[];
}

type BasisRow = Awaited<ReturnType<typeof currentInstructions>>[number];
type Documents = Pick<PlantDocuments, "inForce">;

/** What says of each row whether something has changed under it, and what; of one that is fresh nothing of its content is read. */
const judgeOf = async (db: Db | Tx, documents: Documents, rows: readonly BasisRow[]) => {
  const masters = await segmentMasters(db, [...new Set(rows.map((row) => row.work_master_id))]);
  const scopeOf = ({ work_master_id: id, segment, equipment_id: line }: BasisRow) => {
    const master = masters.of(id, segment);
    return master && scopedTo(master, line);
  };
  return {
    isFresh: (row: BasisRow): Promise<boolean> =>
      isFresh(
        { basis: row.basis, passages: row.passages as Instruction["passages"] },
        scopeOf(row),
        documents,
      ),
    list: async (row: BasisRow, fresh: boolean): Promise<ListedInstruction> => {
      const { basis: _basis, passages: _passages, micros, ...version } = row;
      const position = { micros, documentId: version.document_id, version: version.version };
      if (fresh) return { position, version, changes: [] };
      const { content } = asStored(await instructionById(db, version.document_id, version.version));
      return { position, version, changes: await changesSince(content, scopeOf(row), documents) };
    },
  };
};

/**
 * Of each document the newest version of each stage that is not over, those first that were changed last. What one says is only
 * read where something has changed under it.
 */
export const listInstructions = async (
  db: Db | Tx,
  documents: Documents,
  page: InstructionFilter,
): Promise<ListedInstruction[]> => {
  const rows = await currentInstructions(db, page);
  const { isFresh: judge, list } = await judgeOf(db, documents, rows);
  return Promise.all(rows.map(async (row) => list(row, await judge(row))));
};

const urgencyOf = (status: string, fresh: boolean): number => {
  if (!fresh) return 0;
  return status === "FOR_REVIEW" ? 1 : status === "DRAFT" ? 2 : 3;
};

/** The same with what somebody has to see to first, of all of them: what is out of date, what waits for review, drafts. */
export const urgentInstructions = async (
  db: Db | Tx,
  documents: Documents,
  { first, search = "" }: Pick<InstructionFilter, "first" | "search">,
): Promise<{
  readonly rows: readonly ListedInstruction[];
  readonly total: number;
  readonly outOfDate: number;
}> => {
  const all = await currentInstructions(db, { search });
  const { isFresh: judge, list } = await judgeOf(db, documents, all);
  const judged = await Promise.all(all.map(async (row) => ({ row, fresh: await judge(row) })));
  const sorted = judged.toSorted(
    (a, b) => urgencyOf(a.row.status, a.fresh) - urgencyOf(b.row.status, b.fresh),
  );
  return {
    rows: await Promise.all(sorted.slice(0, first).map(({ row, fresh }) => list(row, fresh))),
    total: all.length,
    outOfDate: judged.filter(({ fresh }) => !fresh).length,
  };
};

/** @throws MillwrightError NOT_FOUND. */
export const openInstruction = async (
  db: Db | Tx,
  documents: Pick<PlantDocuments, "inForce">,
  documentId: string,
  version: number,
): Promise<InstructionState> => {
  const [state] = await statesOf(db, [await instructionById(db, documentId, version)], documents);
  return state!;
};

/** What the check finds; nothing for what is over. */
export const findingsOf = async (
  db: Db | Tx,
  documents: Pick<PlantDocuments, "inForce">,
  stored: StoredInstruction,
): Promise<Problem[]> => (stored.status === "DEPRECATED" ? [] : problemsOf(db, documents, stored));

/** What people changed of what was composed. */
export const editsOf = ({ generated, content }: StoredInstruction): Difference[] =>
  differences(generated, content);

/** What is another than in the version before; empty for a first one. */
export const changesOfVersion = async (
  db: Db | Tx,
  { document_id, version, content }: StoredInstruction,
): Promise<Difference[]> => {
  const before = await newestInstruction(db, document_id, version);
  return before ? differences(asStored(before).content, content) : [];
};

export const historyOf = versionsOf;
