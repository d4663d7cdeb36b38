/** One line that is neither empty nor a comment; numbered from 1. */
export interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

export class ReadError extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
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

export const whole = (field: string, line: Line): number => {
  if (!/^\d{1,15}$/.test(field))
    throw new ReadError(line.number, `${JSON.stringify(field.slice(0, 40))} is not a whole number`);
  const value = Number(field);
  if (value > longestDuration) throw new ReadError(line.number, `${value} is more than ${longestDuration}`);
  return value;
};

/** The counts of jobs and machines on the first line, and the lines after it. */
export const header = (lines: readonly Line[]): { jobs: number; machines: number; lines: Line[] } => {
  const [first, ...rest] = lines;
  if (!first) throw new ReadError(1, "no numbers in the whole text");
  if (first.fields.length < 2)
    throw new ReadError(first.number, "the first line needs the numbers of jobs and machines");
  const jobs = whole(first.fields[0]!, first);
  const machines = whole(first.fields[1]!, first);
  if (machines < 1 || machines > mostMachines)
    throw new ReadError(first.number, `${machines} machines are not 1 to ${mostMachines}`);
  return { jobs, machines, lines: rest };
};
