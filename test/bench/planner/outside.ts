import { closeSync, openSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ShopPlan } from "../../../optimizer/shop/index.ts";
import { mean } from "../statistics.ts";
import { compareOn } from "./compare.ts";
import { type Format, folderOf, instanceOf } from "./instances.ts";
import type { BenchContext } from "./measure.ts";
import { type RunLimits, runShop } from "./run-shop.ts";

/** What `--instance FILE --json OUT` writes. Jobs, operations and machines count from 0. */
export interface OutsideResult {
  readonly instance: string;
  readonly format: Format;
  readonly objective: number;
  readonly bound: number;
  readonly seed: number;
  readonly seconds: number;
  readonly violations: readonly string[];
  readonly improvements: readonly { readonly objective: number; readonly seconds: number }[];
  readonly operations: readonly {
    readonly job: number;
    readonly operation: number;
    readonly machine: number;
    readonly start: number;
    readonly end: number;
  }[];
}

const operationsOf = (plan: ShopPlan): OutsideResult["operations"] =>
  plan.jobs.flatMap((pieces, job) => pieces.map((piece, operation) => ({ job, operation, ...piece })));

/** Solves one file from anywhere and writes its plan. */
export const solveOutside = async (
  file: string,
  format: Format,
  limits: RunLimits,
  json: string | undefined,
): Promise<OutsideResult> => {
  // A place that cannot be written is told before the search, not after it.
  if (json) closeSync(openSync(json, "a"));
  const run = await runShop(instanceOf(resolve(file), format), limits, (objective, seconds) =>
    console.log(`${seconds.toFixed(2).padStart(8)} s  ${objective}`),
  );
  const { objective, bound } = run.plan;
  const result: OutsideResult = {
    instance: file,
    format,
    objective,
    bound,
    seed: limits.seed,
    seconds: run.seconds,
    violations: run.violations,
    improvements: run.improvements,
    operations: operationsOf(run.plan),
  };
  if (json) writeFileSync(json, `${JSON.stringify(result)}\n`);
  for (const violation of run.violations) console.log(`violation: ${violation}`);
  const gap = objective > 0 ? `${((1 - bound / objective) * 100).toFixed(2)} % at most above the best` : "";
  const proof = objective === bound ? "proven best" : gap;
  console.log(
    `objective ${objective}, bound ${bound} (${proof}), ${run.seconds.toFixed(2)} s, ${run.violations.length} violations`,
  );
  return result;
};

/** Both sides on every file of a folder; ratios to best-known.json where the folder has one. */
export const compareFolder = async (folder: string, format: Format, context: BenchContext): Promise<void> => {
  const seconds = context.seconds ?? 10;
  const comparisons = await compareOn(folderOf(resolve(folder), format), seconds, context);
  const solved = comparisons.filter(({ peer }) => typeof peer === "number");
  const ratio = (values: number[]) => (values.length > 0 ? mean(values) : null);
  const title = `${folder}, ${seconds} s`;
  const information = { target: "-" };
  const known = comparisons.filter(({ instance }) => (instance.best ?? 0) > 0);
  context.add({
    measure: `${title}: mean ratio to best known`,
    value: ratio(known.map(({ ours, instance }) => ours / instance.best!)),
    ...information,
  });
  context.add({
    measure: `${title}: mean ratio to the peer`,
    value: ratio(solved.map(({ ours, peer }) => (ours === peer ? 1 : ours / Math.max(1, peer!)))),
    ...information,
    note: `the peer solved ${solved.length} of ${comparisons.length}`,
  });
  context.add({
    measure: `${title}: violations`,
    value: comparisons.reduce((sum, { violations }) => sum + violations, 0),
    target: "<= 0",
    pass: comparisons.every(({ violations }) => violations === 0),
  });
};
