import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { stepLimits, testSteps } from "../../services/mes/queries/test-steps.ts";
import { type ActionTold, actionOf, nameOf } from "./diagnose.ts";
import type { Measurement, Symptoms } from "./expert/case.ts";
import type { RepairKnowledge } from "./knowledge.ts";
import { symptomWords } from "./symptom-words.ts";

/** So far outside, as a share of the distance between its limits, a step is taken to be that somebody calls failed. */
const beyond = 0.5;

export interface SymptomCause {
  readonly id: string;
  readonly name: Bilingual;
  readonly action: ActionTold | undefined;
  /** 0 to 1, given that something is wrong with the unit: those of all causes add up to 1. */
  readonly probability: number;
  /** Repairs of this cause that were learnt, of the family. */
  readonly cases: number;
}

export interface SymptomFindings {
  readonly family: string;
  /** Other families with such a step. */
  readonly others: readonly string[];
  /** Steps that the words are about. */
  readonly steps: readonly {
    readonly step: string;
    readonly name: Bilingual;
    readonly side: "low" | "high";
  }[];
  /** The most probable first. */
  readonly causes: readonly SymptomCause[];
  readonly learnt: number;
}

export interface Said {
  readonly text: string;
  readonly product?: string | undefined;
  readonly family?: string | undefined;
  /** Where it was tested. */
  readonly station?: string | undefined;
}

/** A value on the side of a step's limits that the words say; where only the other side has a limit, beyond that one. */
const outside = (
  {
    step,
    lower,
    upper,
  }: { readonly step: string; readonly lower: number | null; readonly upper: number | null },
  side: "low" | "high",
): Measurement => {
  const width = lower !== null && upper !== null ? upper - lower : Math.abs(upper ?? lower ?? 1) || 1;
  const isLow = lower !== null && (side === "low" || upper === null);
  const value = isLow ? lower - beyond * width : (upper ?? 1) + beyond * width;
  return { step, value, ...(lower === null ? {} : { lower }), ...(upper === null ? {} : { upper }) };
};

/** Test steps that the words of a symptom are about, each with the side of its limits that they say. */
const stepsMeant = async (db: Db, text: string) => {
  const words = symptomWords.filter(({ said }) => said.test(text));
  if (words.length === 0) return [];
  return (await testSteps(db)).flatMap((one) => {
    const word = words.find(({ step }) => step.test(one.name_zh) || step.test(one.name_en));
    return word ? [{ ...one, side: word.side }] : [];
  });
};

/** Families whose test steps measure what the words say, with the names of those steps. */
export const measuredElsewhere = async (
  db: Db,
  text: string,
): Promise<readonly { readonly family: string; readonly name: Bilingual }[]> =>
  (await stepsMeant(db, text)).map(({ family, name_zh: zh, name_en: en }) => ({ family, name: { zh, en } }));

/**
 * What may be wrong with a unit of which only the symptom is told, by what the repair expert has learnt of units that failed
 * so; undefined where no test step of the plant, or of the family that is named, measures what the words say.
 */
export const findBySymptom = async (
  db: Db,
  knowledge: RepairKnowledge,
  { text, product, family: wanted, station }: Said,
): Promise<SymptomFindings | undefined> => {
  const [measured, { model, catalogues }] = await Promise.all([stepsMeant(db, text), knowledge.current()]);
  const families = [...Map.groupBy(measured, ({ family }) => family)]
    .map(([family, those]) => ({ family, those, cases: casesOf(model, catalogues, family) }))
    .filter(({ family }) => model.catalogueOf(family))
    .sort((a, b) => b.those.length - a.those.length || b.cases - a.cases || a.family.localeCompare(b.family));
  // What is said of one family is not told of another, whose parts and limits are others.
  const chosen = wanted ? families.find(({ family }) => family === wanted) : families[0];
  if (!chosen) return undefined;
  const { family, those } = chosen;
  const limits = new Map((await stepLimits(db, family)).map((row) => [row.step, row]));
  const symptoms: Symptoms = {
    product: product ?? "",
    family,
    station,
    measurements: those.map(({ step, side }) =>
      outside(
        { step, lower: limits.get(step)?.lower_limit ?? null, upper: limits.get(step)?.upper_limit ?? null },
        side,
      ),
    ),
  };
  const faults = [...model.posterior({ symptoms })].flatMap(([id, probability]) => {
    const row = catalogues.causes.find((cause) => cause.family === family && cause.cause_id === id);
    return row && !row.no_fault ? [{ id, row, probability }] : [];
  });
  const all = faults.reduce((sum, { probability }) => sum + probability, 0);
  const causes = faults.map(({ id, row, probability }): SymptomCause => {
    const { family: cases } = model.casesOf(id, symptoms);
    const action = actionOf(catalogues, family, id);
    return { id, name: nameOf(row), action, probability: probability / all, cases };
  });
  return {
    family,
    others: families.map((one) => one.family).filter((one) => one !== family),
    steps: those.map(({ step, name_zh: zh, name_en: en, side }) => ({ step, name: { zh, en }, side })),
    causes: causes.toSorted((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1)),
    learnt: model.size,
  };
};

type Known = Awaited<ReturnType<RepairKnowledge["current"]>>;

/** Repairs of a family that were learnt. */
const casesOf = (model: Known["model"], catalogues: Known["catalogues"], family: string): number =>
  catalogues.causes
    .filter((row) => row.family === family)
    .reduce((sum, row) => sum + model.casesOf(row.cause_id, { product: "", family }).family, 0);
