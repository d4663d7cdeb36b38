import { noDocuments, type PlantDocuments } from "../../agents/process/instruction/passages.ts";
import {
  advanceInstruction,
  editInstruction,
  writeInstruction,
} from "../../agents/process/instruction/write.ts";
import type { DocumentStatus } from "../mes/commands/work-instruction.ts";
import type { Db } from "../mes/database.ts";
import { findInstruction } from "../mes/queries/work-instructions.ts";
import { demoEpoch } from "../mes/seed/time.ts";

const engineer = "wang.fang";
/** Who approves what the engineer wrote. */
const lead = "xu.jing";
const release = ["FOR_REVIEW", "APPROVED", "ACTIVE"] as const;

/** Instructions that the demonstration begins with, and how far each has come. */
const written: readonly (readonly [product: string, segment: number, stages: readonly DocumentStatus[]])[] = [
  ["RRU-5201", 10, release],
  ["RRU-5201", 20, release],
  ["RRU-5201", 30, release],
  ["RRU-5201", 40, release],
  ["RRU-5202", 10, release],
  ["RRU-5202", 40, release],
  ["AAU-5611", 20, release],
  ["SRV-310", 10, release],
  ["SRV-310", 20, ["FOR_REVIEW"]],
  ["AAU-5612", 10, []],
];

/** What the engineer wrote by hand into one of them. */
const note = {
  kind: "change" as const,
  step: "fasten",
  notes: [
    {
      zh: "换批后第一台由质检员复测扭矩。",
      en: "After a change of lot the inspector checks the torque of the first unit again.",
    },
  ],
};

/** A change of the bill and of the oven after the instruction was released: what a plant sees every week. */
const changeMasterData = async (db: Db): Promise<void> => {
  const master = "WM-SRV-310";
  await db
    .updateTable("process_parameter")
    .set({ target: 242, source: "ECN-2611" })
    .where("work_master_id", "=", master)
    .where("characteristic", "=", "PEAK_TEMP")
    .execute();
  await db
    .updateTable("process_parameter")
    .set({ target: 258, upper_limit: 263, lower_limit: 253, source: "ECN-2611" })
    .where("work_master_id", "=", master)
    .where("characteristic", "=", "REFLOW_Z09")
    .execute();
};

/**
 * Gives a demonstration plant without any written instruction some in every stage, by the same commands as an engineer's, one of them
 * out of date. Gives how many were written.
 */
export const writeDemoInstructions = async (
  db: Db,
  documents: PlantDocuments = noDocuments,
): Promise<number> => {
  if (await db.selectFrom("work_instruction").select("version").limit(1).executeTakeFirst()) return 0;
  const now = demoEpoch();
  const masters = new Set((await db.selectFrom("work_master").select("id").execute()).map(({ id }) => id));
  let count = 0;
  for (const [product, segment, stages] of written) {
    const workMasterId = `WM-${product}`;
    if (!masters.has(workMasterId)) continue;
    const of = await writeInstruction(db, documents, { workMasterId, segment, actorId: engineer, now });
    const seen = async () => ({
      ...of,
      edition: (await findInstruction(db, of.documentId, of.version))!.edition,
      actorId: engineer,
      now,
    });
    if (product === "AAU-5611") {
      const act = await seen();
      await db.transaction().execute((tx) => editInstruction(tx, { ...act, edit: note }));
    }
    for (const to of stages) {
      const act = await seen();
      await db.transaction().execute((tx) =>
        advanceInstruction(tx, documents, {
          ...act,
          to,
          fourEyes: true,
          ...(to === "APPROVED" ? { actorId: lead } : {}),
        }),
      );
    }
    count += 1;
  }
  await changeMasterData(db);
  return count;
};
