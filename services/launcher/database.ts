import { createPlantDocuments } from "../../agents/process/instruction/plant-documents.ts";
import { type PlantClockSetting, realTime } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { isUnreachable } from "../core/passing.ts";
import { seedDemoDocuments } from "../knowledge/demo/seed.ts";
import { createKnowledge } from "../knowledge/knowledge.ts";
import { readClock, resumeClock } from "../mes/clock.ts";
import { type Db, hostOf, openDatabase } from "../mes/database.ts";
import { migrate } from "../mes/migrate.ts";
import { completeDemoPlant, requireDemoOrEmpty } from "../mes/seed/complete.ts";
import { seedDemoMonth } from "../mes/seed/month/seed-month.ts";
import { seedDemoPlant } from "../mes/seed/seed.ts";
import { startDemoShift } from "../mes/seed/shift.ts";
import { demoEpoch } from "../mes/seed/time.ts";
import { writeDemoInstructions } from "./demo-instructions.ts";
import { writeDemoPlaybooks } from "./demo-playbooks.ts";
import { importInspectionHistory, writePrograms } from "./inspection-history.ts";
import { importRepairHistory } from "./repair-history.ts";
import { importTestHistory } from "./test-history.ts";

export interface DatabaseSetup {
  readonly databaseUrl: string;
  readonly config: Config;
  /** Whether this start brings the simulated plant, and with it the plant's time. */
  readonly simulated: boolean;
  /** Where the simulated inspection machines find what they are programmed with. */
  readonly programs: string;
  readonly note: (detail: string) => void;
}

/** What there is in the plant, as it is told when the house starts: the lines are those that are then awaited. */
export const plantSize = async (db: Db): Promise<string> => {
  const { orders, materials, lines } = await db
    .selectNoFrom(({ selectFrom, fn }) => [
      selectFrom("work_order").select(fn.countAll<string>().as("n")).as("orders"),
      selectFrom("material")
        .select(fn.countAll<string>().as("n"))
        .where("kind", "=", "Component")
        .as("materials"),
      selectFrom("equipment")
        .select(fn.countAll<string>().as("n"))
        .where("level", "=", "WorkCenter")
        .as("lines"),
    ])
    .executeTakeFirstOrThrow();
  const told = (count: string | null) => Number(count).toLocaleString("en");
  return `${told(orders)} work orders, ${told(materials)} materials, ${told(lines)} lines`;
};

/**
 * Brings the schema up to date, fills in the demonstration plant if it is wanted, and sets the plant's clock going.
 *
 * @throws MillwrightError DATABASE_UNREACHABLE, DATABASE_NEWER, PLANT_IS_REAL.
 */
export const prepareDatabase = async ({
  databaseUrl,
  config,
  simulated,
  programs,
  note,
}: DatabaseSetup): Promise<PlantClockSetting> => {
  const { db, pool, close } = openDatabase(databaseUrl, { max: 2 });
  try {
    // Before anything is written, the schema included.
    if (config.DEMO) await requireDemoOrEmpty(db);
    const applied = await migrate(pool);
    if (applied.length > 0) note(`schema: ${applied.join(", ")}`);
    if (!config.DEMO) return realTime;
    const isNew = await seedDemoPlant(db, config.PLANT_SEED);
    const released = isNew ? await startDemoShift(db) : 0;
    await completeDemoPlant(db);
    if (isNew) {
      note(`demonstration plant: ${await plantSize(db)}`);
      note(`${released} jobs released by the shift before`);
    }
    const documents = await seedDemoDocuments(db);
    if (documents > 0) note(`${documents} demonstration documents`);
    if (simulated) {
      const repairs = await importRepairHistory(db, config.PLANT_SEED);
      const month = await seedDemoMonth(db, config.PLANT_SEED);
      if (month > 0) note(`${month.toLocaleString("en")} simulated events of the month before`);
      const tests = await importTestHistory(db, config.PLANT_SEED);
      if (tests > 0) note(`${tests.toLocaleString("en")} simulated tests of the month before`);
      const inspections = await importInspectionHistory(db, config.PLANT_SEED);
      if (inspections > 0)
        note(`${inspections.toLocaleString("en")} simulated inspections of the days before`);
      if (repairs > 0) note(`${repairs.toLocaleString("en")} simulated repairs of the months before`);
      const instructions = await writeDemoInstructions(db, createPlantDocuments(db, createKnowledge({ db })));
      if (instructions > 0) note(`${instructions} work instructions`);
      const playbooks = await writeDemoPlaybooks(db);
      if (playbooks > 0) note(`${playbooks} playbooks`);
      await writePrograms(db, programs);
    }
    return simulated ? await resumeClock(db, demoEpoch(), config.PLANT_SPEED) : await readClock(db);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const reason = error.message;
    throw new MillwrightError(
      "DATABASE_UNREACHABLE",
      { address: hostOf(databaseUrl), reason },
      { cause: error },
    );
  } finally {
    await close();
  }
};
