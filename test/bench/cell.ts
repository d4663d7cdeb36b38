import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { dispatchCell } from "../../optimizer/cell/dispatch.ts";
import { costOf } from "../../optimizer/cell/objective.ts";
import type { CellProblem } from "../../optimizer/cell/problem.ts";
import { planCell } from "../../optimizer/cell/solve.ts";
import { transportShopAsCell } from "../../optimizer/cell/transport-shop.ts";
import { verifyCell } from "../../optimizer/cell/verify.ts";
import { type CellInstance, cellInstances } from "./cell/instances.ts";
import { findPeer, type PeerResult } from "./planner/peer.ts";

/**
 * Plans of robot cells beside a dispatching rule and the native CP-SAT with as many workers, on the same instances and seconds.
 * `--only NAME` (part of an instance's name), `--seconds N` (20), `--seed N` (1), `--no-peer`, `--json FILE`.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    seconds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    "no-peer": { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isSafeInteger(seed))
  throw new Error("--seconds above 0, --seed a whole number");

const anchor = (): CellInstance => ({
  name: "Bilge-Ulusoy set 1, layout 1",
  problem: transportShopAsCell(
    JSON.parse(readFileSync(new URL("./instances/jspt/jobset1-layout1.json", import.meta.url), "utf8")),
  ),
});
const folder = mkdtempSync(join(tmpdir(), "bench-cell-"));
const peerOn = (python: string, problem: CellProblem): PeerResult | undefined => {
  const file = join(folder, "instance.json");
  writeFileSync(file, JSON.stringify(problem));
  const script = resolve(import.meta.dirname, "peers/cpsat_cell.py");
  // One worker beside our one thread.
  const run = spawnSync(
    python,
    [script, "--instance", file, "--seconds", `${seconds}`, "--workers", "1", "--seed", `${seed}`],
    { encoding: "utf8", timeout: (seconds * 3 + 60) * 1_000 },
  );
  return run.status === 0 ? (JSON.parse(run.stdout) as PeerResult) : undefined;
};

const python = values["no-peer"] ? undefined : findPeer();
const rows: Record<string, unknown>[] = [];
console.log(
  `${seconds} s an instance, seed ${seed}, one thread each. Seconds of makespan; less is better.\n`,
);
console.log("| cell | tasks | dispatching | planned | bound | of it | CP-SAT | its bound |");
console.log("|---|--:|--:|--:|--:|--:|--:|--:|");
for (const { name, problem } of [anchor(), ...cellInstances(seed)].filter((each) =>
  each.name.includes(values.only),
)) {
  const rule = dispatchCell(problem);
  if (!rule) throw new Error(`${name}: a unit never enters`);
  const broken = verifyCell(problem, rule).length;
  const ours = await planCell(problem, { budgetMs: seconds * 1_000, seed });
  if (ours.violations.length > 0) throw new Error(`${name}: ${ours.violations[0]!.text}`);
  const peer = python ? peerOn(python, problem) : undefined;
  const dispatched = costOf(problem, rule).total;
  rows.push({
    name,
    tasks: problem.tasks.length,
    dispatched,
    broken,
    cost: ours.cost,
    bound: ours.bound,
    peer,
  });
  console.log(
    `| ${[
      name,
      problem.tasks.length,
      `${dispatched}${broken > 0 ? ` (${broken} rules broken)` : ""}`,
      ours.cost,
      ours.bound,
      `${((ours.bound / ours.cost) * 100).toFixed(1)} %`,
      peer?.objective ?? "none",
      peer ? Math.ceil((peer.bound ?? 0) - 1e-6) : "",
    ].join(" | ")} |`,
  );
}
if (values.json)
  writeFileSync(values.json, JSON.stringify({ seconds, seed, node: process.version, rows }, null, 2));
