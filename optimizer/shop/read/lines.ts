/** One line that is neither empty nor a comment; numbered from 1. */
export interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

/** What is wrong in a text, on which line, and what would mend it. */
export class ReadError extends Error {
  constructor(line: number, wrong: string, mend: string) {
    super(`line ${line}: ${wrong}; ${mend}`);
    this.name = "ReadError";
  }
}

/** More is no plant; a solver gives every machine room. */
const mostMachines = 100_000;
/** Sums of durations stay whole 32-bit numbers in the search. */
const longestDuration = 1_000_000_000;

export const linesOf = (text: string): Line[] =>
  text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({
      number: index + 1,
      fields: line.replace(/#.*/, "").split(/\s+/).filter(Boolean),
    }))
    .filter(({ fields }) => fields.length > 0);

/** A whole number; some files write it as 3.0. */
export const whole = (field: string, line: Line): number => {
  if (!/^\d{1,15}(\.0*)?$/.test(field))
    throw new ReadError(
      line.number,
      `${JSON.stringify(field.slice(0, 40))} is not a whole number from 0 on`,
      /^-?\d*\.\d+$/.test(field)
        ? "give all times in a finer unit, without fractions"
        : "words and remarks go behind a #",
    );
  const value = Number(field);
  if (value > longestDuration)
    throw new ReadError(
      line.number,
      `${value} is more than ${longestDuration}`,
      "give times in a coarser unit",
    );
  return value;
};

/** @throws ReadError when there are not as many lines of jobs as announced */
export const expectJobs = (lines: readonly Line[], jobs: number): void => {
  const line = lines.length > jobs ? lines[jobs] : lines.at(-1);
  if (lines.length !== jobs)
    throw new ReadError(
      line?.number ?? 1,
      `${lines.length} lines of jobs, but the first line announces ${jobs}`,
      "correct that number, or give each job one line",
    );
};

/** Some files have the two counts on a line each. */
const withCountsTogether = (lines: readonly Line[]): readonly Line[] => {
  const [first, second, ...rest] = lines;
  if (first?.fields.length !== 1 || second?.fields.length !== 1) return lines;
  return [{ number: second.number, fields: [...first.fields, ...second.fields] }, ...rest];
};

export interface Header {
  readonly jobs: number;
  readonly machines: number;
  /** What comes after the counts. */
  readonly lines: readonly Line[];
  /** The counts stand on a line each. */
  readonly apart: boolean;
}

const isRemark = ({ fields }: Line): boolean => !/^[-\d]/.test(fields[0]!);

/** Names and rulers stand above the numbers of some collections, an end mark below. */
const withoutRemarks = (lines: readonly Line[]): readonly Line[] => {
  const first = lines.findIndex((line) => !isRemark(line));
  const last = lines.findLastIndex((line) => !isRemark(line));
  return first < 0 ? lines : lines.slice(first, last + 1);
};

/** The counts of jobs and machines, and the lines after them. Lines of words before and behind all numbers are left out. */
export const header = (text: readonly Line[]): Header => {
  const all = withoutRemarks(text);
  const lines = withCountsTogether(all);
  const [first, ...rest] = lines;
  if (!first)
    throw new ReadError(1, "no numbers in the whole text", "begin with the numbers of jobs and machines");
  if (first.fields.length < 2)
    throw new ReadError(
      first.number,
      `${JSON.stringify(first.fields[0]!.slice(0, 40))} stands alone where the numbers of jobs and machines are wanted`,
      "write both on the first line, and a # before remarks",
    );
  const jobs = whole(first.fields[0]!, first);
  const machines = whole(first.fields[1]!, first);
  if (machines < 1 || machines > mostMachines)
    throw new ReadError(
      first.number,
      `${machines} machines are not 1 to ${mostMachines}`,
      "the second number of the first line counts the machines",
    );
  return { jobs, machines, lines: rest, apart: lines !== all };
};
