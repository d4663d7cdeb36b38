import { existsSync } from "node:fs";
import { InfeasibleError } from "../infeasible.ts";
import { ProblemError } from "../problem.ts";
import { insteadOf } from "../schema/nearest.ts";
import { drawChart } from "./chart.ts";
import { type Command, CommandError, exitCode, helpOf, type Output, readCommandLine } from "./command.ts";
import { diffPlans } from "./diff.ts";
import { explainOrder } from "./explain.ts";
import { checkWritable } from "./files.ts";
import { chooseFrom } from "./pareto.ts";
import { promiseOrder } from "./promise.ts";
import { repairPlan } from "./repair.ts";
import { printSchema } from "./schema.ts";
import { solve } from "./solve.ts";
import { verifyPlan } from "./verify.ts";

const others: readonly Command[] = [
  verifyPlan,
  explainOrder,
  promiseOrder,
  repairPlan,
  diffPlans,
  chooseFrom,
  drawChart,
  printSchema,
];

const overview = (): string =>
  [
    helpOf(solve),
    "",
    "Further commands; each has its own --help:",
    ...others.map(({ name, files, help }) => `  ${[name, ...files].join(" ")}\n      ${help}`),
    "",
    `Ends with ${exitCode.done} when all is well, ${exitCode.broken} when a plan breaks rules, ${exitCode.wrong} when the command line or a file is wrong,`,
    `${exitCode.infeasible} when there is no plan. Answers go to the standard output, progress and errors to the error output.`,
  ].join("\n");

const dispatch = async (args: readonly string[], output: Output): Promise<number> => {
  const command = others.find(({ name }) => name === args[0]) ?? solve;
  const rest = command === solve ? args : args.slice(1);
  if (rest.includes("--help") || rest.includes("-h")) {
    output.answer(`${command === solve ? overview() : helpOf(command)}\n`);
    return exitCode.done;
  }
  if (args.length === 0) {
    output.note(`${overview()}\n`);
    return exitCode.wrong;
  }
  const [first = ""] = args;
  if (command === solve && /^[a-z]+$/i.test(first) && !existsSync(first)) {
    const names = others.map(({ name }) => name);
    throw new CommandError(`${first} is neither a file nor a command${insteadOf(first, names, "commands")}`);
  }
  const given = readCommandLine(command, rest, output);
  for (const [name, { value }] of Object.entries(command.options)) {
    const file = value === "FILE" ? given.text(name) : undefined;
    if (file !== undefined) await checkWritable(file);
  }
  return command.run(given);
};

/** Runs a command line and gives the exit code; whatever goes wrong is told in a sentence. */
export const runCommandLine = async (args: readonly string[], output: Output): Promise<number> => {
  try {
    return await dispatch(args, output);
  } catch (error) {
    if (error instanceof CommandError || error instanceof ProblemError) {
      output.note(`${error.message}\n`);
      return exitCode.wrong;
    }
    if (error instanceof InfeasibleError) {
      output.note(`there is no plan: ${error.message}\n`);
      return exitCode.infeasible;
    }
    output.note(`${(error as Error).stack ?? error}\n`);
    return exitCode.fault;
  }
};
