import { ganttPage } from "../gantt.ts";
import { plan } from "../index.ts";
import { withPrevious } from "../pareto.ts";
import type { Plan } from "../plan.ts";
import { planToJson } from "../plan-json.ts";
import type { Problem } from "../problem.ts";
import { withLapsed } from "../repair/lapsed.ts";
import { type Command, exitCode, type Given, type Output, shared } from "./command.ts";
import { print, readPlanFile, readProblemFile, timesOf, writeText } from "./files.ts";
import { createSearchProgress } from "./progress.ts";
import { reportOf, tellReport } from "./report.ts";

/** Writes what the command line asks for of a plan. */
export const writePlan = async (given: Given, problem: Problem, found: Plan): Promise<void> => {
  const [out, html] = [given.text("out"), given.text("html")];
  if (out) await writeText(out, `${JSON.stringify(planToJson(found), null, 2)}\n`);
  if (html) await writeText(html, ganttPage(problem, found, { start: given.text("start") }));
};

/** Ends a search at the first Ctrl-C, with the best plan so far; a second one ends the process. */
export const stopOnInterrupt = ({
  note,
}: Output): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController();
  const stop = () => {
    note("\nstopping with the best plan so far\n");
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
};

export const solve: Command = {
  name: "",
  files: ["PROBLEM"],
  help: "Plans the problem, verifies the plan and tells how good it is. Ctrl-C ends the search with the best plan so far.",
  options: {
    ...shared,
    previous: { value: "PLAN", help: "a plan before this one, from which the objective's change counts" },
  },
  run: async (given) => {
    const before = given.text("previous");
    const read = await readProblemFile(given.files[0]!);
    let problem = before ? withPrevious(read, (await readPlanFile(before)).plan) : read;
    const times = timesOf(given);
    const iterations = given.text("iterations");
    const progress = createSearchProgress(given.output);
    const { signal, release } = stopOnInterrupt(given.output);
    const found = await plan(problem, {
      budgetMs: given.number("seconds", 10) * 1_000,
      seed: given.whole("seed", 1),
      ...(iterations === undefined ? {} : { iterations: given.whole("iterations", 0) }),
      onImprovement: progress.improvement,
      onLapsed: (keys) => {
        problem = withLapsed(problem, keys);
      },
      signal,
    }).finally(release);
    progress.end();
    const report = reportOf(problem, found);
    await writePlan(given, problem, found);
    print(given, report, () => tellReport(report, problem, found, times));
    return report.violations.length === 0 ? exitCode.done : exitCode.broken;
  },
};
