import { constants, isUtf8 } from "node:buffer";
import { constants as modes } from "node:fs";
import { access, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parsePlan, type ReadPlan } from "../plan-json.ts";
import { type Problem, ProblemError, parseProblem } from "../problem.ts";
import { nearestName } from "../schema/nearest.ts";
import { type Times, timesFrom } from "../tell.ts";
import { CommandError, type Given } from "./command.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read or written",
};

const reasonOf = (error: unknown): string =>
  reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? (error as Error).message;

/** The text of a file, without the mark that some programs put before UTF-8. */
const readText = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch((error) => {
    throw new CommandError(`${file}: ${reasonOf(error)}`);
  });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new CommandError(`${file} is UTF-16; save it as UTF-8`);
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new CommandError(`${file} has ${bytes.length} bytes; the most is ${constants.MAX_STRING_LENGTH}`);
  const text = new TextDecoder().decode(bytes);
  if (isUtf8(bytes)) return text;
  // Names in another encoding, such as GBK, would turn into signs that nobody knows.
  const line = text.slice(0, text.indexOf("\ufffd")).split("\n").length;
  throw new CommandError(`${file} is not UTF-8, see line ${line}; save it as UTF-8`);
};

/** What the parser says of a text that is no JSON, and what to do where that does not say it. */
const faultOf = (text: string, { message }: Error): string => {
  if (/end of JSON|Unterminated|EOF/.test(message)) {
    const lines = text.trimEnd().split("\n");
    return `it ends in the middle, on line ${lines.length} after ${lines.at(-1)!.trim().slice(-40)}; is the file whole?`;
  }
  const [, field, name] = /(?:"([^"]*)"\s*:|[,[])\s*-?(NaN|Infinity)\b/.exec(text) ?? [];
  return message.startsWith("Unexpected token") && name
    ? `${field ?? "a list"} holds ${name}, which JSON does not know; give a number, or leave it out`
    : message;
};

/** @throws CommandError with the file and what is wrong, with line and column where the text is no JSON. */
export const readJson = async (file: string): Promise<unknown> => {
  const text = await readText(file);
  if (text.trim() === "") throw new CommandError(`${file} is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${faultOf(text, error as Error)}`);
  }
};

/**
 * Looks whether a file can be written, so that this is told before a search and not after it.
 *
 * @throws CommandError with the file and what is in the way.
 */
export const checkWritable = async (file: string): Promise<void> => {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new CommandError(`${file}: ${reasons["EISDIR"]}`);
  const folder = dirname(resolve(file));
  if (!there && !(await stat(folder).catch(() => undefined))?.isDirectory())
    throw new CommandError(`${file} cannot be written: there is no folder ${folder}`);
  await access(there ? file : folder, modes.W_OK).catch((error) => {
    throw new CommandError(`${file}: ${reasonOf(error)}`);
  });
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

/** @throws CommandError with the order that was probably meant, and some of those that there are. */
export const requireOrder = ({ orders }: Problem, id: string, file: string): void => {
  const ids = orders.map((order) => order.id);
  if (ids.includes(id)) return;
  const near = nearestName(id, ids);
  const alike = ids.filter((known) => known.includes(id));
  const shown = (alike.length > 0 ? alike : ids).slice(0, 5);
  const more = shown.length < ids.length ? ", …" : "";
  throw new CommandError(
    `there is no order ${id} in ${file}; ${near ? `did you mean ${near}? Orders` : "orders"} are ${shown.join(", ")}${more}`,
  );
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
