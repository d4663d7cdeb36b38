import { expect, test } from "vitest";
import { type JobCommand, type JobResponse, jobResponse } from "../../services/protocols/job-control/job.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { createRandomStream } from "../engine/random.ts";
import { createVirtualScheduler } from "../engine/scheduler.ts";
import { demoPlant, type LineModel } from "../plant.ts";
import { createLine, type LineState } from "./line.ts";

const start = Date.parse("2026-11-02T00:00:00Z");
const hour = 3_600_000;
const steady: LineModel = { ...demoPlant.lines[0]!, meanTimeBetweenFailuresH: 1e9 };

const command = (id: string, changes: Partial<JobCommand> = {}): JobCommand => ({
  command: "StoreAndStart",
  commandId: `start-${id}`,
  jobOrderId: id,
  workOrderId: "WO-1",
  workMasterId: "WM-1",
  segment: 10,
  materialId: "RRU-5201",
  quantity: 50,
  cycleTimeS: 20,
  batchSize: 1,
  setupTimeS: 600,
  setupFamily: "A",
  made: { good: 0, scrap: 0 },
  ...changes,
});

const run = (model: LineModel, seed = 1) => {
  const scheduler = createVirtualScheduler(start);
  const states: (LineState & { at: number })[] = [];
  const reports: JobResponse[] = [];
  const line = createLine({
    model,
    scheduler,
    random: (source) => createRandomStream(seed, source),
    reportEveryMs: 60_000,
    output: {
      state: (state) => states.push({ ...state, at: scheduler.now() }),
      report: (report) => reports.push(report),
    },
  });
  return { scheduler, line, states, reports };
};

test("a job is set up, run, and ends with every unit accounted for", () => {
  const { scheduler, line, states, reports } = run(steady);
  line.command(command("JO-1"));
  scheduler.runUntil(start + hour);
  const last = reports.at(-1)!;
  expect(last).toMatchObject({ jobOrderId: "JO-1", state: "Ended" });
  expect(last.good + last.scrap).toBe(50);
  expect(states.map((state) => state.code)).toEqual([
    stationState.setup,
    stationState.running,
    stationState.starved,
  ]);
  for (const report of reports) expect(jobResponse.parse(report)).toEqual(report);
  const minutes = (Date.parse(last.endTime!) - Date.parse(last.startTime!)) / 60_000;
  expect(minutes).toBeGreaterThan(14);
  expect(minutes).toBeLessThan(20);
});

test("the same family needs no second set-up", () => {
  const { scheduler, line, states } = run(steady);
  line.command(command("JO-1"));
  line.command(command("JO-2"));
  scheduler.runUntil(start + 2 * hour);
  expect(states.filter((state) => state.code === stationState.setup)).toHaveLength(1);
});

test("a repeated command starts nothing twice", () => {
  const { scheduler, line, reports } = run(steady);
  line.command(command("JO-1"));
  line.command(command("JO-1"));
  line.command(command("JO-1", { commandId: "another" }));
  scheduler.runUntil(start + 5 * hour);
  expect(reports.filter((report) => report.state === "Ended")).toHaveLength(1);
});

test("a breakdown interrupts the job, which goes on after the repair", () => {
  const fragile: LineModel = { ...steady, meanTimeBetweenFailuresH: 0.05, meanTimeToRepairH: 0.2 };
  const { scheduler, line, states, reports } = run(fragile);
  line.command(command("JO-1"));
  scheduler.runUntil(start + 48 * hour);
  expect(states.some((state) => state.code === stationState.down && state.reason !== "")).toBe(true);
  expect(reports.some((report) => report.state === "Interrupted")).toBe(true);
  expect(reports.at(-1)?.state).toBe("Ended");
});

test("a paused job waits for resume, an aborted one gives way to the next", () => {
  const { scheduler, line, reports } = run(steady);
  line.command(command("JO-1"));
  line.command(command("JO-2"));
  scheduler.runUntil(start + 0.4 * hour);
  line.command(command("JO-1", { command: "Pause", commandId: "p" }));
  const seen = reports.length;
  scheduler.runUntil(start + 3 * hour);
  expect(reports).toHaveLength(seen);
  line.command(command("JO-1", { command: "Abort", commandId: "a" }));
  scheduler.runUntil(start + 6 * hour);
  expect(reports.find((report) => report.state === "Aborted")?.jobOrderId).toBe("JO-1");
  expect(reports.at(-1)).toMatchObject({ jobOrderId: "JO-2", state: "Ended" });
});

test("the same seed gives the same day, another seed another", () => {
  const day = (seed: number) => {
    const { scheduler, line, reports } = run(demoPlant.lines[1]!, seed);
    for (let job = 0; job < 20; job += 1) line.command(command(`JO-${job}`));
    scheduler.runUntil(start + 24 * hour);
    return JSON.stringify(reports);
  };
  expect(day(1)).toBe(day(1));
  expect(day(1)).not.toBe(day(2));
});

test("a line that starts broken down runs its job once repaired", () => {
  const { scheduler, line, reports } = run({ ...steady, initiallyDownH: 6 });
  expect(line.state().code).toBe(stationState.down);
  line.command(command("JO-1"));
  scheduler.runUntil(start + 12 * hour);
  expect(Date.parse(reports.at(-1)!.startTime!)).toBeGreaterThanOrEqual(start + 6 * hour);
});

test("a line that has forgotten a job goes on from the pieces that were made", () => {
  const { scheduler, line, reports } = run(steady);
  line.command(command("JO-1", { made: { good: 40, scrap: 1 } }));
  scheduler.runUntil(start + hour);
  const last = reports.at(-1)!;
  expect(last.state).toBe("Ended");
  expect(last.good + last.scrap).toBe(50);
  expect(Date.parse(last.endTime!) - Date.parse(last.startTime!)).toBeLessThan(15 * 20_000);
});
