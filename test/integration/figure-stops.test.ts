import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { longestStops } from "../../agents/analyst/figures/proof.ts";
import { stopRemark } from "../../agents/analyst/figures/tell.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { applyLineState, applyPresence } from "../../services/mes/commands/line-state.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { refreshFigures } from "../../services/mes/figures/refresh.ts";
import { eventsBefore } from "../../services/mes/queries/stretch.ts";
import { amountsOf, formulas, loadPlant, partsOf } from "../bench/ask/naive.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const at = (text: string) => new Date(`2026-${text}+08:00`);
const [from, to] = [at("12-01T00:00"), at("12-04T00:00")];

const figure = (metric: MetricId, line: string, more: object = {}) =>
  askFigure(plant.db, { metric, from, to, filter: { lines: [line] }, ...more });

test("a line that tells its reason late, twice, or after its connection was lost has failed once", async () => {
  const { db } = plant;
  for (const [time, code, reason] of [
    ["12-01T08:00", 1100, ""],
    ["12-01T22:30", 5300, ""],
    ["12-01T22:32", 5300, "FEEDER"],
    ["12-01T23:10", null, ""],
    ["12-01T23:40", 5300, "HEAD"],
    ["12-02T00:30", 1100, ""],
    ["12-02T09:00", 5300, "FEEDER"],
    ["12-02T09:20", 1100, ""],
  ] as const)
    await db
      .transaction()
      .execute((tx) =>
        (code === null ? applyPresence : applyLineState)(tx, "SMT-1", { code, reason, time: at(time) }),
      );
  expect((await figure("failures", "SMT-1")).value).toBe(2);
  expect((await figure("mttr", "SMT-1")).value).toBeCloseTo((120 + 20) / 2, 9);
  // A stop over midnight fails on the day on which it began; its repair is of the day on which it ended, in one piece.
  const values = async (metric: MetricId) =>
    (await figure(metric, "SMT-1", { split: "day" })).parts.map(({ value }) => value);
  expect(await values("failures")).toEqual([1, 1, 0]);
  expect(await values("mttr")).toEqual([undefined, 70, undefined]);
  const { parts } = await figure("failures", "SMT-1", { split: "reason" });
  expect(parts.map(({ key, value }) => [key, value])).toEqual([
    ["FEEDER", 1],
    ["HEAD", 1],
  ]);
});

test("the longest stop is told whole, or as far as it lies in the stretch with when it had begun", async () => {
  const { db } = plant;
  const [longest, other] = await longestStops(db, { from, to }, { lines: ["SMT-1"] });
  expect(longest).toMatchObject({ since: at("12-01T22:30"), minutes: 120, reason: "HEAD" });
  expect(other).toMatchObject({ minutes: 20 });
  expect(stopRemark(longest!)).toEqual({ zh: "HEAD", en: "HEAD" });
  const [cut] = await longestStops(
    db,
    { from: at("12-02T00:00"), to },
    { lines: ["SMT-1"], reason: "unknown" },
  );
  expect(cut).toMatchObject({ from: at("12-02T00:00"), to: at("12-02T00:30"), minutes: 30 });
  expect(stopRemark(cut!).en).toMatch(/^HEAD, down since .*22:30$/);
});

test("a line that was off as a stretch began is known to have been down before", async () => {
  const events = await eventsBefore(plant.db, { from: at("12-01T23:20"), to });
  const codes = events
    .filter(({ type, objects }) => type === "equipment.state" && objects[0]?.id === "SMT-1")
    .map(({ attributes }) => attributes["code"]);
  expect(codes).toEqual([5300, null]);
});

/** What a line tells in three days, in the order of its time, and an order in which that comes. */
const told = fc.array(
  fc.record({
    minutes: fc.nat(180),
    code: fc.constantFrom(1100, 5300, 5300, 5300, null, 2202),
    reason: fc.constantFrom("", "", "FEEDER", "HEAD"),
    turn: fc.nat(5),
  }),
  { minLength: 1, maxLength: 40 },
);

test("whatever a line tells, and in whatever order it comes, its stops are those of a second, naive reckoning", async () => {
  const { db } = plant;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(told, async (states) => {
      run += 1;
      const line = "SMT-2";
      // Each run has days of its own, after a state that ends what was before.
      const begin = at("12-05T00:00").getTime() + run * 6 * 86_400_000;
      let time = begin;
      const events = states.map(({ minutes, code, reason, turn }, index) => {
        time += minutes * 60_000;
        return {
          turn,
          event: {
            id: `stops-${run}-${index}`,
            type: "equipment.state",
            time: new Date(time),
            source: "test",
            objects: [{ id: line, type: "equipment", qualifier: "line" }],
            attributes: { code, reason: code === 5300 ? reason : "" },
          },
        };
      });
      const up = {
        ...events[0]!.event,
        id: `stops-${run}-up`,
        time: new Date(begin - 60_000),
        attributes: { code: 1100, reason: "" },
      };
      await appendEvents(db, [up]);
      for (let turn = 0; turn <= 5; turn += 1) {
        await appendEvents(
          db,
          events.filter((one) => one.turn === turn).map(({ event }) => event),
        );
        await refreshFigures(db);
      }
      const naive = await loadPlant(db);
      const asked = { from: begin, to: begin + 5 * 86_400_000, lines: [line] };
      const stretch = { from: new Date(asked.from), to: new Date(asked.to) };
      for (const metric of ["failures", "mttr", "mtbf", "downtime"] as const) {
        const { value } = await figure(metric, line, stretch);
        const meant = formulas[metric]!(amountsOf(naive, asked));
        if (meant === undefined) expect(value, metric).toBeUndefined();
        else expect(value, metric).toBeCloseTo(meant, 6);
      }
      const { parts } = await figure("failures", line, { ...stretch, split: "day" });
      expect(parts.map(({ value }) => value)).toEqual(
        partsOf(naive, "day", asked).map(([, own]) => amountsOf(naive, own).failures),
      );
    }),
    { seed: 7, numRuns: 25 },
  );
});
