import type { ShopJob, ShopProblem } from "../problem.ts";
import { expectJobs, header, type Line, linesOf, ReadError, whole } from "./lines.ts";

/** Da Col and Teppan's re-entrant instances close every job with this pair. */
const endOfJob = -1;

const readJob = (line: Line, machines: number, origin: 0 | 1): ShopJob => {
  const numbers = line.fields.map((field) => (field === "-1" ? endOfJob : whole(field, line)));
  if (numbers.length >= 2 && numbers.at(-1) === endOfJob && numbers.at(-2) === endOfJob) numbers.length -= 2;
  if (numbers.includes(endOfJob))
    throw new ReadError(line.number, "-1 inside a job", "a pair of -1 may only close the line");
  if (numbers.length % 2 !== 0)
    throw new ReadError(
      line.number,
      `${numbers.length} numbers are not pairs of machine and duration`,
      "one is missing or too many",
    );
  const operations: ShopJob["operations"][number][] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const machine = numbers[index]! - origin;
    if (machine >= machines)
      throw new ReadError(
        line.number,
        `machine ${machine + origin} is not one of ${origin} to ${machines - 1 + origin}`,
        `machines count from ${origin}; how many there are stands on the first line`,
      );
    operations.push({ alternatives: [{ machine, duration: numbers[index + 1]! }] });
  }
  return { release: 0, due: 0, weight: 0, operations };
};

/** Machines count from 0; from 1 where the last number is among them and no 0 is. */
const originOf = (lines: readonly Line[], machines: number): 0 | 1 => {
  let origin: 0 | 1 = 0;
  for (const { fields } of lines)
    for (let at = 0; at < fields.length; at += 2) {
      if (fields[at] === "0") return 0;
      if (fields[at] === String(machines)) origin = 1;
    }
  return origin;
};

/** The heading of Taillard's files; what stands in it beside jobs and machines is not read. */
const isTaillard = (lines: readonly Line[]): boolean =>
  lines.some(({ fields }) => fields.length === 1 && fields[0]!.toLowerCase() === "times");

const block = (lines: readonly Line[], name: string, jobs: number): readonly Line[] => {
  const at = lines.findIndex(({ fields }) => fields.length === 1 && fields[0]!.toLowerCase() === name);
  const rows = at < 0 ? [] : lines.slice(at + 1, at + 1 + jobs);
  if (rows.length < jobs)
    throw new ReadError(
      rows.at(-1)?.number ?? lines.at(-1)!.number,
      `${rows.length} lines of ${name}, ${jobs} are wanted`,
      `put a line "${name}" before one for each job`,
    );
  return rows;
};

const readTaillard = (lines: readonly Line[]): ShopProblem => {
  const { jobs, machines } = header(lines.filter(({ fields }) => /^\d/.test(fields[0]!)));
  const orders = block(lines, "machines", jobs);
  const rows = block(lines, "times", jobs).map((times, job): ShopJob => {
    const order = orders[job]!;
    if (times.fields.length !== order.fields.length)
      throw new ReadError(
        order.number,
        `${order.fields.length} machines for ${times.fields.length} times`,
        "every operation has one of each",
      );
    const operations = times.fields.map((time, at) => {
      const machine = whole(order.fields[at]!, order);
      if (machine < 1 || machine > machines)
        throw new ReadError(
          order.number,
          `machine ${machine} is not one of 1 to ${machines}`,
          "here machines count from 1; how many there are stands behind the number of jobs",
        );
      return { alternatives: [{ machine: machine - 1, duration: whole(time, times) }] };
    });
    return { release: 0, due: 0, weight: 0, operations };
  });
  return { machines, jobs: rows, objective: "makespan" };
};

/**
 * A job shop in the standard text format: jobs and machines, then a line of `machine duration` pairs for each job,
 * machines from 0 or from 1; jobs may differ in length, visit a machine again, and end in `-1 -1`.
 * Taillard's own layout is read, too: a line `Times`, one a job, and a line `Machines`, one a job, machines from 1.
 */
export const readJsp = (text: string): ShopProblem => {
  const lines = linesOf(text);
  if (isTaillard(lines)) return readTaillard(lines);
  const { jobs, machines, lines: jobLines } = header(lines);
  expectJobs(jobLines, jobs);
  const origin = originOf(jobLines, machines);
  return { machines, jobs: jobLines.map((line) => readJob(line, machines, origin)), objective: "makespan" };
};
