import type { Row } from "../report.ts";
import type { Rule } from "./plant/rules.ts";

/** How thorough a run is, and where rows go. */
export interface BenchContext {
  /** A sample, so that all measures together take eight minutes at most. */
  readonly quick: boolean;
  /** Every instance of a family, not each fifth. */
  readonly whole: boolean;
  /** Seconds an instance; absent: the measure's own. */
  readonly seconds?: number;
  readonly seeds: number;
  /** What a plant keeps beside calendars, set-ups and material. */
  readonly rules?: readonly Rule[];
  /** Threads that both sides use. */
  readonly cores: number;
  /** Prints a row and keeps it. */
  readonly add: (row: Row) => void;
  /** A line for whoever watches; no result. */
  readonly say: (line: string) => void;
}

/** One subject of `npm run bench:planner`; `--only` chooses by its name. */
export interface Measure {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<void>;
}
