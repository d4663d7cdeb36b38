import { MillwrightError } from "../core/errors.ts";
import { checkNative } from "./check-native.ts";
import { runDemo } from "./demo.ts";
import { partNames, readStartOptions } from "./options.ts";
import { buildNative, prepare } from "./prepare.ts";
import { createProgress, type Progress } from "./progress.ts";
import { runNode } from "./run.ts";
import { startHouse } from "./start.ts";
import { aborted, awaitStopWish } from "./stop-wish.ts";
import { PartEnded } from "./supervisor.ts";
import { runTests } from "./tests.ts";

const demoGreeting =
  "Sign in as li.wei and say:  把工单 WO-1042 下达到最早能做的产线   or   Release WO-1107 to SMT-3\n";
const plantGreeting = (reach: readonly string[]) => {
  const command = [...reach, "npm run"].join(" ");
  return [
    `Your own plant:  ${command} import -- --dir FOLDER   reads it (docs/import.md),`,
    `                 ${command} user -- --id NAME …      lets people sign in; then say 排产 or: make a plan\n`,
  ].join("\n");
};

const start = async (args: readonly string[], progress: Progress): Promise<number> => {
  const wish = awaitStopWish();
  const announce = () => progress.say("Stopping");
  wish.addEventListener("abort", announce);
  try {
    const options = readStartOptions(args);
    const house = await startHouse(options, progress, wish).catch((error) => {
      if (!wish.aborted) throw error;
    });
    if (!house) {
      progress.say("Stopped before everything was started; nothing is left running.");
      return 0;
    }
    if (options.only.has("api")) {
      progress.say(`\nMillwright runs at ${house.url}  (Ctrl-C stops it)`);
      progress.say(house.demo ? demoGreeting : plantGreeting(house.reach));
    } else progress.say(`\nRunning: ${[...options.only].join(", ")}  (Ctrl-C stops it)`);
    await aborted(wish);
    await house.stop();
    return 0;
  } finally {
    wish.removeEventListener("abort", announce);
  }
};

interface Script {
  readonly file: string;
  /** Runs on the native engine, which is built first where it is not. */
  readonly native?: boolean;
  readonly help: string;
}

/** Commands that are a file of their own. */
const scripts: Readonly<Record<string, Script>> = {
  import: {
    file: "services/mes/import/cli.ts",
    help: "reads a plant from CSV files: --dir FOLDER [--dry-run]",
  },
  documents: {
    file: "services/knowledge/cli.ts",
    help: "reads a folder of documents: --dir FOLDER [--dry-run]",
  },
  user: {
    file: "services/mes/users/cli.ts",
    help: "lets somebody sign in: --id li.wei --name 李伟 --roles planner; the password on standard input",
  },
  backup: {
    file: "services/mes/backup/cli.ts",
    help: "writes all data into one file while the house works: --to DIR [--keep N], or --check FILE",
  },
  restore: {
    file: "services/mes/backup/cli-restore.ts",
    help: "puts a backup in the place of the data: --from FILE [--replace]",
  },
  audit: {
    file: "services/mes/audit/cli.ts",
    help: "checks that no event was changed: [--seal] [--expect HASH] [--export FILE …]",
  },
  plan: {
    file: "optimizer/cli.ts",
    help: "the planner alone: PROBLEM.json, or a command of its own; --help",
  },
  cell: {
    file: "agents/robot/cli.ts",
    help: "a robot cell from its description: example, check, change, plan; --help",
  },
  llm: {
    file: "services/llm/main.ts",
    native: true,
    help: "the model server alone: --model FILE.gguf; --help",
  },
  convert: { file: "native/convert/cli.ts", native: true, help: "writes a model as GGUF of another type" },
  "check:model": { file: "native/model/check.ts", native: true, help: "perplexity of a model" },
  "eval:model": {
    file: "models/evaluate.ts",
    native: true,
    help: "a running model server (npm run llm) on held-out commands: --url …/v1 [--errors]",
  },
  "models:sign": { file: "services/llm/sign.ts", help: "signs the models' manifest" },
  "bench:llm": {
    file: "test/bench/llm.ts",
    native: true,
    help: "the engine beside its peer: [--quick] [--json FILE]",
  },
  "bench:planner": {
    file: "test/bench/planner.ts",
    help: "the planner beside its peer: [--quick] [--json FILE] [--instance FILE --format …]",
  },
  "bench:repair": {
    file: "test/bench/repair.ts",
    help: "the repair expert beside simpler ways: [--quick] [--only PART,…] [--json FILE]",
  },
  "bench:ask": {
    file: "test/bench/ask.ts",
    help: "questions about figures, and their answers beside a naive reckoning: [--orders N] [--errors] [--json FILE]",
  },
  "bench:cell": {
    file: "test/bench/cell.ts",
    help: "plans of robot cells beside a rule and the peer: [--seconds N] [--only NAME] [--json FILE]",
  },
  "bench:fleet": {
    file: "test/bench/fleet.ts",
    help: "ways of many vehicles beside published figures: [--quick] [--seeds N] [--json FILE]",
  },
  "bench:insertion": {
    file: "test/bench/insertion.ts",
    help: "the learned insertion beside spirals, on poses it has not seen: [--poses N]",
  },
  "bench:documents": {
    file: "test/bench/documents.ts",
    help: "work instructions of the demonstration and of random plants, and faults put into them: [--plants N] [--mutations N] [--json FILE]",
  },
  "bench:knowledge": {
    file: "test/bench/knowledge.ts",
    native: true,
    help: "answers out of documents beside plain retrieval: [--dev] [--show] [--json FILE]",
  },
  "bench:security": {
    file: "test/bench/security.ts",
    help: "attacks and honest texts through the content filter, and the audit at a million events: [--times N] [--seed N] [--rows N] [--no-audit] [--show] [--json FILE]",
  },
  "bench:house": {
    file: "test/bench/house.ts",
    native: true,
    help: "a plant of real size through the whole house: [--quick] [--orders N …] [--json FILE]",
  },
};

/** Commands that this file runs itself. */
const own: Readonly<Record<string, string>> = {
  demo: "one order's whole trip without a browser: [--json FILE]",
  test: "every test, or those of a path",
  check: "types, lint, import map, circles, unused code",
  "check:native": "the engine's tests under sanitizers",
  setup: "installs and builds what is missing",
};

const usage = (): string => {
  const helps = {
    ...own,
    ...Object.fromEntries(Object.entries(scripts).map(([name, { help }]) => [name, help])),
  };
  const width = Math.max(...Object.keys(helps).map((name) => name.length));
  return [
    "Usage: npm start [-- --only parts --port N --data DIR --speed X --seed N]",
    `         parts: ${partNames.join(", ")}`,
    "       npm test",
    "       npm run COMMAND [-- ARGUMENTS]",
    ...Object.entries(helps).map(([name, help]) => `         ${name.padEnd(width)}  ${help}`),
  ].join("\n");
};

/** Types, lint and format, import map and circles, unused code. */
const runChecks = async (progress: Progress): Promise<number> => {
  const checks: readonly (readonly [string, string, readonly string[]])[] = [
    ["Types", "node_modules/typescript/bin/tsc", ["--noEmit"]],
    ["Types of the console", "node_modules/typescript/bin/tsc", ["--noEmit", "-p", "services/console"]],
    ["Lint and format", "node_modules/@biomejs/biome/bin/biome", ["check", "."]],
    ["Import map and circles", "test/architecture/boundaries.ts", []],
    ["Unused code", "node_modules/knip/bin/knip.js", []],
  ];
  let worst = 0;
  for (const [title, script, args] of checks)
    await progress
      .step(title, async () => {
        if ((await runNode(script, args)) !== 0) throw new Error(title);
      })
      .catch(() => {
        worst = 1;
      });
  return worst;
};

const main = async ([command, ...args]: readonly string[]): Promise<number> => {
  const progress = createProgress();
  const ownHelp = command === undefined || ["start", "demo", "test", "check", "prepare"].includes(command);
  if (ownHelp && args.some((arg) => arg === "--help" || arg === "-h")) {
    progress.say(usage());
    return 0;
  }
  switch (command) {
    case "start":
      return start(args, progress);
    case "demo":
      return runDemo(args, progress);
    case "prepare":
      await prepare(progress);
      return 0;
    case "check":
      return runChecks(progress);
    case "check:native":
      return checkNative(progress, args);
    case "test":
      await prepare(progress);
      return runTests(args, progress.say);
    default: {
      const script = command === undefined ? undefined : scripts[command];
      if (!script) {
        progress.say(usage());
        return 2;
      }
      if (script.native) await buildNative(progress);
      return runNode(script.file, args);
    }
  }
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const text =
    error instanceof MillwrightError
      ? `${error.bilingual.en}\n${error.bilingual.zh}`
      : error instanceof PartEnded
        ? error.message
        : String((error as Error).stack);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
