import { createRandomStream } from "../engine/random.ts";
import { type CauseModel, noFault } from "./model.ts";
import type { FaultyUnit, PlantFaults, TestRun, UnitOrigin } from "./unit.ts";

/** One repair as a technician wrote it down. */
export interface WrittenRepair {
  readonly attempt: number;
  readonly time: number;
  /** What the technician took it for; the truth as a rule, once the unit passes. */
  readonly cause: string;
  readonly action: string;
  readonly minutes: number;
  /** What the looks at the unit found. */
  readonly findings: Readonly<Record<string, boolean>>;
  readonly result: "Repaired" | "NotReproduced" | "Scrapped";
  /** The test run before it, and the one after; none after a scrapped unit. */
  readonly before: TestRun;
  readonly after: TestRun | undefined;
}

export interface WrittenCase {
  readonly unit: FaultyUnit;
  readonly time: number;
  readonly repairs: readonly WrittenRepair[];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const mostAttempts = 4;
const carelessness = 0.03;
const again = 0.12;

/** How well a fault explains a run, as a technician who knows the board would guess it. */
const suspicion = ({ signature, weight, id }: CauseModel, run: TestRun): number => {
  const failed = run.readings.filter(({ passed }) => !passed);
  if (id === noFault) return failed.length === 1 ? weight * 0.3 : weight * 0.02;
  const explained = failed.filter(
    ({ step, value, expected }) => (signature[step] ?? 0) * (value - expected) > 0,
  ).length;
  const missed = Object.entries(signature).filter(
    ([step, shift]) => Math.abs(shift) > 7 && !failed.some((reading) => reading.step === step),
  ).length;
  return weight * (0.05 + explained / failed.length) ** 3 * 0.3 ** missed;
};

/**
 * How technicians without an expert repair a unit and what they write down: looks now and then, guesses from what failed
 * and what is common, tries until the test passes, and now and then a wrong word in the record.
 */
const repairByHand = (
  plant: PlantFaults,
  seed: number,
  unit: FaultyUnit,
  first: TestRun,
  time: number,
): WrittenCase => {
  const random = createRandomStream(seed, `hand/${unit.serial}`);
  const { causes, checks } = unit.family;
  const tried = new Set<string>();
  const repairs: WrittenRepair[] = [];
  let before = first;
  let now = time;
  for (let attempt = 1; ; attempt += 1) {
    const findings: Record<string, boolean> = {};
    for (const { id } of checks) if (random.chance(0.22)) findings[id] = plant.check(unit, id);
    const weights = causes.map((cause) => {
      // A joint that is still bad may be done again, but something else is tried first.
      let guess = suspicion(cause, before) * (tried.has(cause.id) ? again : 1);
      for (const [id, found] of Object.entries(findings)) {
        const check = checks.find((each) => each.id === id)!;
        const share = check.finds[cause.id] ?? check.otherwise;
        guess *= found ? share : 1 - share;
      }
      return guess;
    });
    const guessed = causes[random.weighted(weights)]!;
    tried.add(guessed.id);
    const looks = Object.keys(findings).reduce(
      (sum, id) => sum + checks.find((each) => each.id === id)!.minutes,
      0,
    );
    const minutes = Math.round(random.logNormal(guessed.action.minutes + looks, 0.25));
    now += (30 + minutes) * minuteMs;
    const fixed = plant.isFixedBy(unit, guessed.action.id, attempt);
    const after = plant.retest(unit, attempt, fixed);
    const written =
      after.passed && random.chance(carelessness)
        ? causes[random.weighted(causes.map((each) => each.weight))]!
        : guessed;
    const givesUp = !after.passed && attempt >= mostAttempts;
    const entry = {
      attempt,
      time: now,
      cause: written.id,
      action: guessed.action.id,
      minutes,
      findings,
      before,
      after,
      result: written.id === noFault ? ("NotReproduced" as const) : ("Repaired" as const),
    };
    repairs.push(entry);
    if (givesUp) {
      repairs.push({
        ...entry,
        attempt: attempt + 1,
        time: now + 10 * minuteMs,
        findings: {},
        minutes: 10,
        before: after,
        after: undefined,
        result: "Scrapped",
      });
      break;
    }
    if (after.passed && (fixed || unit.cause.id === noFault)) break;
    // It only did not show: it is back within days.
    if (after.passed) now += Math.round(random.exponential(3) * dayMs);
    before = after.passed ? plant.retest(unit, attempt + 100, false) : after;
    if (before.passed) break;
  }
  return { unit, time, repairs };
};

export interface HistorySpan {
  readonly count: number;
  /** Plant time, ms. */
  readonly until: number;
  readonly days: number;
  readonly products: readonly [string, ...string[]];
  readonly lines: readonly [string, ...string[]];
  readonly stations: readonly [string, ...string[]];
}

const firstSerial = 26_000_000;

/** Where the unit of a number comes from, and when it failed. */
export const originOf = (
  seed: number,
  { count, until, days, products, lines, stations }: HistorySpan,
  index: number,
): UnitOrigin => {
  const random = createRandomStream(seed, `origin/${index}`);
  return {
    serial: `SN-${firstSerial + index + 1}`,
    product: random.pick(products),
    line: random.pick(lines),
    station: random.pick(stations),
    time: Math.round(until - (days * dayMs * (count - index)) / count),
  };
};

/** The number of a unit of the history; undefined for a serial number that is none of its. */
export const indexOf = (serial: string, { count }: Pick<HistorySpan, "count">): number | undefined => {
  const index = Number(/^SN-(\d{8})$/.exec(serial)?.[1] ?? Number.NaN) - firstSerial - 1;
  return index >= 0 && index < count ? index : undefined;
};

/** Units that failed, one after the other over the days before `until`, each with its repairs. */
export function* historyOf(plant: PlantFaults, seed: number, span: HistorySpan): Generator<WrittenCase> {
  for (let index = 0; index < span.count; index += 1) {
    const origin = originOf(seed, span, index);
    const { unit, run } = plant.failing(origin);
    yield repairByHand(plant, seed, unit, run, origin.time);
  }
}
