import type { ShopJob, ShopProblem } from "../problem.ts";
import { expectJobs, type Header, header, type Line, linesOf, ReadError, whole } from "./lines.ts";

const readJob = (line: Line, machines: number, origin: number): ShopJob => {
  let at = 0;
  const next = (what: string) => {
    const field = line.fields[at++];
    if (field === undefined)
      throw new ReadError(
        line.number,
        `the line ends before ${what}`,
        "an operation is the number of its machines, then a pair of machine and duration for each",
      );
    return whole(field, line);
  };
  const operations: ShopJob["operations"][number][] = [];
  const count = next("the number of operations");
  for (let operation = 1; operation <= count; operation++) {
    const choices = next(`the number of machines of operation ${operation}`);
    if (choices === 0)
      throw new ReadError(line.number, `operation ${operation} has no machine`, "give it one at least");
    const alternatives: { machine: number; duration: number }[] = [];
    for (let choice = 0; choice < choices; choice++) {
      const machine = next(`a machine of operation ${operation}`) - origin;
      const duration = next(`a duration of operation ${operation}`);
      if (machine < 0 || machine >= machines)
        throw new ReadError(
          line.number,
          `machine ${machine + origin} of operation ${operation} is not one of ${origin} to ${machines - 1 + origin}`,
          origin === 1
            ? "machines count from 1 as no 0 is among them; how many there are stands on the first line"
            : "machines count from 0 as one is among them; how many there are stands on the first line",
        );
      alternatives.push({ machine, duration });
    }
    operations.push({ alternatives });
  }
  if (at < line.fields.length)
    throw new ReadError(
      line.number,
      `${line.fields.length - at} numbers too many after operation ${count}`,
      "the first number of the line counts the operations",
    );
  return { release: 0, due: 0, weight: 0, operations };
};

/** Brandimarte counts machines from 1, some collections from 0: a machine 0 anywhere tells. */
const originOf = (lines: readonly Line[]): 0 | 1 => {
  for (const { fields } of lines) {
    let at = 1;
    while (at < fields.length) {
      const choices = Number(fields[at]);
      if (!(choices >= 1)) break;
      for (let choice = 0; choice < choices && at + 1 + 2 * choice < fields.length; choice++)
        if (fields[at + 1 + 2 * choice] === "0") return 0;
      at += 1 + 2 * choices;
    }
  }
  return 1;
};

/** A time for each machine, 0 where it cannot do the operation. */
const readOperation = (line: Line, machines: number): ShopJob["operations"][number] => {
  if (line.fields.length !== machines)
    throw new ReadError(
      line.number,
      `${line.fields.length} times, ${machines} are wanted`,
      "an operation is one time for each machine, 0 where it cannot do it",
    );
  const alternatives = line.fields
    .map((field, machine) => ({ machine, duration: whole(field, line) }))
    .filter(({ duration }) => duration > 0);
  if (alternatives.length === 0)
    throw new ReadError(
      line.number,
      "no machine can do the operation",
      "give a time above 0 to one at least",
    );
  return { alternatives };
};

const readMatrix = ({ jobs, machines, lines }: Header): ShopProblem => {
  const [counts, ...rows] = lines;
  if (counts?.fields.length !== jobs)
    throw new ReadError(
      counts?.number ?? 1,
      `${counts?.fields.length ?? 0} numbers of operations, ${jobs} are wanted`,
      "after the two counts, each alone on its line, comes one line with every job's number of operations",
    );
  const lengths = counts.fields.map((field) => whole(field, counts));
  const wanted = lengths.reduce((sum, length) => sum + length, 0);
  if (rows.length !== wanted)
    throw new ReadError(
      rows.at(-1)?.number ?? counts.number,
      `${rows.length} lines of operations, ${wanted} are wanted`,
      "each operation has one line",
    );
  const operations = rows.map((line) => readOperation(line, machines));
  return {
    machines,
    jobs: lengths.map((length) => ({
      release: 0,
      due: 0,
      weight: 0,
      operations: operations.splice(0, length),
    })),
    objective: "makespan",
  };
};

/**
 * A flexible job shop in Brandimarte's text format: jobs, machines and (unused) the mean number of alternatives; then a
 * line for each job: its number of operations and, for each, the number of its machines and pairs of `machine duration`.
 * Where the two counts stand on a line each it is the layout of Naderi, Ruiz and Roshanaei (2023): the jobs' numbers of
 * operations on one line, then a line of times for each operation.
 */
export const readFjsp = (text: string): ShopProblem => {
  const head = header(linesOf(text));
  if (head.apart) return readMatrix(head);
  const { jobs, machines, lines: jobLines } = head;
  expectJobs(jobLines, jobs);
  const origin = originOf(jobLines);
  return { machines, jobs: jobLines.map((line) => readJob(line, machines, origin)), objective: "makespan" };
};
