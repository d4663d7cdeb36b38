import { expect, test } from "vitest";
import { createCellSearch } from "../../optimizer/cell/search.ts";
import { verifyCell } from "../../optimizer/cell/verify.ts";
import { createFastRandom } from "../../optimizer/shop/random.ts";
import { buildCell } from "../../services/protocols/cell/demo-cell.ts";
import { demoRecipes } from "../../services/protocols/cell/demo-recipes.ts";
import type { StepCommand } from "../../services/protocols/cell/messages.ts";
import { dependencyGraph } from "./dependency-graph.ts";
import { buildCellModel, type CellSituation } from "./problem.ts";
import {
  type CellRun,
  command,
  continueWith,
  isFinished,
  nextTurn,
  type Outcome,
  releasable,
  report,
  reset,
  situationOf,
  stop,
  stuck,
  unanswered,
} from "./run.ts";

const cell = buildCell("TC-1", { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 }, [
  "FX-BOARD",
  "FX-BOARD",
  "FX-SERVER",
]);
const recipes = demoRecipes.slice(1);
const wanted = Array.from({ length: 5 }, (_, u) => ({ id: `U${u + 1}`, product: recipes[u % 2]!.product }));

const planned = (situation: CellSituation = {}) => {
  const model = buildCellModel({ cell, recipes }, wanted, situation);
  const plan = createCellSearch(model.problem, 1).best()!;
  return {
    model,
    plan,
    run: { id: "R1", steps: dependencyGraph(model, plan), progress: {} } satisfies CellRun,
  };
};

/** A cell that takes longer or shorter than planned, answers a command once however often it is sent, and may fail one. */
const simulate = (
  start: CellRun,
  seed: number,
  fails: (message: StepCommand) => boolean = () => false,
  from = 0,
) => {
  const random = createFastRandom(seed);
  const acted = new Map<string, number>();
  const coming: Outcome[] = [];
  let [run, now] = [start, from];
  const send = (message: StepCommand) => {
    acted.set(message.commandId, (acted.get(message.commandId) ?? 0) + 1);
    if (acted.get(message.commandId)! > 1) return;
    const delay = random.below(4);
    const takes = Math.max(1, Math.round(message.durationS * (0.7 + random.below(120) / 100)));
    coming.push({ commandId: message.commandId, state: "Running", at: now + delay });
    coming.push({
      commandId: message.commandId,
      state: fails(message) ? "Aborted" : "Ended",
      at: now + delay + takes,
    });
  };
  const sent: StepCommand[] = [];
  for (let guard = 0; guard < 5_000; guard++) {
    for (const step of releasable(run, now)) {
      const given = command(run, step);
      run = given.run;
      sent.push(given.message);
      send(given.message);
      // A crash after the command: it is sent again.
      if (random.below(3) === 0 && unanswered(run).includes(given.message.commandId)) send(given.message);
    }
    coming.sort((a, b) => a.at - b.at || (a.state === "Running" ? -1 : 1));
    const turn = nextTurn(run, now);
    const next = coming[0];
    if (!next && turn === undefined) break;
    if (turn !== undefined && (!next || turn < next.at)) {
      now = turn;
      continue;
    }
    coming.shift();
    now = Math.max(now, next!.at);
    run = report(run, next!);
    if (random.below(4) === 0) run = report(run, next!);
  }
  return { run, now, sent, acted };
};

test("however long the steps take, the plan runs to its end, each step once, and no rule of the cell is broken", () => {
  const { model, plan, run: start } = planned();
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { run, sent } = simulate(start, seed);
    expect(isFinished(run)).toBe(true);
    expect(new Set(sent.map(({ commandId }) => commandId)).size).toBe(start.steps.length);
    const happened = {
      ...model.problem,
      // What comes late may come too late for a longest lag: that is the recipe's to judge, not the order's.
      lags: model.problem.lags.map(({ from, to, min }) => ({ from, to, min })),
      tasks: model.problem.tasks.map((task, t) => {
        const { startedAt, endedAt } = run.progress[task.id]!;
        return {
          ...task,
          frozen: { mode: plan.modes[t]!, start: startedAt!, duration: endedAt! - startedAt! },
        };
      }),
    };
    const starts = happened.tasks.map(({ frozen }) => frozen.start);
    expect(verifyCell(happened, { ...plan, starts })).toEqual([]);
  }
});

test("an emergency stop releases nothing until a person resets it", () => {
  const { run } = planned();
  const stopped = stop(run, "E-stop");
  expect(releasable(run, 60).length).toBeGreaterThan(0);
  expect(releasable(stopped, 10_000)).toEqual([]);
  expect(releasable(stop(stopped, "again"), 60)).toEqual([]);
  expect(releasable(reset(stopped), 60)).toEqual(releasable(run, 60));
});

test("reports that come twice, late or from nobody change nothing", () => {
  const { run } = planned();
  const { run: told, message } = command(run, releasable(run, 60)[0]!);
  const outcome = (state: Outcome["state"], at: number) => ({ commandId: message.commandId, state, at });
  const ended = report(report(told, outcome("Running", 1)), outcome("Ended", 9));
  expect(report(ended, outcome("Ended", 12))).toBe(ended);
  expect(report(ended, outcome("Running", 12))).toBe(ended);
  expect(report(ended, { ...outcome("Ended", 12), commandId: "R1/U9/load/1" })).toBe(ended);
  expect(unanswered(told)).toEqual([message.commandId]);
  expect(unanswered(ended)).toEqual([]);
});

test("a step that fails is tried once more, then the rest is planned anew without that arm", () => {
  const { run: start } = planned();
  const doomed = start.steps.find(({ step }) => step.kind === "plugOpticalModule")!;
  const { run, now, sent } = simulate(start, 3, ({ unit, step }) => `${unit}/${step}` === doomed.id);
  expect(sent.filter(({ unit, step }) => `${unit}/${step}` === doomed.id)).toHaveLength(2);
  expect(stuck(run).map(({ id }) => id)).toEqual([doomed.id]);
  const again = planned(situationOf(run, now, new Set(doomed.robots)));
  expect(verifyCell(again.model.problem, again.plan)).toEqual([]);
  const other = again.run.steps.find(({ id }) => id === doomed.id)!;
  expect(other.robots).not.toEqual(doomed.robots);
  expect(other.at).toBe(doomed.at);
  const rest = simulate(continueWith(run, again.run.steps), 4, undefined, now);
  expect(isFinished(rest.run)).toBe(true);
  const ids = [...sent, ...rest.sent].map(({ commandId }) => commandId);
  expect(new Set(ids).size).toBe(ids.length);
});
