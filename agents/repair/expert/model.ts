import type { Catalogue, Findings, RepairCase, Symptoms } from "./case.ts";
import { NestedCounts } from "./counts.ts";
import { levelOf, levels, positionOf, shareLevel, shareLevels } from "./level.ts";
import { createNearCases, type NearCase } from "./near.ts";
import { combined, fitExponents, type Weighed } from "./temper.ts";

/** What is known of a unit: how it failed, what looks at it found, and what was repaired in vain. */
export interface Known {
  readonly symptoms: Symptoms;
  readonly findings?: Findings;
  /** Causes that were repaired already, after which it failed again; the same one may stand twice. */
  readonly before?: readonly string[];
}

/** Causes of a family and how probable each is; they sum to 1. */
export type Posterior = ReadonlyMap<string, number>;

/** A reading as the model counts it: the step, and the level or name that it came to. */
type Reading = readonly [step: string, value: string];

/** Cases that the estimate of the group around counts for. */
const concentration = { prior: 6, step: 10, place: 8, finding: 3 } as const;
/** Places that a line or a tester may be: what a new one is compared with. */
const mostPlaces = 12;
/** Cases that are left out one by one to see how far each source of evidence can be trusted. */
const sample = 400;
const fewestToFit = 30;
/** Exponents of levels, pattern and near cases until there are cases enough to fit them. */
const firstExponents = [0.4, 0.3, 0.4] as const;
const neighbours = 15;
/** Votes that the common causes have beside the neighbours'. */
const priorVotes = 1;

const levelsOf = ({ measurements }: Symptoms): Reading[] =>
  measurements.map((measurement) => [measurement.step, String(levelOf(measurement))]);

/** A fault is stronger in one unit than in another; how its steps stand to each other stays. */
const patternOf = ({ measurements }: Symptoms): Reading[] => {
  const positions = measurements.map((measurement) => Math.max(-9, Math.min(9, positionOf(measurement))));
  const largest = Math.max(1e-9, ...positions.map(Math.abs));
  return measurements.map(({ step }, index) => [`${step}/`, String(shareLevel(positions[index]! / largest))]);
};

const placesOf = ({ line, station }: Symptoms): Reading[] => [
  ...(line ? [["@line", line] as const] : []),
  ...(station ? [["@station", station] as const] : []),
];

const normalised = (causes: readonly string[], logs: readonly number[]): Posterior => {
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return new Map(causes.map((cause, index) => [cause, weights[index]! / sum]));
};

/**
 * A Bayesian classifier over causes, kept as counts: P(cause | all) is proportional to P(cause | product) times the
 * likelihood of every reading, place and finding, each with nested Dirichlet smoothing from product to family to all
 * families, so that a product that is new borrows from its like. What was measured counts three ways: each step's level
 * between its limits, its share of the run's largest deviation, and the causes of the cases that failed most alike.
 * Readings of one unit are not independent, as the plain product takes them to be, and the three overlap: each one's
 * log-likelihood is tempered by an exponent, and these are fitted together to the log loss of cases left out one by one
 * (a logarithmic opinion pool; Genest and Zidek 1986), which is what makes the probabilities mean what they say.
 * Repairs in vain count by how often a repair of that cause does not last. A case is learnt, or taken back, at once.
 */
export const createRepairModel = (catalogues: readonly Catalogue[]) => {
  const byFamily = new Map(catalogues.map((catalogue) => [catalogue.family, catalogue]));
  const cases = new Map<string, RepairCase>();
  const mostCauses = Math.max(1, ...catalogues.map(({ causes }) => causes.length));
  const priors = new NestedCounts(concentration.prior, mostCauses);
  const steps = new NestedCounts(concentration.step, levels);
  const patterns = new NestedCounts(concentration.step, shareLevels);
  const near = createNearCases();
  const places = new NestedCounts(concentration.place, mostPlaces);
  const findings = new NestedCounts(concentration.finding, 2);
  const repairs = new NestedCounts(2, 2);
  let exponents: readonly number[] = firstExponents;
  let fittedAt = 0;

  const priorPath = (product: string, family: string) => ["all", `f ${family}`, `p ${product}`];
  const stepPath = (step: string, cause: string, { product, family }: Symptoms) => [
    step,
    `${step}|${cause}`,
    `${step}|${cause}|${family}`,
    `${step}|${cause}|${product}`,
  ];
  const placePath = (kind: string, cause: string) => [kind, `${kind}|${cause}`];
  const findingPath = (check: string, cause: string) => [check, `${check}|${cause}`];
  const lastsPath = (cause: string) => ["all", cause];

  const count = ({ symptoms, findings: found, cause, before }: RepairCase, weight: number) => {
    priors.add(priorPath(symptoms.product, symptoms.family), cause, weight);
    for (const [step, level] of levelsOf(symptoms)) steps.add(stepPath(step, cause, symptoms), level, weight);
    for (const [step, share] of patternOf(symptoms))
      patterns.add(stepPath(step, cause, symptoms), share, weight);
    for (const [kind, place] of placesOf(symptoms)) places.add(placePath(kind, cause), place, weight);
    for (const [check, is] of Object.entries(found))
      findings.add(findingPath(check, cause), String(is), weight);
    repairs.add(lastsPath(cause), "lasts", weight);
    for (const tried of before) if (tried === cause) repairs.add(lastsPath(cause), "fails", weight);
  };

  /** Share of repairs of a cause that last, where it was the cause. */
  const lasts = (cause: string) => repairs.probability(lastsPath(cause), "lasts");
  const finds = (check: string, cause: string) => findings.probability(findingPath(check, cause), "true");

  const likelihoods = (counts: NestedCounts, readings: readonly Reading[], cause: string, of: Symptoms) =>
    readings.reduce(
      (sum, [step, value]) => sum + Math.log(counts.probability(stepPath(step, cause, of), value)),
      0,
    );

  /** Log-weights by cause of everything that is known. */
  const weigh = (
    { symptoms, findings: found = {}, before = [] }: Known,
    causes: readonly string[],
    except?: string,
  ): Omit<Weighed, "truth"> => {
    const [levelled, pattern, where] = [levelsOf(symptoms), patternOf(symptoms), placesOf(symptoms)];
    const path = priorPath(symptoms.product, symptoms.family);
    const shares = causes.map((cause) => priors.probability(path, cause));
    const fixed = causes.map((cause, index) => {
      let log = Math.log(shares[index]!);
      for (const [kind, place] of where) log += Math.log(places.probability(placePath(kind, cause), place));
      for (const [check, is] of Object.entries(found)) {
        const share = finds(check, cause);
        log += Math.log(is ? share : 1 - share);
      }
      for (const tried of before) if (tried === cause) log += Math.log(1 - lasts(cause));
      return log;
    });
    const alike = near.nearest(symptoms, neighbours, except);
    const votes = causes.map(
      (cause, index) => alike.filter((one) => one.cause === cause).length + priorVotes * shares[index]!,
    );
    return {
      fixed,
      sources: [
        causes.map((cause) => likelihoods(steps, levelled, cause, symptoms)),
        causes.map((cause) => likelihoods(patterns, pattern, cause, symptoms)),
        // A vote is a share of the cases, which the prior has counted already.
        votes.map((vote, index) => Math.log(vote / (alike.length + priorVotes) / shares[index]!)),
      ],
    };
  };

  /** Fits the exponents anew when there are a tenth more cases than at the last time. */
  const refit = () => {
    if (cases.size < fewestToFit || cases.size < fittedAt * 1.1) return;
    fittedAt = cases.size;
    const weighed = [...cases.values()].slice(-sample).flatMap((one): Weighed[] => {
      const causes = byFamily.get(one.symptoms.family)?.causes ?? [];
      const truth = causes.indexOf(one.cause);
      if (truth < 0) return [];
      count(one, -1);
      // What was found and repaired in vain is left out here: it is the measurements that are tempered.
      const weights = weigh({ symptoms: one.symptoms }, causes, one.id);
      count(one, 1);
      return [{ ...weights, truth }];
    });
    exponents = fitExponents(weighed, exponents);
  };

  const forget = (id: string): void => {
    const known = cases.get(id);
    if (!known) return;
    count(known, -1);
    near.remove(known);
    cases.delete(id);
  };

  return {
    /** Learns a labelled repair; one of the same id is replaced. */
    learn: (one: RepairCase): void => {
      forget(one.id);
      cases.set(one.id, one);
      near.add(one);
      count(one, 1);
    },
    forget,
    /** @returns no causes for a family without a catalogue. */
    posterior: (known: Known): Posterior => {
      const causes = byFamily.get(known.symptoms.family)?.causes ?? [];
      if (causes.length === 0) return new Map();
      refit();
      return normalised(causes, combined(weigh(known, causes), exponents));
    },
    /** P(the check finds something | cause). */
    finds,
    lasts,
    catalogueOf: (family: string): Catalogue | undefined => byFamily.get(family),
    /** Cases with this cause: of the product, and of its whole family. */
    casesOf: (cause: string, { product, family }: Pick<Symptoms, "product" | "family">) => ({
      product: priors.countOf(`p ${product}`, cause),
      family: priors.countOf(`f ${family}`, cause),
    }),
    /** Cases that failed most like this, nearest first. */
    alike: (symptoms: Symptoms, most: number): NearCase[] => near.nearest(symptoms, most),
    get size() {
      return cases.size;
    },
  };
};

export type RepairModel = ReturnType<typeof createRepairModel>;
