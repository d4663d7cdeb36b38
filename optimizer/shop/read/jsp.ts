import type { ShopJob, ShopProblem } from "../problem.ts";
import { expectJobs, header, type Line, linesOf, ReadError, whole } from "./lines.ts";

/** Da Col and Teppan's re-entrant instances close every job with this pair. */
const endOfJob = -1;

const readJob = (line: Line, machines: number): ShopJob => {
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
    const machine = numbers[index]!;
    if (machine >= machines)
      throw new ReadError(
        line.number,
        `machine ${machine} is not one of 0 to ${machines - 1}`,
        "machines count from 0; how many there are stands on the first line",
      );
    operations.push({ alternatives: [{ machine, duration: numbers[index + 1]! }] });
  }
  return { release: 0, due: 0, weight: 0, operations };
};

/**
 * A job shop in the standard text format: jobs and machines, then a line of `machine duration` pairs for each job,
 * machines from 0; jobs may differ in length, visit a machine again, and end in `-1 -1`.
 */
export const readJsp = (text: string): ShopProblem => {
  const lines = linesOf(text);
  const { jobs, machines, lines: jobLines } = header(lines);
  expectJobs(jobLines, jobs);
  return { machines, jobs: jobLines.map((line) => readJob(line, machines)), objective: "makespan" };
};
