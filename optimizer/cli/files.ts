import { readFile, writeFile } from "node:fs/promises";
import { parsePlan, type ReadPlan } from "../plan-json.ts";
import { type Problem, ProblemError, parseProblem } from "../problem.ts";
import { type Times, timesFrom } from "../tell.ts";
import { CommandError, type Given } from "./command.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read or written",
};

const reasonOf = (error: unknown): string =>
  reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? (error as Error).message;

/** @throws CommandError with the file and what is wrong, with line and column where the text is no JSON. */
export const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new CommandError(`${file}: ${reasonOf(error)}`);
  });
  if (text.trim() === "") throw new CommandError(`${file} is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${(error as Error).message}`);
  }
};

export const writeText = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error) => {
    throw new CommandError(`${file}: ${reasonOf(error)}`);
  });

/** Says of which file the wrong fields are. */
export const inFile = <T>(file: string, parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new CommandError(
      `${file}:\n${error.message
        .split("\n")
        .map((line) => `  ${line}`)
        .join("\n")}`,
    );
  }
};

export const readProblemFile = async (file: string): Promise<Problem> => {
  const value = await readJson(file);
  return inFile(file, () => parseProblem(value));
};

export const readPlanFile = async (file: string): Promise<ReadPlan> => {
  const value = await readJson(file);
  return inFile(file, () => parsePlan(value));
};

/** The times that the command line asks for. */
export const timesOf = (given: Given): Times => {
  const start = given.text("start");
  if (start !== undefined && !/[T ].*(Z|[+-]\d\d:\d\d)$/.test(start))
    throw new CommandError(
      `--start is ${start}; it must be a time with a zone, such as 2026-11-02T08:00:00+08:00`,
    );
  if (start !== undefined && Number.isNaN(Date.parse(start)))
    throw new CommandError(`--start is ${start}, which is no date`);
  return timesFrom(start);
};

/** Writes the answer: JSON for programs, text for people. */
export const print = (given: Given, json: unknown, text: () => string): void => {
  given.output.answer(`${given.flag("json") ? JSON.stringify(json, null, 2) : text()}\n`);
};
