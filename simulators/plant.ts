import { demoRoadmap, demoVehicles } from "../services/protocols/roadmap/demo.ts";
import type { Roadmap } from "../services/protocols/roadmap/description.ts";
import { nonEmpty } from "./engine/non-empty.ts";

/** The simulated plant as its builders know it: what stands where and how it behaves. The brain never reads this. */
export interface LineModel {
  readonly id: string;
  readonly ratedPowerKW: number;
  /** Coefficient of variation of cycle and set-up times. */
  readonly timeVariation: number;
  /** Share of units scrapped. */
  readonly defectRate: number;
  readonly meanTimeBetweenFailuresH: number;
  readonly meanTimeToRepairH: number;
  readonly failureReasons: readonly [string, ...string[]];
  /** Hours that the line is still down when the simulation starts. */
  readonly initiallyDownH?: number;
}

export interface PlantModel {
  readonly group: string;
  readonly lines: readonly LineModel[];
  /** Where its vehicles drive. */
  readonly roadmap: Roadmap;
  /** What it makes, by the letters of its family. */
  readonly products: readonly [string, ...string[]];
  readonly vehicles: readonly {
    readonly manufacturer: string;
    readonly serialNumber: string;
    readonly home: string;
    /** Percent. */
    readonly charge: number;
  }[];
  /** Robot cells, by their ids. */
  readonly cells: readonly string[];
}

type Kind = Omit<LineModel, "id" | "initiallyDownH">;

const smt: Kind = {
  ratedPowerKW: 48,
  timeVariation: 0.08,
  defectRate: 0.006,
  meanTimeBetweenFailuresH: 40,
  meanTimeToRepairH: 0.6,
  failureReasons: [
    "feeder jam",
    "nozzle clogged",
    "solder paste printer stencil misaligned",
    "reflow zone temperature alarm",
  ],
};
const assembly: Kind = {
  ratedPowerKW: 9,
  timeVariation: 0.15,
  defectRate: 0.004,
  meanTimeBetweenFailuresH: 60,
  meanTimeToRepairH: 0.4,
  failureReasons: ["torque driver fault", "conveyor stopped"],
};
const burnIn: Kind = {
  ratedPowerKW: 30,
  timeVariation: 0.01,
  defectRate: 0.003,
  meanTimeBetweenFailuresH: 200,
  meanTimeToRepairH: 1,
  failureReasons: ["chamber temperature out of range", "load board fault"],
};
const test: Kind = {
  ratedPowerKW: 6,
  timeVariation: 0.12,
  defectRate: 0.012,
  meanTimeBetweenFailuresH: 50,
  meanTimeToRepairH: 0.5,
  failureReasons: ["RF switch matrix fault", "fixture contact worn", "test program hung"],
};

const areas: readonly { prefix: string; count: number; kind: Kind }[] = [
  { prefix: "SMT", count: 5, kind: smt },
  { prefix: "ASM", count: 3, kind: assembly },
  { prefix: "BI", count: 2, kind: burnIn },
  { prefix: "FT", count: 4, kind: test },
];

const lineIds = areas.flatMap(({ prefix, count, kind }) =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index + 1}`, kind })),
);

const ids = (prefix: string, numbers: readonly number[]) => numbers.map((number) => `${prefix}-${number}`);
const products = nonEmpty([
  ...ids("RRU", [5201, 5202, 5203, 5204, 5205, 5301, 5302, 5303, 5304, 5305]),
  ...ids("AAU", [5611, 5612, 5613, 5614, 5711, 5712, 5713, 5714]),
  ...ids("SRV", [310, 320, 330, 340, 350, 360]),
]);

/** The demonstration plant: SMT-4 starts broken down. */
export const demoPlant: PlantModel = {
  group: "BINJIANG",
  lines: lineIds.map(({ id, kind }) => ({ id, ...kind, ...(id === "SMT-4" ? { initiallyDownH: 6 } : {}) })),
  roadmap: demoRoadmap(),
  products,
  vehicles: demoVehicles,
  cells: ["TC-1"],
};
