import { dayMs } from "../../../core/zone.ts";
import type { Habits } from "./line-day.ts";

interface Kind {
  readonly betweenFailuresH: number;
  readonly repairH: number;
  readonly reasons: readonly string[];
  readonly scrap: number;
  readonly setupMinutes: number;
}

/** As the simulated plant's own lines are, so that the month before and the days to come are of one plant. */
const kinds: Readonly<Record<string, Kind>> = {
  SMT: {
    betweenFailuresH: 40,
    repairH: 0.6,
    reasons: [
      "feeder jam",
      "nozzle clogged",
      "solder paste printer stencil misaligned",
      "reflow zone temperature alarm",
    ],
    scrap: 0.006,
    setupMinutes: 30,
  },
  ASM: {
    betweenFailuresH: 60,
    repairH: 0.4,
    reasons: ["torque driver fault", "conveyor stopped"],
    scrap: 0.004,
    setupMinutes: 12,
  },
  BI: {
    betweenFailuresH: 200,
    repairH: 1,
    reasons: ["chamber temperature out of range", "load board fault"],
    scrap: 0.003,
    setupMinutes: 7,
  },
  FT: {
    betweenFailuresH: 50,
    repairH: 0.5,
    reasons: ["RF switch matrix fault", "fixture contact worn", "test program hung"],
    scrap: 0.012,
    setupMinutes: 16,
  },
};

/** Days that a lot of material lasts. */
export const lotDays = 5;
/** A product, and how many lots before the last one of its material one was not as it should be. */
export const badLot = { product: "AAU-5611", lotsBefore: 1, scrap: 0.05 } as const;

/**
 * How a line behaved: as its kind does, and three things that went wrong and that a person should find. The feeders of
 * SMT-4 wear out in the last ten days; the fixture of FT-2 in the last six; set-ups at night take longer on all SMT lines.
 */
export const habitsOf =
  (line: string, process: string, until: number, clockHour: (time: number) => number) =>
  (time: number): Habits => {
    const kind = kinds[process] ?? kinds["ASM"]!;
    const daysAgo = (until - time) / dayMs;
    const feeders = line === "SMT-4" && daysAgo < 10;
    const fixture = line === "FT-2" && daysAgo < 6;
    const night = process === "SMT" && clockHour(time) < 8;
    return {
      meanTimeBetweenFailuresS: (feeders ? kind.betweenFailuresH / 8 : kind.betweenFailuresH) * 3_600,
      repairS: (feeders ? 1.6 : 1) * kind.repairH * 3_600,
      reasons: feeders ? [...kind.reasons, ...new Array<string>(12).fill("feeder jam")] : kind.reasons,
      scrap: fixture ? kind.scrap * (3 - daysAgo / 3) : kind.scrap,
      slow: 1.06,
      setupS: (night ? 1.5 : 1) * kind.setupMinutes * 60,
    };
  };
