import { idleMakers, withoutProducts } from "../peg/idle-makers.ts";
import { pegOrders } from "../peg/peg.ts";
import { suppliesOf } from "../peg/supplies.ts";
import { keyOf, type Peg, type Plan } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { materialsOf } from "../promise/inquiry.ts";
import { keyOfPieces, leftoversOf, namedByMaker } from "../promise/leftovers.ts";
import { shortestOf } from "../shortest.ts";

export interface Repegged {
  readonly pegs: Map<string, Peg>;
  /** Operations whose material is not what it was, by key. */
  readonly anew: ReadonlySet<string>;
}

export interface RepegOptions {
  /** Operations whose material does not keep until they start: they get none that expires. */
  readonly spoilt: ReadonlySet<string>;
  /** Nobody gets any that expires. */
  readonly isLast?: boolean;
  /** Milliseconds that each of up to four peggings should take at the most; counted, see `PegOptions`. */
  readonly budgetMs?: number | undefined;
}

/** Whether a peg is what an operation needs: a changed order may need something else. */
const suits = ({ needs }: Order["operations"][number], { allocations, missing }: Peg): boolean =>
  missing.length === 0 &&
  needs.reduce((sum, { quantity }) => sum + quantity, 0) ===
    allocations.reduce((sum, { quantity }) => sum + quantity, 0) &&
  allocations.every(({ material, substitutes }) =>
    needs.some((need) =>
      substitutes === undefined
        ? need.material === material
        : need.material === substitutes && need.alternates.includes(material),
    ),
  );

/** An operation with what the plan says about it. */
interface Turn {
  readonly key: string;
  readonly order: Order;
  readonly operation: Order["operations"][number];
  /** Undefined when it has no place in the plan. */
  readonly start: number | undefined;
}

/** Operations in the order of their starts in the plan, those without a place first after what is fixed. */
const byStart = (problem: Problem, plan: Pick<Plan, "operations">): Turn[] => {
  const starts = new Map(
    plan.operations.map(({ orderId, operationId, start }) => [keyOf(orderId, operationId), start]),
  );
  const turnOf = ({ operation, start }: Turn) => (operation.fixed ? -1 : (start ?? 0));
  return problem.orders
    .flatMap((order) =>
      order.operations.map((operation): Turn => {
        const key = keyOf(order.id, operation.id);
        return { key, order, operation, start: starts.get(key) };
      }),
    )
    .sort((a, b) => turnOf(a) - turnOf(b));
};

/** When an operation starts in the plan; one that has no place, when it has to for its order to be on time. */
const wantedBy = ({ order, operation, start }: Turn): number => {
  if (start !== undefined) return start;
  const at = order.operations.indexOf(operation);
  return Math.max(
    order.release,
    order.due - order.operations.slice(at).reduce((sum, step) => sum + shortestOf(step.alternatives), 0),
  );
};

const shelf = "SHELF";
/** A second's work; with a tenth of them whoever shares loses three times as much as need be. */
const mostExchanges = 40_000;
/** Hours that it costs to come too late for one's place, however little: where resources are full the next free one is days away. */
const placeHours = 100;

/** How material is shared out. */
interface Sharing extends Pick<RepegOptions, "budgetMs"> {
  /** Whether an operation may get material that expires. */
  readonly mayExpire: (key: string) => boolean;
}

/**
 * Shares out what is left to some operations, each as an order of its own that is due when it is to start: so whoever has a
 * place keeps its material unless another's loss of its place costs more.
 */
const shareOut = (
  problem: Problem,
  plan: Plan,
  pegs: ReadonlyMap<string, Peg>,
  asking: readonly Turn[],
  { budgetMs, mayExpire }: Sharing,
): Map<string, Peg> => {
  const names = new Set(problem.orders.map(({ id }) => id));
  // What runs of an order without a plan is not its end: what it makes never comes.
  for (const id of plan.unplanned) names.delete(id);
  const places = {
    operations: plan.operations.filter(({ orderId }) => names.has(orderId)),
    pegs,
    unplanned: [],
  };
  const wanted = new Set(asking.flatMap(({ operation }) => [...materialsOf({ operations: [operation] })]));
  const orders = asking.map((turn): Order => {
    const duration = shortestOf(turn.operation.alternatives);
    return {
      id: turn.key,
      weight: turn.order.weight,
      release: 0,
      due: wantedBy(turn) + duration,
      operations: [
        { id: "", lag: 0, needs: turn.operation.needs, alternatives: [{ resource: shelf, duration }] },
      ],
    };
  });
  const found = pegOrders(
    {
      ...problem,
      resources: [{ id: shelf, calendar: [] }],
      materials: leftoversOf(problem, places, wanted, new Set()),
      orders,
    },
    {
      flowCost: 0,
      exchanges: mostExchanges,
      budgetMs,
      onceLate: placeHours,
      startOf: (at) => (mayExpire(asking[at]!.key) ? undefined : Number.POSITIVE_INFINITY),
    },
  ).pegs;
  return new Map(asking.map(({ key }) => [key, namedByMaker(found.get(keyOf(key, ""))!)]));
};

/** Materials that come too late for whom they were shared out to, or not at all. */
const lackedBy = (asking: readonly Turn[], pegs: ReadonlyMap<string, Peg>): Set<string> => {
  const lacked = new Set<string>();
  for (const turn of asking) {
    const by = wantedBy(turn);
    const { allocations, missing } = pegs.get(turn.key)!;
    const late = new Set([
      ...missing.map(({ material }) => material),
      ...allocations
        .filter(({ time }) => time > by)
        .map(({ material, substitutes }) => substitutes ?? material),
    ]);
    for (const { material, alternates } of turn.operation.needs)
      if (late.has(material)) for (const name of [material, ...alternates]) lacked.add(name);
  }
  return lacked;
};

/** Orders that lack pieces of what was shared out. */
const lackingIn = (asking: readonly Turn[], pegs: ReadonlyMap<string, Peg>): Set<Order> =>
  new Set(asking.filter(({ key }) => pegs.get(key)!.missing.length > 0).map(({ order }) => order));

/**
 * Shares out to those who were hit and those who hold the same. Each operation asks by itself, so that pieces may go to an order
 * that lacks others all the same; where a holder is left without its own by that, such orders get only what the holders leave.
 */
const shareWith = (
  problem: Problem,
  plan: Plan,
  others: ReadonlyMap<string, Peg>,
  hit: readonly Turn[],
  holders: readonly Turn[],
  sharing: Sharing,
): Map<string, Peg> => {
  const found = shareOut(problem, plan, others, [...hit, ...holders], sharing);
  const lacking = lackingIn([...hit, ...holders], found);
  const hitOrders = new Set(hit.map(({ order }) => order));
  const isRobbed = ({ order }: Turn) => lacking.has(order) && !hitOrders.has(order);
  const last = hit.filter(({ order }) => lacking.has(order));
  if (last.length === 0 || !holders.some(isRobbed)) return found;
  const first = [...hit.filter(({ order }) => !lacking.has(order)), ...holders];
  const sooner = shareOut(problem, plan, others, first, sharing);
  const later = shareOut(problem, plan, new Map([...others, ...sooner]), last, sharing);
  return new Map([...sooner, ...later]);
};

const repegOnce = (
  problem: Problem,
  plan: Plan,
  { spoilt, isLast = false, budgetMs }: RepegOptions,
): Repegged => {
  const left = new Map<string, number>();
  const bring = (key: string, quantity: number) => left.set(key, (left.get(key) ?? 0) + quantity);
  for (const material of problem.materials)
    for (const supply of suppliesOf(material, [], problem.policy ?? {}))
      bring(keyOfPieces(material.id, supply.time, supply), supply.quantity);
  for (const { id, produces } of problem.orders) if (produces) bring(id, produces.quantity);

  const pegs = new Map<string, Peg>();
  const hit: Turn[] = [];
  const holders: Turn[] = [];
  for (const turn of byStart(problem, plan)) {
    const { key, operation, start } = turn;
    const peg = plan.pegs.get(key);
    const asked = new Map<string, number>();
    for (const allocation of peg?.allocations ?? []) {
      const of = allocation.order ?? keyOfPieces(allocation.material, allocation.time, allocation);
      asked.set(of, (asked.get(of) ?? 0) + allocation.quantity);
    }
    const there = [...asked].every(([of, quantity]) => (left.get(of) ?? 0) >= quantity);
    if (!peg || start === undefined || spoilt.has(key) || !suits(operation, peg) || !there) {
      if (operation.needs.length > 0) hit.push(turn);
      continue;
    }
    for (const [of, quantity] of asked) left.set(of, left.get(of)! - quantity);
    pegs.set(key, peg);
    if (!operation.fixed && asked.size > 0) holders.push(turn);
  }
  const anew = new Set(hit.map(({ key }) => key));
  if (hit.length === 0) return { pegs, anew };
  const how: Sharing = { budgetMs, mayExpire: (key) => !isLast && !spoilt.has(key) };
  let found = shareOut(problem, plan, pegs, hit, how);
  const lacked = lackedBy(hit, found);
  if (lacked.size > 0) {
    const sharing = holders.filter(({ key }) =>
      pegs.get(key)!.allocations.some(({ material }) => lacked.has(material)),
    );
    const others = new Map(pegs);
    for (const { key } of sharing) others.delete(key);
    found = shareWith(problem, plan, others, hit, sharing, how);
  }
  for (const [key, peg] of found) pegs.set(key, peg);
  return { pegs, anew };
};

/**
 * Material after a disruption: whoever can keeps what was pegged to it, the soonest operations first; the others are pegged anew
 * out of what is left. Where that makes them late, those who hold the same materials share again with them. Nobody waits for what an
 * order makes that lacks material now.
 */
export const repeg = (problem: Problem, plan: Plan, options: RepegOptions): Repegged => {
  const found = repegOnce(problem, plan, options);
  const idle = idleMakers(problem, found.pegs);
  return idle.size === 0 ? found : repeg(withoutProducts(problem, idle), plan, options);
};
