import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** One measured figure against its target. */
export interface Row {
  readonly measure: string;
  readonly value: number | null;
  readonly target: string;
  /** Absent where there is nothing to compare: the peer is missing, or the row is for information. */
  readonly pass?: boolean;
  readonly note?: string;
}

export const atLeast = (measure: string, value: number | null, target: number, note?: string): Row => ({
  measure,
  value,
  target: `>= ${target}`,
  ...(value === null ? {} : { pass: value >= target }),
  ...(note ? { note } : {}),
});
export const atMost = (measure: string, value: number | null, target: number, note?: string): Row => ({
  measure,
  value,
  target: `<= ${target}`,
  ...(value === null ? {} : { pass: value <= target }),
  ...(note ? { note } : {}),
});

export interface Report {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly command: string;
  readonly date: string;
  readonly commit: string;
  readonly rows: readonly Row[];
}

const commitOf = (): string => {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
};

export const createReport = (
  command: string,
  rows: readonly Row[],
  machine: Readonly<Record<string, unknown>> = {},
): Report => ({
  machine: {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    ...machine,
  },
  command,
  date: new Date().toISOString().slice(0, 10),
  commit: commitOf(),
  rows,
});

const shown = (value: number | null): string =>
  value === null ? "-" : Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);

export const printRow = (row: Row): void => {
  const sign = row.pass === undefined ? " " : row.pass ? "✓" : "✗";
  console.log(
    `${sign} ${row.measure.padEnd(58)} ${shown(row.value).padStart(8)}  ${row.target.padEnd(10)} ${row.note ?? ""}`,
  );
};

/** Prints what was reached, and writes the report when a file is named. */
export const finishReport = (report: Report, file: string | undefined): void => {
  const judged = report.rows.filter(({ pass }) => pass !== undefined);
  console.log(`\n${judged.filter(({ pass }) => pass).length} of ${judged.length} targets reached`);
  if (file) writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
};
