import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ganttPage } from "./gantt.ts";
import {
  InfeasibleError,
  kpisOf,
  ProblemError,
  parseProblem,
  plan,
  shortagesOf,
  verify,
  verifyObjective,
} from "./index.ts";

const usage =
  "Usage: npm run plan -- problem.json [--seconds N] [--seed N] [--out plan.json] [--html gantt.html]";

const main = async (): Promise<number> => {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: text, seed: text, out: text, html: text },
  });
  const [file] = positionals;
  const seconds = Number(values.seconds ?? 10);
  if (!file || !(seconds > 0)) {
    console.error(usage);
    return 2;
  }
  const problem = parseProblem(JSON.parse(await readFile(file, "utf8")));
  const started = performance.now();
  const found = await plan(problem, {
    budgetMs: seconds * 1_000,
    seed: Number(values.seed ?? 1),
    onImprovement: (objective) =>
      console.error(
        `${((performance.now() - started) / 1_000).toFixed(2).padStart(8)} s  ${objective.toFixed(2)}`,
      ),
  });
  const violations = [...verify(problem, found), ...verifyObjective(problem, found)];
  for (const { rule, subject, problem: what } of violations) console.error(`${rule} ${subject}: ${what}`);
  console.log(
    JSON.stringify(
      {
        objective: found.objective,
        bound: found.bound,
        gap: found.gap,
        terms: found.terms,
        violations: violations.length,
        unplanned: found.unplanned,
        shortages: shortagesOf(problem, found),
        ...kpisOf(problem, found),
      },
      null,
      2,
    ),
  );
  if (values.out)
    await writeFile(
      values.out,
      `${JSON.stringify({ ...found, pegs: Object.fromEntries(found.pegs) }, null, 2)}\n`,
    );
  if (values.html) await writeFile(values.html, ganttPage(problem, found));
  return violations.length === 0 ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  const known =
    error instanceof ProblemError ||
    error instanceof InfeasibleError ||
    error instanceof SyntaxError ||
    (error as NodeJS.ErrnoException).code === "ENOENT";
  console.error(known ? (error as Error).message : (error as Error).stack);
  process.exitCode = 2;
}
