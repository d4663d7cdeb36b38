import { parseArgs } from "node:util";

/** What the process says when it ends. */
export const exitCode = {
  done: 0,
  /** A plan breaks a rule of its problem. */
  broken: 1,
  /** The command line or a file is wrong. */
  wrong: 2,
  /** The problem has no plan. */
  infeasible: 3,
  /** A fault of this program. */
  fault: 4,
} as const;

/** Something that the person can mend; shown without a stack. */
export class CommandError extends Error {}

/** Where a command writes to. */
export interface Output {
  /** The answer. */
  readonly answer: (text: string) => void;
  /** Progress and errors. */
  readonly note: (text: string) => void;
  /** Whether notes go to a terminal, where a line can be written anew. */
  readonly terminal: boolean;
}

export interface Option {
  /** What stands behind it, such as FILE; none: it is a switch. */
  readonly value?: string;
  readonly help: string;
}

/** Values of a command line that was read. */
export interface Given {
  readonly files: readonly string[];
  readonly output: Output;
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  /** A number that must be more than 0. */
  readonly number: (name: string, usual: number) => number;
  /** A whole number that must be more than 0, or 0 where that is allowed. */
  readonly whole: (name: string, usual: number, least?: "zero") => number;
}

export interface Command {
  readonly name: string;
  /** The arguments after its name, such as "PROBLEM PLAN". */
  readonly files: readonly string[];
  readonly help: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (given: Given) => Promise<number>;
}

/** Options that several commands share. */
export const shared = {
  json: { help: "print the answer as JSON" },
  start: { value: "TIME", help: "date of the problem's time 0, such as 2026-11-02T08:00:00+08:00" },
  seconds: { value: "N", help: "time to search (10)" },
  seed: { value: "N", help: "the same seed, the same choices (1)" },
  iterations: { value: "N", help: "stop after so many tries instead: the same plan on every machine" },
  out: { value: "FILE", help: "write the plan" },
  html: { value: "FILE", help: "write a Gantt chart to look at in a browser" },
} as const satisfies Readonly<Record<string, Option>>;

const optionLine = ([name, { value, help }]: readonly [string, Option]): string =>
  `  ${`--${name}${value ? ` ${value}` : ""}`.padEnd(22)}${help}`;

export const helpOf = (command: Command): string =>
  [
    `npm run plan -- ${[command.name, ...command.files].filter(Boolean).join(" ")} [options]`,
    "",
    command.help,
    "",
    ...Object.entries(command.options).map(optionLine),
  ].join("\n");

const helpHint = (command: Command) => `npm run plan -- ${command.name ? `${command.name} ` : ""}--help`;

/** A number below nothing is a value, no option: what takes it says that it is too small. */
const withNegatives = (args: readonly string[]): string[] => {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (/^-[\d.]/.test(arg) && last?.startsWith("--") && !last.includes("="))
      joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
};

/** @throws CommandError that says what is wrong with the command line. */
export const readCommandLine = (command: Command, args: readonly string[], output: Output): Given => {
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: withNegatives(args),
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { value }]) => [
          name,
          { type: value ? ("string" as const) : ("boolean" as const) },
        ]),
      ),
    });
  } catch (error) {
    const [what] = (error as Error).message.split(". ");
    throw new CommandError(`${what}; see ${helpHint(command)}`);
  }
  const { values, positionals } = parsed;
  if (positionals.length !== command.files.length) {
    const wanted = command.files.join(" ") || "no file";
    const got = positionals.length === 0 ? "nothing is given" : `given are ${positionals.join(" ")}`;
    throw new CommandError(`it takes ${wanted}; ${got}. See ${helpHint(command)}`);
  }
  const text = (name: string) => values[name] as string | undefined;
  const numberOf = (name: string, usual: number, kind: string, isSound: (value: number) => boolean) => {
    const given = text(name);
    if (given === undefined) return usual;
    const value = given.trim() === "" ? Number.NaN : Number(given);
    if (!isSound(value)) throw new CommandError(`--${name} is ${given}; it must be ${kind}`);
    return value;
  };
  return {
    files: positionals,
    output,
    flag: (name) => values[name] === true,
    text,
    number: (name, usual) =>
      numberOf(name, usual, "a number above 0", (value) => Number.isFinite(value) && value > 0),
    whole: (name, usual, least) =>
      numberOf(
        name,
        usual,
        `a whole number ${least ? "from" : "above"} 0`,
        (value) => Number.isSafeInteger(value) && (value > 0 || (least !== undefined && value === 0)),
      ),
  };
};
