import { boundsOf } from "./bound/bound.ts";
import { createDecoder, emptySchedule } from "./construct/decode.ts";
import { buildModel, type Model } from "./construct/model.ts";
import { search } from "./improve/search.ts";
import { pegMaterials } from "./peg/peg.ts";
import { keyOf, type Plan } from "./plan.ts";
import { toPlan } from "./present.ts";
import { type Order, type Problem, parseProblem, type Resource } from "./problem.ts";

/** Something that happened after the plan was made. */
export type Disruption =
  | { readonly kind: "down"; readonly resource: string; readonly from: number; readonly to: number }
  | { readonly kind: "late"; readonly material: string; readonly from: number; readonly to: number }
  | { readonly kind: "scrap"; readonly material: string; readonly quantity: number }
  | { readonly kind: "rush"; readonly order: Order };

export interface RepairOptions {
  readonly budgetMs?: number;
  readonly seed?: number;
  readonly iterations?: number;
  /** What starts before this moment stays where it is, unless its resource is down. */
  readonly frozenUntil?: number;
}

const farAway = 400 * 86_400;

const closed = (resource: Resource, from: number, to: number): Resource => {
  const open = resource.calendar.length > 0 ? resource.calendar : [[0, farAway] as [number, number]];
  return {
    ...resource,
    calendar: open.flatMap(([start, end]): [number, number][] =>
      to <= start || from >= end
        ? [[start, end]]
        : [
            ...(from > start ? [[start, from] as [number, number]] : []),
            ...(to < end ? [[to, end] as [number, number]] : []),
          ],
    ),
  };
};

const disruptOnce = (problem: Problem, disruption: Disruption): Problem => {
  const changeMaterial = (
    id: string,
    change: (material: Problem["materials"][number]) => Problem["materials"][number],
  ) => ({
    ...problem,
    materials: problem.materials.map((material) => (material.id === id ? change(material) : material)),
  });
  switch (disruption.kind) {
    case "down": {
      const { resource: id, from, to } = disruption;
      return {
        ...problem,
        resources: problem.resources.map((resource) =>
          resource.id === id ? closed(resource, from, to) : resource,
        ),
      };
    }
    case "late":
      return changeMaterial(disruption.material, (material) => ({
        ...material,
        receipts: material.receipts.map((receipt) =>
          receipt.time === disruption.from ? { ...receipt, time: disruption.to } : receipt,
        ),
      }));
    case "scrap":
      return changeMaterial(disruption.material, (material) => ({
        ...material,
        stock: Math.max(0, material.stock - disruption.quantity),
      }));
    case "rush":
      return { ...problem, orders: [...problem.orders, disruption.order] };
  }
};

/** The problem as it is after the disruptions. */
export const disrupt = (problem: Problem, disruptions: readonly Disruption[]): Problem => {
  let changed = problem;
  for (const disruption of disruptions) changed = disruptOnce(changed, disruption);
  return changed;
};

export interface Repaired {
  readonly plan: Plan;
  readonly problem: Problem;
  /** Operations that have another place or start than before. */
  readonly moved: number;
}

/** Everything may cost this much more if it stays on its resources. */
const worthMoving = 1.02;

type OldPlaces = ReadonlyMap<string, Plan["operations"][number]>;

/** The problem with every operation held to the resource that it had, where that works. */
const keptInPlace = (
  problem: Problem,
  before: OldPlaces,
  isDown: (resource: string, start: number, end: number) => boolean,
): Problem => ({
  ...problem,
  orders: problem.orders.map((order) => ({
    ...order,
    operations: order.operations.map((operation) => {
      const old = before.get(keyOf(order.id, operation.id));
      const same = operation.alternatives.filter(({ resource }) => resource === old?.resource);
      return old && same.length > 0 && !isDown(old.resource, old.start, old.end)
        ? { ...operation, alternatives: same }
        : operation;
    }),
  })),
});

/** Orders take their turns as their operations started before; a new order comes where weight and due time put it. */
const inOldOrder = (
  problem: Problem,
  pegs: Plan["pegs"],
  before: OldPlaces,
): { model: Model; sequence: Int32Array } => {
  const model = buildModel(problem, pegs);
  const startOf = (operation: number): number => {
    const order = model.orderOf[operation]!;
    return before.get(model.keys[operation]!)?.start ?? model.due[order]! - 28_800 * model.weight[order]!;
  };
  const operations = model.keys
    .map((_, operation) => operation)
    .sort((a, b) => startOf(a) - startOf(b) || a - b);
  return { model, sequence: Int32Array.from(operations, (operation) => model.orderOf[operation]!) };
};

/** The sequence as a plan; undefined when something has no place. */
const decoded = (
  { model, sequence }: { model: Model; sequence: Int32Array },
  pegs: Plan["pegs"],
): Plan | undefined => {
  const schedule = emptySchedule(model);
  return Number.isFinite(createDecoder(model)(sequence, schedule))
    ? toPlan(model, pegs, schedule, boundsOf(model.problem, model))
    : undefined;
};

/**
 * Mends a plan after disruptions: the old order of work is kept and only pushed where it must be, a rush order is put
 * where its weight and due time place it, and what time is left goes into improving around that.
 */
export const repair = async (
  input: Problem,
  plan: Plan,
  disruptions: readonly Disruption[],
  options: RepairOptions = {},
): Promise<Repaired> => {
  const { budgetMs = 2_000, seed = 1, iterations, frozenUntil = 0 } = options;
  const deadline = performance.now() + budgetMs;
  const before = new Map(
    plan.operations.map((operation) => [keyOf(operation.orderId, operation.operationId), operation]),
  );
  const isDown = (resource: string, start: number, end: number) =>
    disruptions.some(
      (disruption) =>
        disruption.kind === "down" &&
        disruption.resource === resource &&
        start < disruption.to &&
        end > disruption.from,
    );
  const disrupted = disrupt(input, disruptions);
  const problem = parseProblem({
    ...disrupted,
    orders: disrupted.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => {
        const old = before.get(keyOf(order.id, operation.id));
        return old && !operation.fixed && old.start < frozenUntil && !isDown(old.resource, old.start, old.end)
          ? { ...operation, fixed: { resource: old.resource, start: old.start, end: old.end } }
          : operation;
      }),
    })),
  });
  const pegs = pegMaterials(problem);
  const stayed = decoded(inOldOrder(keptInPlace(problem, before, isDown), pegs, before), pegs);
  const free = inOldOrder(problem, pegs, before);
  const found = await search(free.model, free.sequence, {
    seed,
    now: () => performance.now(),
    deadline: iterations === undefined ? deadline : Number.MAX_VALUE,
    ...(iterations === undefined ? {} : { iterations }),
    // A plan that people work by is mended, not remade: only what is better is taken over.
    onlyBetter: true,
  });
  const improved = Number.isFinite(found.schedule.cost)
    ? toPlan(free.model, pegs, found.schedule, boundsOf(problem, free.model))
    : undefined;
  const [better] = [stayed, improved]
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => a.objective - b.objective);
  if (!better) throw new Error("an operation does not fit into any calendar of its resources");
  // People would rather keep their places than gain a little.
  const mended = stayed && stayed.objective <= better.objective * worthMoving ? stayed : better;
  const moved = mended.operations.filter((operation) => {
    const old = before.get(keyOf(operation.orderId, operation.operationId));
    return old && (old.resource !== operation.resource || old.start !== operation.start);
  }).length;
  return { plan: mended, problem, moved };
};
