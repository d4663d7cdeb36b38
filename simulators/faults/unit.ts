import { createRandomStream, type RandomStream } from "../engine/random.ts";
import { familyOf } from "./families.ts";
import { type CauseModel, type FamilyModel, noFault, type StepModel } from "./model.ts";
import { wearOf } from "./wear.ts";

export interface UnitOrigin {
  readonly serial: string;
  readonly product: string;
  readonly line: string;
  readonly station: string;
  /** Plant time, ms: faults come in waves, such as that of a bad lot. */
  readonly time: number;
}

/** A unit that failed its test, with what is really wrong with it. */
export interface FaultyUnit extends UnitOrigin {
  readonly family: FamilyModel;
  readonly cause: CauseModel;
  readonly severity: number;
  /** The reading that a bad contact spoils. */
  readonly contact: StepModel;
  /** How the shift of each step differs from the cause's typical one, as a factor. */
  readonly spread: ReadonlyMap<string, number>;
}

export interface Reading {
  readonly step: string;
  readonly value: number;
  readonly unit: string;
  readonly expected: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly passed: boolean;
}

export interface TestRun {
  readonly station: string;
  readonly passed: boolean;
  readonly readings: readonly Reading[];
}

const dayMs = 86_400_000;
const waveMs = 12 * dayMs;
const mostFailures = 3;

const isYesOrNo = ({ sigma }: StepModel) => sigma === 0;
const round = (value: number) => Number(value.toPrecision(5));

/**
 * The faults of one plant: a seed fixes how its products, lines and weeks differ, and what is wrong with each serial
 * number. So the same unit is the same unit again after a restart.
 */
export const createPlantFaults = (seed: number) => {
  const habits = new Map<string, number>();
  /** A factor that belongs to a name for good, log-normal around 1. */
  const habit = (name: string, variation: number): number => {
    const known = habits.get(name);
    if (known !== undefined) return known;
    const value = createRandomStream(seed, name).logNormal(1, variation);
    habits.set(name, value);
    return value;
  };
  const offset = (name: string, sigma: number): number => Math.log(habit(name, sigma));

  const weightOf = ({ product, line, time }: UnitOrigin, { id, weight, soldering }: CauseModel): number => {
    const wave = Math.floor(time / waveMs);
    const burst = createRandomStream(seed, `wave/${wave}/${product}/${id}`).chance(0.04) ? 6 : 1;
    return (
      weight *
      habit(`share/${product}/${id}`, 0.7) *
      (soldering ? habit(`line/${line}/${id}`, 0.8) : 1) *
      burst
    );
  };

  /** What a sound unit measures, before its own noise: products differ and testers do, and what wears out drifts. In standard deviations. */
  const levelOf = (
    { product, station, time }: Pick<UnitOrigin, "product" | "station" | "time">,
    id: string,
  ) =>
    offset(`product/${product}/${id}`, 0.5) +
    offset(`station/${station}/${id}`, 0.4) +
    wearOf(station, id, time);

  const readingAs = ({ id, unit, nominal, lower, upper }: StepModel, measured: number): Reading => {
    const value = round(measured);
    return {
      ...{ step: id, value, unit, expected: nominal },
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
      passed: (lower === undefined || value >= lower) && (upper === undefined || value <= upper),
    };
  };

  const readingOf = (unit: FaultyUnit, step: StepModel, random: RandomStream, shows: boolean): Reading => {
    const { cause, severity, product, spread, contact } = unit;
    const { id, nominal, sigma, lower } = step;
    const shift = (cause.signature[id] ?? 0) * habit(`signature/${product}/${cause.id}/${id}`, 0.15);
    const own = shows ? shift * severity * (spread.get(id) ?? 1) : 0;
    // A bad contact costs level, or adds errors: towards the limit that is there.
    const spoiled =
      shows && cause.id === noFault && contact.id === id ? (lower === undefined ? 6.5 : -6.5) * severity : 0;
    if (isYesOrNo(step))
      return readingAs(step, random.chance(Math.min(1, Math.max(0, -(own + spoiled)))) ? 0 : nominal);
    return readingAs(step, nominal + sigma * (random.normal() + levelOf(unit, id) + own + spoiled));
  };

  /** A run of the test program on a unit with nothing wrong. */
  const soundRun = (origin: UnitOrigin, name: string): TestRun => {
    const family = familyOf(origin.product);
    if (!family) throw new RangeError(`no test is known for ${origin.product}`);
    const random = createRandomStream(seed, `run/${origin.serial}/${name}`);
    const readings = family.steps.map((step) =>
      readingAs(
        step,
        isYesOrNo(step)
          ? step.nominal
          : step.nominal + step.sigma * (random.normal() + levelOf(origin, step.id)),
      ),
    );
    return { station: origin.station, passed: readings.every(({ passed }) => passed), readings };
  };

  /**
   * One run of the test program; some stations end it with the third failure.
   *
   * @param share How probable it is that the fault shows.
   */
  const runOf = (unit: FaultyUnit, name: string, share: number): TestRun => {
    const random = createRandomStream(seed, `run/${unit.serial}/${name}`);
    const shows = random.chance(share);
    const stopsEarly = habit(`stops/${unit.station}`, 1) > 1;
    const readings: Reading[] = [];
    let failures = 0;
    for (const step of unit.family.steps) {
      const reading = readingOf(unit, step, random, shows);
      readings.push(reading);
      if (!reading.passed) failures += 1;
      if (stopsEarly && failures >= mostFailures) break;
    }
    return { station: unit.station, passed: failures === 0, readings };
  };

  const drawn = (origin: UnitOrigin, attempt: number): FaultyUnit => {
    const random = createRandomStream(seed, `unit/${origin.serial}/${attempt}`);
    const family = familyOf(origin.product);
    if (!family) throw new RangeError(`no faults are known for ${origin.product}`);
    const { causes } = family;
    const cause = causes[random.weighted(causes.map((each) => weightOf(origin, each)))]!;
    const measured = family.steps.filter((step) => !isYesOrNo(step));
    return {
      ...origin,
      family,
      cause,
      severity: random.logNormal(1, 0.35),
      contact: random.pick(measured as [StepModel, ...StepModel[]]),
      spread: new Map(family.steps.map(({ id }) => [id, Math.max(0, 1 + 0.25 * random.normal())])),
    };
  };

  return {
    /** A unit that fails, and the run in which it does. */
    failing: (origin: UnitOrigin): { unit: FaultyUnit; run: TestRun } => {
      // It shows in this run, or nobody would know of it. A fault that is too slight to fail the test is not met here.
      for (let attempt = 0; ; attempt += 1) {
        const unit = drawn(origin, attempt);
        const run = runOf(unit, `first/${attempt}`, 1);
        if (!run.passed) return { unit, run };
      }
    },
    /** The run in which a sound unit passes. */
    passing: (origin: UnitOrigin): TestRun => {
      for (let attempt = 0; ; attempt += 1) {
        const run = soundRun(origin, `sound/${attempt}`);
        if (run.passed) return run;
      }
    },
    /** Tests the unit again after so many repairs. */
    retest: (unit: FaultyUnit, attempt: number, fixed: boolean): TestRun =>
      runOf(unit, `again/${attempt}`, fixed ? 0 : 1 - unit.cause.intermittent),
    /** What a look at the unit finds. */
    check: (unit: FaultyUnit, checkId: string): boolean => {
      const check = unit.family.checks.find(({ id }) => id === checkId);
      if (!check) throw new RangeError(`no check ${checkId} for ${unit.product}`);
      const share = check.finds[unit.cause.id] ?? check.otherwise;
      return createRandomStream(seed, `check/${unit.serial}/${checkId}`).chance(share);
    },
    /** Whether an action takes the fault away. */
    isFixedBy: (unit: FaultyUnit, actionId: string, attempt: number): boolean =>
      unit.cause.action.id === actionId &&
      createRandomStream(seed, `fix/${unit.serial}/${attempt}`).chance(unit.cause.fixRate),
  };
};

export type PlantFaults = ReturnType<typeof createPlantFaults>;
