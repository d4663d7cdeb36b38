import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Format, formats, InstanceError } from "./planner/instances.ts";
import type { BenchContext } from "./planner/measure.ts";
import { measures } from "./planner/measures.ts";
import { compareFolder, solveOutside } from "./planner/outside.ts";
import { findPeer } from "./planner/peer.ts";
import { type Rule, rules } from "./planner/plant/rules.ts";
import { createReport, finishReport, printRow, type Row } from "./report.ts";

const help = `npm run bench:planner -- [options]
  (none)                 every measure: a sample of each public family, 60 s an instance, 5 seeds, beside the peer
  --quick                a smaller sample, 5 s an instance, 1 seed
  --whole                every instance of the families
  --only NAME,...        some measures: ${measures.map(({ name }) => name).join(", ")}
  --seconds N            seconds an instance
  --seeds N              seeds an instance
  --with RULE,...        plants with more rules: ${rules.join(", ")}
  --cores N              threads of both sides (2, or what the machine has)
  --json FILE            writes the rows, or the plan of one instance
  --instance FILE        solves one file; needs --format
  --folder DIR           every file of a folder beside the peer; needs --format
  --format NAME          ${formats.join(", ")}
  --seed N               seed for --instance (1)`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  quick: flag,
  whole: flag,
  help: flag,
  only: text,
  seconds: text,
  seeds: text,
  seed: text,
  cores: text,
  json: text,
  instance: text,
  folder: text,
  format: text,
  with: text,
};

/** What the caller got wrong, without a stack. */
class UsageError extends Error {}

const positive = (name: string, value: string | undefined, whole: boolean): number | undefined => {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number) || (whole && !Number.isSafeInteger(number)))
    throw new UsageError(`--${name} ${value} is not a ${whole ? "whole " : ""}number above 0`);
  return number;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const seconds = positive("seconds", values.seconds, false);
  const seed = positive("seed", values.seed, true) ?? 1;
  const cores = positive("cores", values.cores, true) ?? Math.min(2, availableParallelism());
  const format = values.format as Format | undefined;
  if (format && !formats.includes(format))
    throw new UsageError(`--format ${format} is none of ${formats.join(", ")}`);
  if ((values.instance || values.folder) && !format)
    throw new UsageError(`--format is missing: ${formats.join(", ")}`);

  if (values.instance) {
    const limits = { seconds: seconds ?? 10, cores, seed };
    await solveOutside(values.instance, format!, limits, values.json);
    return;
  }

  const wanted = values.with?.split(",");
  const unheard = wanted?.find((name) => !rules.includes(name as Rule));
  if (unheard) throw new UsageError(`--with ${unheard} is none of ${rules.join(", ")}`);

  const rows: Row[] = [];
  const context: BenchContext = {
    quick: values.quick,
    whole: values.whole,
    ...(seconds === undefined ? {} : { seconds }),
    seeds: positive("seeds", values.seeds, true) ?? (values.quick || values.folder ? 1 : 5),
    cores,
    ...(wanted ? { rules: wanted as Rule[] } : {}),
    add: (row) => {
      rows.push(row);
      printRow(row);
    },
    say: (line) => console.log(line),
  };
  if (values.folder) await compareFolder(values.folder, format!, context);
  else {
    const only = values.only?.split(",");
    const unknown = only?.find((name) => !measures.some((measure) => measure.name === name));
    if (unknown)
      throw new UsageError(`--only ${unknown} is none of ${measures.map(({ name }) => name).join(", ")}`);
    for (const { name, run } of measures) if (!only || only.includes(name)) await run(context);
  }
  const peer = findPeer() ? "OR-Tools CP-SAT" : "none";
  const command = `npm run bench:planner -- ${process.argv.slice(2).join(" ")}`;
  finishReport(
    createReport(command.trim(), rows, { threads: cores, seeds: context.seeds, peer }),
    values.json,
  );
};

/** A wrong option or file gets its sentence; anything else is our fault and keeps its stack. */
const isCallers = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof InstanceError ||
  error instanceof RangeError ||
  /^(ENOENT|EISDIR|EACCES|ENOTDIR|ERR_PARSE_ARGS)/.test((error as NodeJS.ErrnoException).code ?? "");

try {
  await main();
} catch (error) {
  if (!isCallers(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
