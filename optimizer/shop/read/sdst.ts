import type { ShopJob, ShopProblem } from "../problem.ts";
import { header, type Line, linesOf, ReadError, whole } from "./lines.ts";

/** A matrix holds the square of it for every machine. */
const mostJobs = 5_000;

/** A row of a matrix; what stands on the diagonal, -1 often, means nothing. */
const matrixRow = (line: Line, jobs: number, from: number): number[] => {
  if (line.fields.length !== jobs)
    throw new ReadError(
      line.number,
      `${line.fields.length} set-up times, one for each of ${jobs} jobs is wanted`,
      "a line of a matrix holds the set-up times from one job to every job",
    );
  return line.fields.map((field, to) => (to === from ? 0 : whole(field, line)));
};

/** Ruiz and Vallada's files name machines (`machine time` pairs) and open each matrix with M0, M1, ... */
const isMark = (line: Line): boolean => /^(SSD|M\d+)$/i.test(line.fields[0]!);

const readJob = (line: Line, machines: number, pairs: boolean): ShopJob => {
  const numbers = line.fields.map((field) => whole(field, line));
  const expected = pairs ? 2 * machines : machines;
  if (numbers.length !== expected)
    throw new ReadError(
      line.number,
      `${numbers.length} numbers, ${expected} are wanted for ${machines} machines`,
      pairs ? "a job is a pair of machine and time for each machine" : "a job is one time for each machine",
    );
  const durations = pairs ? numbers.filter((_, index) => index % 2 === 1) : numbers;
  if (pairs)
    for (let machine = 0; machine < machines; machine += 1)
      if (numbers[machine * 2] !== machine)
        throw new ReadError(
          line.number,
          `machine ${numbers[machine * 2]} where machine ${machine} is next`,
          "all jobs visit the machines in the order 0, 1, 2, ...",
        );
  return {
    release: 0,
    due: 0,
    weight: 0,
    operations: durations.map((duration, machine) => ({ alternatives: [{ machine, duration }] })),
  };
};

/**
 * A permutation flow shop with sequence-dependent set-up times: jobs and machines, a line of times for each job, then a
 * square matrix for each machine. Reads the layout of Ruiz and Vallada (pairs, `SSD`, `M0` ...) and the plain one of Naderi,
 * Ruiz and Roshanaei. The diagonal is not read: the first job of a machine needs no set-up.
 */
export const readSdst = (text: string): ShopProblem => {
  const { jobs, machines, lines } = header(linesOf(text));
  if (jobs < 1 || jobs > mostJobs)
    throw new ReadError(1, `${jobs} jobs are not 1 to ${mostJobs}`, "the first number counts the jobs");
  const pairs = lines.some(isMark);
  const body = lines.filter((line) => !isMark(line));
  const wanted = jobs + machines * jobs;
  if (body.length !== wanted)
    throw new ReadError(
      lines.at(-1)?.number ?? 1,
      `${body.length} lines of numbers, ${wanted} are wanted`,
      `that is one a job, then one a job for each of ${machines} machines`,
    );
  const setups = Array.from({ length: machines }, (_, machine) => {
    const matrix = new Int32Array((jobs + 1) * jobs);
    for (let from = 0; from < jobs; from += 1) {
      matrix.set(matrixRow(body[jobs + machine * jobs + from]!, jobs, from), (from + 1) * jobs);
    }
    return matrix;
  });
  return {
    machines,
    jobs: body.slice(0, jobs).map((line) => readJob(line, machines, pairs)),
    setups,
    permutation: true,
    objective: "makespan",
  };
};
