import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Problem } from "../../optimizer/index.ts";
import { type BillLine, createParts } from "./plant-parts.ts";

export interface PlantSize {
  readonly seed: number;
  readonly orders: number;
  readonly materials: number;
  /** Matching relations wanted: needs x (material and alternates) x supplies. The plant comes near, where its deliveries allow. */
  readonly relations: number;
  /** Kitted lines in the mean bill of material. */
  readonly lines?: number;
  readonly weeks?: number;
}

type Stage = {
  readonly name: string;
  readonly resources: number;
  /** Share of the calendar that work without set-ups fills. */
  readonly load: number;
  /** Shifts of eight hours a day, six days a week; 3 means round the clock. */
  readonly shifts: number;
  readonly setupMinutes?: readonly [number, number];
};

/** Sixty resources in the order of an electronics plant's routing; SMT and test live by their set-ups. */
const stages: readonly Stage[] = [
  { name: "SMT", resources: 12, load: 0.74, shifts: 3, setupMinutes: [15, 75] },
  { name: "AOI", resources: 8, load: 0.6, shifts: 3 },
  { name: "TEST", resources: 14, load: 0.72, shifts: 3, setupMinutes: [10, 40] },
  { name: "BURN", resources: 10, load: 0.7, shifts: 3 },
  { name: "ASSY", resources: 10, load: 0.72, shifts: 2, setupMinutes: [5, 20] },
  { name: "PACK", resources: 6, load: 0.6, shifts: 2 },
];
const families = 12;
const hour = 3_600;
const day = 24 * hour;
const week = 7 * day;

/** What comes out of an oven cools down. */
const lagOf = (stage: string): number => (stage === "BURN" ? hour : 0);

/** Customer classes: share of the orders, and the cost of an hour of lateness. */
const classes = [
  { share: 0.06, weight: 9 },
  { share: 0.2, weight: 4 },
  { share: 0.44, weight: 2 },
  { share: 0.3, weight: 1 },
];

/** Weight of the class that a draw from 0 to 1 falls into. */
const classWeight = (draw: number): number => {
  let passed = 0;
  for (const { share, weight } of classes) {
    passed += share;
    if (draw < passed) return weight;
  }
  return classes.at(-1)!.weight;
};

/** Matching relations of a problem: how many pairs of a need and a supply a planner would have to look at. */
export const relationsOf = (problem: Problem): number => {
  const supplies = new Map(
    problem.materials.map(({ id, stock, receipts }) => [id, (stock > 0 ? 1 : 0) + receipts.length]),
  );
  let relations = 0;
  for (const { operations } of problem.orders)
    for (const { needs } of operations)
      for (const { material, alternates } of needs)
        for (const name of [material, ...alternates]) relations += supplies.get(name)!;
  return relations;
};

export interface PlantMaster {
  /** Of each stage, in the order of `stageNames`. */
  readonly approved: readonly (readonly { readonly resource: string; readonly speed: number }[])[];
  readonly family: string;
  readonly bill: readonly (Omit<BillLine, "material" | "alternates"> & {
    readonly material: string;
    readonly alternates: readonly string[];
  })[];
}

/** A plant as its data store holds it: what the orders of the problem are made of. */
export interface Plant {
  readonly problem: Problem;
  readonly stages: readonly (Pick<Stage, "name" | "shifts"> & {
    readonly hasSetups: boolean;
    readonly secondsAPiece: number;
    /** Least time until the next stage. */
    readonly lag: number;
  })[];
  readonly masters: readonly PlantMaster[];
  /** Of the problem's orders, in their order. */
  readonly demand: readonly { readonly product: number; readonly quantity: number }[];
}

/**
 * A seeded electronics plant (phones and telecom boards): shared materials of Zipf usage, golden parts that most orders
 * wait for, vendors' alternates, receipts over weeks, routings over sixty resources with shifts and set-up families.
 * Capacity and material are sized so that most orders, not all, can be on time. The same size gives the same plant.
 */
export const plantProblem = (size: PlantSize): Problem => createPlant(size).problem;

/** As `plantProblem`, with what its orders are made of. */
export const createPlant = (size: PlantSize): Plant => {
  const { seed, orders, materials, relations, lines = 16, weeks = 12 } = size;
  const random = xoroshiro128plus(seed);
  const int = (from: number, to: number) => uniformInt(random, from, to);
  const chance = () => uniformFloat64(random);

  const resources = stages.flatMap(({ name, resources: count, shifts, setupMinutes }) =>
    Array.from({ length: count }, (_, index): Problem["resources"][number] => ({
      id: `${name}-${index + 1}`,
      // Twice the horizon, so that what is late still finds a place.
      calendar: Array.from({ length: weeks * 14 }, (_, at) => at)
        .filter((at) => at % 7 !== 6)
        .map((at): [number, number] => [at * day, at * day + shifts * 8 * hour - (shifts === 3 ? hour : 0)]),
      ...(setupMinutes ? { setupGroup: name, family: `F${int(0, families - 1)}` } : {}),
    })),
  );
  const setups = stages.flatMap(({ name, setupMinutes }) =>
    setupMinutes
      ? Array.from({ length: families * families }, (_, pair) => ({
          group: name,
          from: `F${Math.floor(pair / families)}`,
          to: `F${pair % families}`,
          seconds:
            Math.floor(pair / families) === pair % families ? 0 : int(setupMinutes[0], setupMinutes[1]) * 60,
        }))
      : [],
  );

  const parts = createParts({ random, materials, products: Math.max(8, Math.round(orders / 10)), lines });
  const demand = Array.from({ length: orders }, (_, index) => {
    const product = int(0, parts.products.length - 1);
    const due = Math.round((0.6 + chance() * (weeks - 0.6)) * week);
    const leadTime = (1.5 + chance() * 2.5) * week;
    const weight = classWeight(chance());
    // Lot sizes of a plant that builds many variants: mostly small, a few large.
    const quantity = Math.round(20 * Math.exp(chance() * 3));
    return { index, product, due, release: Math.max(0, Math.round(due - leadTime)), weight, quantity };
  });

  // A stage's seconds a piece follow from the load that its calendars are to carry.
  const pieces = demand.reduce((sum, { quantity }) => sum + quantity, 0);
  const secondsAPiece = stages.map(({ resources: count, load, shifts }) => {
    const open = weeks * 6 * (shifts * 8 - (shifts === 3 ? 1 : 0)) * hour * count;
    return (open * load) / pieces;
  });
  // Each product runs on some of a stage's resources; some of them are slower.
  const approved = parts.products.map(() =>
    stages.map(({ resources: count }) => {
      const from = int(0, count - 1);
      const able = Math.min(count, int(2, 5));
      return Array.from({ length: able }, (_, step) => ({
        resource: (from + step * 3) % count,
        speed: 0.9 + chance() * 0.3,
      })).filter(({ resource }, at, all) => all.findIndex((other) => other.resource === resource) === at);
    }),
  );
  const operationsOf = (product: number, quantity: number): Problem["orders"][number]["operations"] =>
    stages.map(({ name, setupMinutes }, stage) => ({
      id: name,
      ...(setupMinutes ? { family: `F${parts.products[product]!.family % families}` } : {}),
      lag: lagOf(name),
      alternatives: approved[product]![stage]!.map(({ resource, speed }) => ({
        resource: `${name}-${resource + 1}`,
        duration: Math.max(60, Math.round(secondsAPiece[stage]! * quantity * speed)),
      })),
      needs: parts.products[product]!.bill.filter((line: BillLine) => line.stage === name).map(
        ({ material, each, alternates }) => ({
          material: parts.nameOf(material),
          quantity: each * quantity,
          alternates: alternates.map(parts.nameOf),
        }),
      ),
    }));

  const plant: Problem = {
    resources,
    setups,
    materials: [],
    orders: demand.map(({ index, product, due, release, weight, quantity }) => ({
      id: `WO-${index + 1}`,
      weight,
      release,
      due,
      operations: operationsOf(product, quantity),
    })),
  };
  // How many deliveries give the wanted relations depends on who uses what: found by trying.
  let asked = relations;
  for (let round = 0; round < 6; round += 1) {
    plant.materials = parts.supply({ random, demand, relations: asked, weeks });
    const found = relationsOf(plant);
    if (Math.abs(found - relations) < 0.02 * relations) break;
    asked *= relations / Math.max(1, found);
  }
  return {
    problem: plant,
    stages: stages.map(({ name, shifts, setupMinutes }, stage) => ({
      name,
      shifts,
      hasSetups: setupMinutes !== undefined,
      secondsAPiece: secondsAPiece[stage]!,
      lag: lagOf(name),
    })),
    masters: parts.products.map(({ family, bill }, product) => ({
      approved: approved[product]!.map((able, stage) =>
        able.map(({ resource, speed }) => ({ resource: `${stages[stage]!.name}-${resource + 1}`, speed })),
      ),
      family: `F${family % families}`,
      bill: bill.map(({ material, alternates, ...line }) => ({
        ...line,
        material: parts.nameOf(material),
        alternates: alternates.map(parts.nameOf),
      })),
    })),
    demand,
  };
};
