import type { ShopProblem } from "../problem.ts";
import { type Line, linesOf, ReadError, whole } from "./lines.ts";

const mostJobs = 5_000;

/** Lines after a heading such as `Weights:`. */
const section = (lines: readonly Line[], heading: string, length: number): Line[] => {
  const at = lines.findIndex(({ fields }) => fields.join(" ").toLowerCase() === heading.toLowerCase());
  if (at < 0)
    throw new ReadError(
      lines.at(-1)?.number ?? 1,
      `there is no line "${heading}"`,
      `put it before its ${length} lines of numbers`,
    );
  const found = lines.slice(at + 1, at + 1 + length);
  if (found.length < length)
    throw new ReadError(
      lines.at(-1)!.number,
      `${heading} has ${found.length} lines, ${length} are wanted`,
      "the text may have been cut off",
    );
  return found;
};

const column = (lines: readonly Line[], heading: string, jobs: number): number[] =>
  section(lines, heading, jobs).map((line) => {
    if (line.fields.length !== 1)
      throw new ReadError(
        line.number,
        `${line.fields.length} numbers where one is wanted`,
        `${heading} has a line for each of ${jobs} jobs`,
      );
    return whole(line.fields[0]!, line);
  });

/**
 * Weighted tardiness with sequence-dependent set-ups on one machine, in the format of Cicirello (2003): process times,
 * weights, due dates, then `from to seconds` for every pair, from -1 for the first job.
 */
export const readWtsds = (text: string): ShopProblem => {
  const lines = linesOf(text);
  const size = lines.find(({ fields }) => fields.join(" ").startsWith("Problem Size:"));
  if (!size)
    throw new ReadError(1, 'there is no line "Problem Size: N"', "put it first, N is the number of jobs");
  const jobs = whole(size.fields[2] ?? "", size);
  if (jobs < 1 || jobs > mostJobs)
    throw new ReadError(size.number, `${jobs} jobs are not 1 to ${mostJobs}`, "the number counts the jobs");
  const durations = column(lines, "Process Times:", jobs);
  const weights = column(lines, "Weights:", jobs);
  const dues = column(lines, "Duedates:", jobs);
  const setups = new Int32Array((jobs + 1) * jobs);
  const given = new Uint8Array(setups.length);
  const pairs = section(lines, "Setup Times:", jobs * jobs);
  // Some files also have a line from each job to itself, which means nothing.
  const more = lines.slice(lines.indexOf(pairs[0]!) + pairs.length);
  const end = more.findIndex(({ fields }) => !/^-?\d/.test(fields[0]!));
  for (const line of [...pairs, ...more.slice(0, end < 0 ? more.length : end)]) {
    const [from = "", to = "", seconds = ""] = line.fields;
    const before = from === "-1" ? 0 : whole(from, line) + 1;
    const after = whole(to, line);
    if (before > jobs || after >= jobs)
      throw new ReadError(
        line.number,
        `there is no pair of jobs ${from} and ${to} among ${jobs}`,
        "jobs count from 0, and -1 stands for the start",
      );
    setups[before * jobs + after] = whole(seconds, line);
    given[before * jobs + after] = 1;
  }
  for (let before = 0; before <= jobs; before += 1)
    for (let after = 0; after < jobs; after += 1)
      if (before !== after + 1 && !given[before * jobs + after])
        throw new ReadError(
          lines.at(-1)!.number,
          `no set-up time from ${before - 1} to ${after}`,
          "give one for every pair, and from -1 to every job",
        );
  return {
    machines: 1,
    jobs: durations.map((duration, job) => ({
      release: 0,
      due: dues[job]!,
      weight: weights[job]!,
      operations: [{ alternatives: [{ machine: 0, duration }] }],
    })),
    setups: [setups],
    objective: "weightedTardiness",
  };
};
