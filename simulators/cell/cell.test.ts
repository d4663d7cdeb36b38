import { expect, test } from "vitest";
import type { StepCommand, StepReport } from "../../services/protocols/cell/messages.ts";
import { createRandomStream } from "../engine/random.ts";
import { createVirtualScheduler } from "../engine/scheduler.ts";
import { createSimulatedCell } from "./cell.ts";
import { createInsert } from "./insert.ts";

const start = Date.parse("2026-11-02T08:00:00Z");
const build = (faultRate = 0, seed = 1) => {
  const scheduler = createVirtualScheduler(start);
  const reports: StepReport[] = [];
  const random = createRandomStream(seed, "cell");
  const cell = createSimulatedCell({
    scheduler,
    random,
    variation: 0.1,
    faultRate,
    insert: createInsert(createRandomStream(seed, "insert")),
    report: (report) => reports.push(report),
  });
  return { scheduler, reports, cell };
};
const carry = (commandId: string, more: Partial<StepCommand> = {}): StepCommand => ({
  command: "StoreAndStart",
  commandId,
  unit: "U1",
  step: "carry",
  kind: "carry",
  robots: ["AGV-C1"],
  from: "STORE",
  at: "TRAY-A",
  durationS: 30,
  ...more,
});
const said = (reports: readonly StepReport[]) =>
  reports.map(({ commandId, state }) => `${commandId} ${state}`);

test("a step is begun and ended; told twice it is done once and answered twice", () => {
  const { scheduler, reports, cell } = build();
  cell.command(carry("a"));
  cell.command(carry("a"));
  scheduler.runUntil(start + 120_000);
  cell.command(carry("a"));
  expect(said(reports)).toEqual(["a Running", "a Running", "a Ended", "a Ended"]);
  const seconds = (Date.parse(reports[2]!.time) - start) / 1_000;
  expect(seconds).toBeGreaterThan(15);
  expect(seconds).toBeLessThan(60);
});

test("what comes too late is neither begun nor answered; sent anew it is done", () => {
  const { scheduler, reports, cell } = build();
  const until = (ms: number) => ({ notAfter: new Date(start + ms).toISOString() });
  scheduler.runUntil(start + 20_000);
  cell.command(carry("a", until(15_000)));
  scheduler.runUntil(start + 120_000);
  expect(reports).toEqual([]);
  cell.command(carry("a", until(135_000)));
  scheduler.runUntil(start + 400_000);
  // Done already: however late it is asked, that is the answer.
  cell.command(carry("a", until(135_000)));
  expect(said(reports)).toEqual(["a Running", "a Ended", "a Ended"]);
});

test("what is called off stops and stays so, begun or not", () => {
  const { scheduler, reports, cell } = build();
  cell.command(carry("a"));
  cell.command(carry("a", { command: "Abort" }));
  cell.command(carry("b", { command: "Abort" }));
  cell.command(carry("b"));
  scheduler.runUntil(start + 120_000);
  expect(said(reports)).toEqual(["a Running", "a Aborted", "b Aborted", "b Aborted"]);
  expect(reports[1]!.reason).toBe("stopped");
});

test("faults come at the rate that is asked for, with a reason, and never from a tester", () => {
  const { scheduler, reports, cell } = build(0.3);
  for (let i = 0; i < 300; i++) cell.command(carry(`c${i}`));
  for (let i = 0; i < 100; i++) cell.command(carry(`t${i}`, { kind: "test", robots: [] }));
  scheduler.runUntil(start + 3_600_000);
  const aborted = reports.filter(({ state }) => state === "Aborted");
  expect(aborted.length).toBeGreaterThan(60);
  expect(aborted.length).toBeLessThan(120);
  expect(aborted.every(({ commandId, reason }) => commandId.startsWith("c") && reason)).toBe(true);
});

test("plugs go in as the learned search does, and a limit of force that is too low ends them", () => {
  const { scheduler, reports, cell } = build();
  for (let i = 0; i < 50; i++) cell.command(carry(`p${i}`, { kind: "plugOpticalModule", forceLimitN: 20 }));
  for (let i = 0; i < 20; i++) cell.command(carry(`w${i}`, { kind: "plugOpticalModule", forceLimitN: 1 }));
  scheduler.runUntil(start + 3_600_000);
  const ended = reports.filter(({ state }) => state === "Ended").map(({ commandId }) => commandId[0]);
  expect(ended.filter((letter) => letter === "p").length).toBeGreaterThanOrEqual(49);
  expect(ended).not.toContain("w");
  expect(
    reports.find(({ commandId, state }) => commandId.startsWith("w") && state === "Aborted")!.reason,
  ).toMatch(/^force [\d.]+ N$/);
});
