import { parse } from "node:path";
import { kpisOf } from "../kpi.ts";
import { type Alternative, paretoPlans } from "../pareto.ts";
import { planToJson } from "../plan-json.ts";
import type { Problem } from "../problem.ts";
import { withLapsed } from "../repair/lapsed.ts";
import { verify } from "../verify/verify.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { print, readProblemFile, writeText } from "./files.ts";
import { stopOnInterrupt } from "./solve.ts";

/** plan.json becomes plan.1.json, plan.2.json. */
const numbered = (file: string, number: number): string => {
  const { dir, name, ext } = parse(file);
  return `${dir ? `${dir}/` : ""}${name}.${number}${ext}`;
};

const lineOf = (problem: Problem, { favours, plan }: Alternative, index: number): string => {
  const { tardiness, setup, energy, flow, opened } = plan.terms;
  const figures = [
    `objective ${plan.objective.toFixed(2)}`,
    `${kpisOf(problem, plan).lateOrders} late`,
    `${tardiness.toFixed(1)} weighted h of lateness`,
    `${setup.toFixed(1)} h of set-up`,
    ...(energy > 0 ? [`${energy.toFixed(0)} of energy`] : []),
    `${flow.toFixed(1)} h of flow`,
    `${opened.toFixed(1)} h opened`,
  ];
  return `${index + 1}  ${(favours ?? "as weighted").padEnd(12)} ${figures.join(", ")}`;
};

export const chooseFrom: Command = {
  name: "pareto",
  files: ["PROBLEM"],
  help: "A few plans to choose from: one by the problem's own weights, and others that are better in one term, none of them worse than another in all. --out plan.json writes plan.1.json and so on.",
  options: {
    json: shared.json,
    seconds: { value: "N", help: "time for all of them together (20)" },
    seed: shared.seed,
    iterations: shared.iterations,
    out: { value: "FILE", help: "write the plans, each with its number" },
  },
  run: async (given) => {
    let problem = await readProblemFile(given.files[0]!);
    const iterations = given.text("iterations");
    const { signal, release } = stopOnInterrupt(given.output);
    const found = await paretoPlans(problem, {
      budgetMs: given.number("seconds", 20) * 1_000,
      seed: given.whole("seed", 1),
      ...(iterations === undefined ? {} : { iterations: given.whole("iterations", 0) }),
      onLapsed: (keys) => {
        problem = withLapsed(problem, keys);
      },
      signal,
    }).finally(release);
    const out = given.text("out");
    if (out)
      for (const [index, { plan }] of found.entries())
        await writeText(numbered(out, index + 1), `${JSON.stringify(planToJson(plan), null, 2)}\n`);
    const violations = found.flatMap(({ plan }) => verify(problem, plan));
    const answer = found.map(({ favours, plan }) => ({
      favours: favours ?? null,
      objective: plan.objective,
      terms: plan.terms,
      kpis: kpisOf(problem, plan),
    }));
    print(given, { plans: answer, violations }, () =>
      found.map((alternative, index) => lineOf(problem, alternative, index)).join("\n"),
    );
    return violations.length === 0 ? exitCode.done : exitCode.broken;
  },
};
