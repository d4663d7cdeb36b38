import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chartedOf } from "../../agents/analyst/capability/charted.ts";
import { studyOf } from "../../agents/analyst/capability/study.ts";
import { capabilityOf } from "../../agents/analyst/statistics/capability.ts";
import { momentsOf } from "../../agents/analyst/statistics/moments.ts";
import { dayMs, hourMs } from "../../services/core/zone.ts";
import { applyUnitsTested } from "../../services/mes/commands/unit-tested.ts";
import { refreshMeasured } from "../../services/mes/figures/measured.ts";
import { tidy } from "../../services/mes/retention/keep-tidy.ts";
import { unitsTested } from "../../services/protocols/cfx/units.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

const product = "RRU-5201";
const step = "TX_PWR";
const begins = Date.parse("2026-10-01T00:00:00Z");
const week = { from: new Date(begins), to: new Date(begins + 7 * dayMs) };

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

interface Told {
  readonly station?: string;
  readonly at: number;
  readonly result?: "Passed" | "Failed";
  /** When each unit's test ended, where it is not when the message was sent. */
  readonly ended?: readonly number[];
  readonly limits?: object;
}
let sent = 0;
/** A tester's word of units that it measured at once. */
const tell = (
  units: Readonly<Record<string, number>>,
  { station = "FT-1", at, result = "Passed", ended, limits }: Told,
) => {
  sent += 1;
  const body = unitsTested.parse({
    RecipeName: product,
    TestedUnits: Object.entries(units).map(([serial, value], index) => ({
      UnitIdentifier: serial,
      UnitPositionNumber: index + 1,
      OverallResult: result,
      Tests: [
        {
          ...{ UniqueIdentifier: `${serial}/1`, TestName: step, Result: result },
          ...(ended ? { TestEndTime: new Date(ended[index]!).toISOString() } : {}),
          Measurements: [
            {
              MeasurementName: step,
              Result: result,
              MeasuredValue: {
                ...{ Value: value, ValueUnits: "dBm" },
                ...(limits ?? { MinimumAcceptableValue: 41.8, MaximumAcceptableValue: 44.2 }),
              },
            },
          ],
        },
      ],
    })),
  });
  const message = { messageId: `m/${sent}`, station, time: new Date(at), tested: body, simulated: false };
  return plant.db.transaction().execute((tx) => applyUnitsTested(tx, message));
};

/** Values about 43 that are the same every time. */
const values = (count: number, seed = 1): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Number((43 + (state / 2_147_483_648 - 0.5)).toFixed(3));
  });
};
const measure = async (
  own: readonly number[],
  { station = "FT-1", from = begins, everyMs = hourMs / 4, name = "C" } = {},
) => {
  for (const [index, value] of own.entries())
    await tell({ [`${name}-${station}-${index}`]: value }, { station, at: from + index * everyMs });
};

test("units that pass are measured too, and their capability is that of their values as they stand", async () => {
  const [one, other] = [values(120), values(40, 9)];
  await measure(one);
  await measure(other, { station: "FT-2" });
  const { together, apart } = await studyOf(plant.db, { ...week, product, step });
  expect(together).toHaveLength(1);
  const [at] = apart.filter(({ station }) => station === "FT-1");
  const limits = { lower: 41.8, upper: 44.2 };
  const naive = capabilityOf(momentsOf(one)!, limits);
  expect(at).toMatchObject({ ...limits, unit: "dBm", outside: 0, limitsChanged: false });
  expect(at!.capability.values).toBe(120);
  expect(at!.capability.mean).toBeCloseTo(naive.mean, 9);
  expect(at!.capability.ppk!.value).toBeCloseTo(naive.ppk!.value, 9);
  // The last value of an hour and the first of the next are neighbours too.
  expect(at!.capability.cpk!.value).toBeCloseTo(naive.cpk!.value, 9);
  expect(together[0]!.capability.ppk!.value).toBeCloseTo(
    capabilityOf(momentsOf([...one, ...other])!, limits).ppk!.value,
    9,
  );
});

test("a unit that comes back from repair counts by its first test, also where that is told last", async () => {
  const at = begins + 3 * dayMs;
  await tell({ "BACK-1": 43.1 }, { at });
  await refreshMeasured(plant.db);
  // The test before it comes late: it failed.
  await tell({ "BACK-1": 40 }, { at: at - 2 * hourMs, result: "Failed" });
  const { together } = await studyOf(plant.db, {
    from: new Date(at - 3 * hourMs),
    to: new Date(at + hourMs),
    product,
    step,
  });
  expect(together[0]).toMatchObject({ outside: 1, least: 40, greatest: 40 });
  expect(together[0]!.capability).toMatchObject({ values: 1, none: "too-few" });
});

test("units of one message are in the order in which they were tested; those of a fixture are a subgroup", async () => {
  const at = begins + 20 * dayMs;
  await tell({ "O-1": 43.1, "O-2": 43.2 }, { at, ended: [at - 1_000, at - 60_000] });
  // A clock that is ahead is not followed, nor is the year 1 of a controller that has none.
  await tell({ "O-3": 43.3 }, { at: at + 60_000, ended: [at + dayMs] });
  await tell({ "O-4": 43.4 }, { at: at + 90_000, ended: [Date.parse("0001-01-01T00:00:00Z")] });
  const stretch = { from: new Date(at - hourMs), to: new Date(at + hourMs), product, step };
  const ordered = await chartedOf(plant.db, stretch);
  expect(ordered!.values.map(({ unit_id }) => unit_id)).toEqual(["O-2", "O-1", "O-3", "O-4"]);
  expect(ordered!.chart).toBeUndefined();
  const own = values(60, 4);
  const from = begins + 30 * dayMs;
  for (let index = 0; index < own.length; index += 4) {
    const four = own.slice(index, index + 4).map((value, nest) => [`F-${index + nest}`, value] as const);
    await tell(Object.fromEntries(four), { at: from + index * 60_000, station: "FT-3" });
  }
  const fixture = await chartedOf(plant.db, {
    from: new Date(from),
    to: new Date(from + dayMs),
    product,
    step,
  });
  expect(fixture!.chart).toMatchObject({ kind: "means", size: 4 });
  expect(fixture!.chart!.points).toHaveLength(15);
  const sizes = await chartedOf(
    plant.db,
    { from: new Date(from), to: new Date(from + dayMs), product, step },
    1,
  );
  expect(sizes!.chart).toMatchObject({ kind: "individuals" });
});

test("a level that moved is a drift, one that did not is none; its chart marks where", async () => {
  const from = begins + 40 * dayMs;
  const drifting = values(160, 3).map((value, at) => (at < 120 ? value : value - 0.6));
  await measure(drifting, { from, station: "FT-4", everyMs: hourMs / 2, name: "D" });
  await measure(values(160, 5), { from, station: "FT-3", everyMs: hourMs / 2, name: "D" });
  const stretch = { from: new Date(from), to: new Date(from + 80 * hourMs), product, step };
  const { apart } = await studyOf(plant.db, stretch);
  expect(apart.filter(({ drift }) => drift).map(({ station }) => station)).toEqual(["FT-4"]);
  expect(apart.find(({ station }) => station === "FT-4")!.drift!.shift).toBeLessThan(-1.5);
  // Without a tester the one that has moved is looked at.
  const charted = await chartedOf(plant.db, stretch);
  expect(charted!.characteristic.station).toBe("FT-4");
  const broken = charted!.chart!.points.flatMap(({ nelson }, at) => (nelson.includes(2) ? [at] : []));
  expect(broken.some((at) => at >= 120)).toBe(true);
});

test("limits that changed are told, and those of the latest test count", async () => {
  const from = begins + 50 * dayMs;
  for (const [index, value] of values(12).entries())
    await tell(
      { [`L-${index}`]: value },
      {
        at: from + index * hourMs,
        limits: index < 6 ? { MaximumAcceptableValue: 44 } : { MaximumAcceptableValue: 45 },
      },
    );
  const { together } = await studyOf(plant.db, {
    from: new Date(from),
    to: new Date(from + dayMs),
    product,
    step,
  });
  expect(together[0]).toMatchObject({ lower: undefined, upper: 45, limitsChanged: true });
  expect(together[0]!.capability.cp).toBeUndefined();
});

test("what passed tests measured long ago is removed, and its capability is told all the same", async () => {
  const count = async (result: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from unit_measurement m join unit_test t on t.id = m.test_id
      where t.result = ${result} and t.time < ${new Date(begins + 10 * dayMs)}`.execute(plant.db);
    return rows[0]!.count;
  };
  const before = await studyOf(plant.db, { ...week, product, step });
  const failed = await count("Failed");
  await refreshMeasured(plant.db);
  const now = new Date(begins + 110 * dayMs);
  const kept = { plans: 0, chat: 0, messages: 0, measurements: 100 };
  expect((await tidy(plant.db, kept, now)).measurements).toBeGreaterThan(100);
  expect([await count("Passed"), await count("Failed")]).toEqual([0, failed]);
  // A test of then that comes now takes nothing away.
  await tell({ "LATE-1": 43 }, { at: begins + hourMs });
  expect(await studyOf(plant.db, { ...week, product, step })).toEqual(before);
  expect((await tidy(plant.db, kept, now)).measurements).toBe(0);
});
