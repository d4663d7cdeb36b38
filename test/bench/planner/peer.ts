import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Format } from "./instances.ts";

const version = "9.15.6755";
const folder = resolve(import.meta.dirname, "../../../.bench/ortools");
const script = resolve(import.meta.dirname, "../peers/cpsat_shop.py");

const knowsOrTools = (python: string): boolean =>
  spawnSync(python, ["-c", "import ortools.sat.python.cp_model"], { stdio: "ignore" }).status === 0;

const install = (): string | undefined => {
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(python) && knowsOrTools(python)) return python;
  const base = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);
  if (!base) {
    console.log("No Python here: the peer's rows stay empty. Name one that has ortools in ORTOOLS_PEER.");
    return undefined;
  }
  console.log(`Installing the peer, OR-Tools ${version}, into ${folder} ...`);
  mkdirSync(folder, { recursive: true });
  const steps: [string, string[]][] = [
    [base, ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `ortools==${version}`]],
  ];
  for (const [command, parameters] of steps)
    if (spawnSync(command, parameters, { stdio: ["ignore", "ignore", "inherit"] }).status !== 0) {
      console.log(
        "The peer is not to be had: its rows stay empty. Name a Python that has ortools in ORTOOLS_PEER.",
      );
      return undefined;
    }
  return python;
};

let found: { readonly python: string | undefined } | undefined;

/**
 * A Python that has OR-Tools: ORTOOLS_PEER, or one in .bench/ortools, made on the first run. It is no dependency of the
 * product. undefined when there is none.
 */
export const findPeer = (): string | undefined => {
  if (found) return found.python;
  const given = process.env["ORTOOLS_PEER"];
  if (given && !knowsOrTools(given)) console.log(`ORTOOLS_PEER is ${given}, but it cannot import ortools`);
  found = { python: given ? (knowsOrTools(given) ? given : undefined) : install() };
  return found.python;
};

export interface PeerResult {
  /** null: no solution in time. */
  readonly objective: number | null;
  readonly bound: number | null;
  readonly seconds: number;
}

/** Building a large model does not count, and its presolve may overrun the limit; after so many seconds more it is ended. */
const graceFor = (seconds: number): number => Math.min(60, Math.max(20, 2 * seconds));

/** CP-SAT on one instance file, in a process of its own. The seconds count from when its search starts. */
export const runPeer = (
  python: string,
  instance: { readonly file: string; readonly format: Format },
  { seconds, cores, seed }: { readonly seconds: number; readonly cores: number; readonly seed: number },
): Promise<PeerResult> =>
  new Promise((resolveResult) => {
    const parameters = ["--format", instance.format, "--instance", instance.file];
    const limits = ["--seconds", `${seconds}`, "--workers", `${cores}`, "--seed", `${seed}`];
    const child = spawn(python, [script, ...parameters, ...limits], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
    });
    const started = performance.now();
    const watchdog = setTimeout(() => child.kill("SIGKILL"), (seconds + graceFor(seconds)) * 1_000);
    child.on("close", (code) => {
      clearTimeout(watchdog);
      const none = { objective: null, bound: null, seconds: (performance.now() - started) / 1_000 };
      resolveResult(code === 0 ? (JSON.parse(output) as PeerResult) : none);
    });
  });
