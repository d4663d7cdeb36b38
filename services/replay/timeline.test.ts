import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReplayEvent } from "./event.ts";
import { lineFigures, onTimeOf, overlap, sumOfFigures } from "./figures.ts";
import { lanesOf } from "./lanes.ts";
import { marksOf } from "./marks.ts";
import { countAnew, emptyPlant, foldInto, jobAt } from "./plant.ts";
import { createStream } from "./some-events.ts";
import { createTimeline } from "./timeline.ts";

const minute = 60_000;
const hour = 60 * minute;

/** A plant of three lines that take jobs, make pieces, break down and are mended; the same seed, the same day. */
const randomDay = fc
  .array(
    fc.record({
      line: fc.nat(2),
      step: fc.nat(7),
      what: fc.constantFrom("release", "run", "progress", "end", "down", "set-up", "approve", "vehicle"),
      good: fc.nat(30),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    const { event, state, released, report, transport } = createStream();
    const events: ReplayEvent[] = [];
    let at = 0;
    let number = 0;
    const jobs = [0, 0, 0];
    for (const { line, step, what, good } of steps) {
      at += step;
      const name = `SMT-${line + 1}`;
      if (what === "release") {
        jobs[line] = ++number;
        events.push(released(String(number), name, at), transport("ordered", String(number), at));
      }
      const job = String(jobs[line]);
      if (what === "run") events.push(state(name, at, 1100), report("running", job, name, at, "Running"));
      if (what === "progress") events.push(report("progress", job, name, at, "Running", good));
      if (what === "end")
        events.push(
          state(name, at, 2202),
          report("completed", job, name, at, "Ended", 50, 1),
          event("order.completed", at, { work_order: `WO-${job}` }),
        );
      if (what === "down") events.push(state(name, at, 5300, "jam"));
      if (what === "set-up") events.push(state(name, at, 4500));
      if (what === "approve") events.push(event("approval.approved", at, { tool_call: "c" }));
      if (what === "vehicle")
        events.push(event("vehicle.state", at, { vehicle: "AGV-01" }, { driving: true, battery: good }));
    }
    return events;
  });

const foldedUpTo = (before: readonly ReplayEvent[], events: readonly ReplayEvent[], time: number) => {
  const plant = emptyPlant();
  for (const event of before) foldInto(plant, event);
  countAnew(plant);
  for (const event of events) if (event.time <= time) foldInto(plant, event);
  return plant;
};

test("a seek to any moment, in any order, gives what a fold from the beginning gives", () => {
  fc.assert(
    fc.property(
      randomDay,
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.nat(100),
      (events, every, seeks, cut) => {
        const from = cut * minute;
        const before = events.filter(({ time }) => time < from);
        const rest = events.filter(({ time }) => time >= from);
        const timeline = createTimeline({ before, events: rest, from, to: 500 * minute }, every);
        for (const seek of seeks)
          expect(timeline.at(seek * minute)).toEqual(foldedUpTo(before, rest, seek * minute));
      },
    ),
    { seed: 1, numRuns: 150 },
  );
});

test("spans of a line follow each other, and running spans add up to its production time", () => {
  fc.assert(
    fc.property(randomDay, (events) => {
      const to = 500 * minute;
      const timeline = createTimeline({ before: [], events, from: 0, to }, 7);
      for (const [line, lane] of lanesOf(timeline)) {
        lane.forEach((span, index) => {
          expect(span.to).toBeGreaterThan(span.from);
          if (index > 0) expect(span.from).toBe(lane[index - 1]!.to);
        });
        const running = lane
          .filter(({ code }) => code === 1100)
          .reduce((sum, span) => sum + span.to - span.from, 0);
        expect(lineFigures(timeline.at(to), line, { lane, busy: [{ from: 0, to }] }, 0, to).apt).toBe(
          running,
        );
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

test("figures are of the stretch alone, by the formulas of ISO 22400-2", () => {
  const { state, released, report, event } = createStream();
  const before = [
    state("SMT-1", 0, 1100),
    released("1", "SMT-1", 0),
    report("running", "1", "SMT-1", 0, "Running"),
    report("progress", "1", "SMT-1", 50, "Running", 60, 0),
  ];
  const events = [
    report("progress", "1", "SMT-1", 70, "Running", 80, 2),
    state("SMT-1", 90, 5300, "jam"),
    state("SMT-1", 100, 4500),
    state("SMT-1", 110, 1100),
    report("completed", "1", "SMT-1", 120, "Ended", 95, 5),
    event("order.completed", 120, { work_order: "WO-1" }),
    state("SMT-1", 120, 2202),
  ];
  const [from, to] = [hour, 3 * hour];
  const timeline = createTimeline({ before, events, from, to });
  const record = { lane: lanesOf(timeline).get("SMT-1")!, busy: [{ from: 0, to: 115 * minute }] };
  const figures = lineFigures(timeline.at(to), "SMT-1", record, from, to);
  expect(figures).toMatchObject({
    pbt: 55 * minute,
    apt: 35 * minute,
    aust: 10 * minute,
    adet: 10 * minute,
    aubt: 55 * minute,
    // The shift was over, the line went on: that is told, and makes it no better.
    beside: 5 * minute,
    gq: 35,
    sq: 5,
    availability: 35 / 55,
    allocation: 1,
    utilisation: 35 / 55,
    setupRate: 10 / 45,
    quality: 35 / 40,
  });
  // At a moment within, only what had happened by then.
  expect(lineFigures(timeline.at(95 * minute), "SMT-1", record, from, 95 * minute)).toMatchObject({
    pbt: 35 * minute,
    apt: 30 * minute,
    adet: 5 * minute,
    gq: 20,
  });
  expect(
    lineFigures(timeline.at(to), "SMT-9", { lane: [], busy: [] }, from, to).availability,
  ).toBeUndefined();
  expect(sumOfFigures([figures, figures])).toMatchObject({
    pbt: 110 * minute,
    availability: 35 / 55,
    gq: 70,
  });
  expect(
    overlap(
      [
        { from: 0, to: 10 },
        { from: 20, to: 30 },
      ],
      5,
      25,
    ),
  ).toBe(10);
  expect(timeline.at(to).counts).toMatchObject({ breakdowns: 1, completed: 1, released: 0 });
  const due = (at: number) => new Map([["WO-1", at]]);
  expect(onTimeOf(timeline.at(to), due(2 * hour), from)).toEqual({ completed: 1, onTime: 1 });
  expect(onTimeOf(timeline.at(to), due(hour), from)).toEqual({ completed: 1, onTime: 0 });
  expect(onTimeOf(timeline.at(90 * minute), due(hour), from)).toEqual({ completed: 0, onTime: 0 });
});

test("a line has one job in hand, and takes up another that is at work when that one ends", () => {
  const { released, report } = createStream();
  const plant = emptyPlant();
  const hand = (...events: ReplayEvent[]) => {
    for (const event of events) foldInto(plant, event);
    return jobAt(plant, "BI-1")?.id;
  };
  expect(hand(released("1", "BI-1", 0), released("2", "BI-1", 0))).toBeUndefined();
  expect(hand(report("running", "1", "BI-1", 1, "Running"))).toBe("JO-1");
  expect(hand(report("running", "2", "BI-1", 2, "Running"))).toBe("JO-1");
  expect(hand(report("suspended", "1", "BI-1", 3, "Interrupted"))).toBe("JO-1");
  expect(hand(report("completed", "1", "BI-1", 4, "Ended"))).toBe("JO-2");
  expect(hand(report("completed", "2", "BI-1", 5, "Ended"))).toBeUndefined();
});

test("what stands out is marked, the rest is not", () => {
  const { state, event } = createStream();
  const marks = marksOf({
    before: [],
    events: [
      state("SMT-1", 1, 1100),
      state("SMT-1", 2, 5300),
      event("plant.disrupted", 3, { equipment: "SMT-1" }),
      event("approval.rejected", 4, { tool_call: "c" }),
      event("plan.created", 5, { plan: "PLAN-2" }, { version: 2 }),
      event("plan.proposed", 6, { plan: "PLAN-2" }),
      event("order.completed", 7, { work_order: "WO-1" }),
    ],
  });
  expect(marks.map(({ kind }) => kind)).toEqual(["breakdown", "disruption", "approval", "plan", "completed"]);
});

test("a breakdown counts once, whatever reasons are told of it and though the connection is lost meanwhile", () => {
  const { state } = createStream();
  const before = [state("SMT-2", 1, 5300), state("SMT-2", 2, null)];
  const events = [
    state("SMT-1", 10, 5300),
    state("SMT-1", 12, 5300, "FEEDER"),
    state("SMT-2", 13, 5300, "HEAD"),
    state("SMT-1", 20, null),
    state("SMT-1", 30, 5300, "FEEDER"),
    state("SMT-1", 40, 1100),
    state("SMT-1", 50, 5300, "FEEDER"),
  ];
  const stretch = { before, events, from: 5 * minute, to: hour };
  expect(createTimeline(stretch).at(hour).counts.breakdowns).toBe(2);
  expect(marksOf(stretch).map(({ time }) => time / minute)).toEqual([10, 50]);
});

test("a hundred thousand events are sought through by folding at most what lies between two snapshots", () => {
  const { state, report } = createStream();
  const events = Array.from({ length: 100_000 }, (_, index) =>
    index % 2
      ? state(`SMT-${index % 14}`, index, index % 3 ? 1100 : 2202)
      : report("progress", String(index % 300), `SMT-${index % 14}`, index, "Running", index % 100),
  );
  let read = 0;
  const counted = new Proxy(events, {
    get: (target, name) => {
      if (typeof name === "string" && /^\d+$/.test(name)) read += 1;
      return Reflect.get(target, name);
    },
  });
  const timeline = createTimeline({ before: [], events: counted, from: 0, to: 1e12 });
  for (const minutes of [99_999, 3, 50_000, 50_100, 49_000, 1]) {
    read = 0;
    timeline.at(minutes * minute);
    expect(read).toBeLessThan(600);
  }
});

test("a stretch of 5,000 jobs is read at once, however many there are on record", () => {
  const { released, report } = createStream();
  const ids = Array.from({ length: 5_000 }, (_, at) => `${at}`);
  const lineOf = (id: string) => `BI-${Number(id) % 12}`;
  const before = ids.map((id) => released(id, lineOf(id), 0));
  const events = ids.flatMap((id, at) => [
    report("running", id, lineOf(id), at + 1, "Running"),
    report("completed", id, lineOf(id), at + 1.5, "Ended", 100),
  ]);
  const began = performance.now();
  const timeline = createTimeline({ before, events, from: 0, to: 6_000 * 60_000 });
  // A fifth of a second; ten when the end of each job went through all of them.
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(jobAt(timeline.at(5_000 * 60_000), lineOf("4999"))?.id).toBe("JO-4999");
});
