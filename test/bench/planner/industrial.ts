import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { atMost } from "../report.ts";
import { median, worst } from "../statistics.ts";
import { family } from "./instances.ts";
import type { BenchContext } from "./measure.ts";
import type { OutsideResult } from "./outside.ts";

const limit = 30;

/** `npm run bench:planner -- --instance` in a process of its own: its whole life counts. */
const solveAlone = (parameters: readonly string[]): Promise<number> =>
  new Promise((done, fail) => {
    const started = performance.now();
    const script = resolve(import.meta.dirname, "../planner.ts");
    const child = spawn(process.execPath, [script, ...parameters], { stdio: "ignore" });
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0
        ? done((performance.now() - started) / 1_000)
        : fail(new Error(`${script} ended with ${code}`)),
    );
  });

/**
 * Hundreds of jobs, thousands of operations: seconds from the start of the process, reading included, until its plan is
 * written and its bound proves it optimal.
 */
export const measureIndustrial = async ({ quick, seeds, cores, add, say }: BenchContext): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "planner-"));
  const took: number[] = [];
  const plans: OutsideResult[] = [];
  try {
    for (const { name, file } of family("jsp", "bel").slice(0, quick ? 3 : undefined))
      for (let seed = 1; seed <= seeds; seed += 1) {
        const out = join(folder, "plan.json");
        const task = ["--instance", file, "--format", "jsp", "--json", out];
        const limits = ["--seconds", `${limit}`, "--seed", `${seed}`, "--cores", `${cores}`];
        const seconds = await solveAlone([...task, ...limits]);
        const plan = JSON.parse(readFileSync(out, "utf8")) as OutsideResult;
        took.push(seconds);
        plans.push(plan);
        say(`  ${name}  seed ${seed}  ${plan.objective}  bound ${plan.bound}  ${seconds.toFixed(2)} s`);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const proven = plans.filter(({ objective, bound }) => objective === bound).length;
  const violations = plans.reduce((sum, plan) => sum + plan.violations.length, 0);
  const note = `median ${median(took).toFixed(2)} s; ${proven} of ${plans.length} proven optimal`;
  const row = atMost("industrial job shop bel: worst seconds to the proven optimum", worst(took), 5, note);
  add({ ...row, pass: row.pass === true && proven === plans.length });
  add(atMost("industrial job shop: violations", violations, 0, `${plans.length} plans`));
};
