import { expect, test } from "vitest";
import { createCellSearch } from "../../optimizer/cell/search.ts";
import { demoCell } from "../../services/protocols/cell/demo.ts";
import { abortedByCommand } from "../../services/protocols/cell/messages.ts";
import { abortOf, advance, type Told } from "./advance.ts";
import { dependencyGraph } from "./dependency-graph.ts";
import { planRun } from "./plan-run.ts";
import { buildCellModel } from "./problem.ts";
import { type CellRun, continueWith, overdueS, situationOf, unanswered } from "./run.ts";
import { mountedIn } from "./set-ups.ts";

const startedAt = new Date("2026-11-02T08:00:00Z");
const at = (seconds: number) => new Date(startedAt.getTime() + seconds * 1_000);
const units = [
  { id: "U1", product: "BBU-V9200" },
  { id: "U2", product: "BBU-V9200" },
];
const begin = (situation = {}): CellRun => {
  const model = buildCellModel(demoCell(), units, situation);
  const plan = createCellSearch(model.problem, 1).best()!;
  return { id: "CELLRUN-1", steps: dependencyGraph(model, plan), progress: {} };
};
const told = (seconds: number, more: Partial<Told> = {}): Told => ({
  reports: [],
  setUps: [],
  stopped: null,
  startedAt,
  now: at(seconds),
  ...more,
});
const reportOf = (
  commandId: string,
  state: "Running" | "Ended" | "Aborted",
  seconds: number,
  reason?: string,
) => ({
  command_id: commandId,
  state,
  reason: reason ?? null,
  time: at(seconds),
});
/** Plays until a command of the step is given; everything else ends when it is told to begin. */
const playTo = (run: CellRun, wanted: string) => {
  let seconds = 0;
  let reports: ReturnType<typeof reportOf>[] = [];
  for (let guard = 0; guard < 500; guard++) {
    const found = advance(run, told(seconds, { reports }));
    run = found.run;
    const command = found.commands.find(({ unit, step }) => `${unit}/${step}` === wanted);
    if (command) return { run, command, seconds };
    reports = found.commands.flatMap(({ commandId }) => [
      reportOf(commandId, "Running", seconds),
      reportOf(commandId, "Ended", seconds),
    ]);
    if (reports.length === 0) seconds = found.next ?? seconds;
  }
  throw new Error(`${wanted} never had its turn`);
};

test("a step that waits for a fixture is not begun before a person has mounted it", () => {
  const run = begin();
  const first = advance(run, told(1_000)).commands[0]!;
  const step = `${first.unit}/${first.step}`;
  const setUp = { step, at: "TEST-A1", what: "FX-BOARD", instead: null, doneAt: null, doneBy: null };
  const ids = (told: Told) => advance(run, told).commands.map(({ commandId }) => commandId);
  expect(ids(told(1_000, { setUps: [setUp] }))).not.toContain(first.commandId);
  expect(
    ids(told(1_000, { setUps: [{ ...setUp, doneAt: at(5).toISOString(), doneBy: "liu.yang" }] })),
  ).toContain(first.commandId);
});

test("while the cell is held nothing begins, and what was told to begin is not called off; afterwards it goes on", () => {
  const run = begin();
  const held = advance(run, told(1_000, { held: true }));
  expect([held.commands, held.aborts]).toEqual([[], []]);
  expect(advance(held.run, told(1_001)).commands).toEqual(advance(run, told(1_001)).commands);
});

test("a stop calls off what is open, once, and begins nothing; afterwards what was called off is tried as if anew", () => {
  const { run, commands } = advance(begin(), told(1_000));
  const stopped = advance(run, told(1_001, { stopped: "gate open" }));
  expect(stopped.aborts).toEqual(unanswered(run));
  expect(stopped.commands).toEqual([]);
  const again = advance(stopped.run, told(1_002, { stopped: "gate open" }));
  expect([again.aborts, again.commands]).toEqual([[], []]);
  const { commandId } = commands[0]!;
  expect(abortOf(run, commandId)).toMatchObject({ command: "Abort", commandId });
  const reports = [reportOf(commandId, "Aborted", 1_003, abortedByCommand)];
  const on = advance(again.run, told(1_010, { reports }));
  expect(on.commands.map((each) => each.commandId)).toContain(commandId.replace(/\d+$/, "2"));
  expect(on.robotsOut).toEqual([]);
});

test("when a step has failed for good nothing more is begun by the old plan, and what was told to begin keeps its robot in the new one", () => {
  const { run: before, command, seconds } = playTo(begin(), "U1/load");
  // The other vehicle or arm is on its way, and nobody has heard of it yet.
  const open = unanswered(before).filter((id) => id !== command.commandId);
  const once = advance(
    before,
    told(seconds + 1, { reports: [reportOf(command.commandId, "Aborted", seconds + 1, "x")] }),
  );
  const retry = once.commands.find(({ unit, step }) => `${unit}/${step}` === "U1/load")!;
  const twice = advance(
    once.run,
    told(seconds + 2, { reports: [reportOf(retry.commandId, "Aborted", seconds + 2, "x")] }),
  );
  expect(twice.robotsOut).toEqual(command.robots);
  expect(twice.commands).toEqual([]);
  const situation = situationOf(twice.run, seconds + 2, new Set(twice.robotsOut));
  expect(
    situation.begun!.every(({ start, duration }) => Number.isInteger(start) && Number.isInteger(duration)),
  ).toBe(true);
  const after = continueWith(twice.run, begin(situation).steps);
  const robotsOf = (run: CellRun, id: string) =>
    run.steps.find((step) => id.startsWith(`${run.id}/${step.id}/`))!.robots;
  for (const id of [...open, ...unanswered(twice.run)])
    expect(robotsOf(after, id)).toEqual(robotsOf(twice.run, id));
  expect(after.steps.find(({ id }) => id === "U1/load")!.robots).not.toEqual(command.robots);
});

test("a tester whose test fails twice is out: nothing else can be tested there, and the unit in it cannot be ended", async () => {
  const { run: before, command, seconds } = playTo(begin(), "U1/test");
  expect(command.robots).toEqual([]);
  const once = advance(
    before,
    told(seconds, { reports: [reportOf(command.commandId, "Aborted", seconds, "no power")] }),
  );
  const retry = once.commands.find(({ step }) => step === "test")!;
  const twice = advance(
    once.run,
    told(seconds, { reports: [reportOf(retry.commandId, "Aborted", seconds, "no power")] }),
  );
  expect(twice.robotsOut).toEqual([command.at]);
  const out = new Set(twice.robotsOut);
  const situation = situationOf(twice.run, Math.ceil(seconds), out);
  const description = demoCell();
  const planning = { budgetMs: 200, seed: 1 };
  await expect(
    planRun(description, units, mountedIn(description), planning, situation),
  ).rejects.toMatchObject({
    code: "CELL_CANNOT",
  });
});

test("a report from a clock that is ahead counts as of now; what begins later than its recipe allows is told", () => {
  const { run: before, command, seconds } = playTo(begin(), "U1/test");
  const ahead = reportOf(command.commandId, "Running", seconds + 9_000);
  const { run } = advance(before, told(seconds + 500, { reports: [ahead] }));
  expect(run.progress["U1/test"]!.startedAt).toBe(seconds + 500);
  // Warm for 120 s after the last plug, and begun after more than 500 s.
  expect(overdueS(run, "U1/test")).toBeGreaterThan(300);
  expect(overdueS(run, "U1/load")).toBe(0);
});

test("what is too late for a longest lag goes on all the same when the rest is planned anew", async () => {
  const { run, seconds } = playTo(begin(), "U1/test");
  const { "U1/test": _, ...progress } = run.progress;
  const description = demoCell();
  const late = Math.ceil(seconds) + 1_000;
  const { steps } = await planRun(
    description,
    units,
    mountedIn(description),
    { budgetMs: 200, seed: 1 },
    situationOf({ ...run, progress }, late),
  );
  expect(steps.find(({ id }) => id === "U1/test")!.start).toBeGreaterThanOrEqual(late);
});
