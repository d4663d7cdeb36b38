import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { sourcesOf } from "../runtime/metrics/catalogue.ts";
import { testKinds } from "../runtime/spoken/ids/testing.ts";
import type { Figure } from "./figures/ask.ts";
import type { FigureQuestion } from "./figures/read.ts";

/** That repairs are counted where the units were made, said of lines that only test them: their none is no good news. */
export const repairsElsewhere = async (
  db: Db,
  { metric, filter: { lines = [], kind } }: FigureQuestion,
  { value }: Figure,
): Promise<Bilingual> => {
  const none = { zh: "", en: "" };
  if (value || !sourcesOf(metric).includes("repairs") || (lines.length === 0 && kind === undefined))
    return none;
  const known = (await namesOfPlant(db)).lines;
  const kinds = kind ? [kind] : lines.map((line) => known.find(({ id }) => id === line)?.process);
  const testing = testKinds(known);
  if (kinds.some((process) => !process || !testing.has(process))) return none;
  const [asked] = lines.length === 1 ? lines : kinds;
  return {
    zh: `维修记在做出单元的产线上；在测试台上测不过的，请问“${asked} 主要挂在哪个测试”。`,
    en: ` Repairs are counted at the line that made the unit; ask “which test fails most at ${asked}” for what fails there.`,
  };
};
