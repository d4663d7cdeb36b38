import type { Alone } from "../alone.ts";
import type { Need, Problem } from "../problem.ts";
import { kitDates } from "./kit-dates.ts";
import { findPools, type Pool, type Supply } from "./supplies.ts";

/**
 * The matching network of needs and supplies as arrays of numbers (compressed sparse rows). Needs stand order by order; the
 * sources of a need are the pools of its material and its alternates, the best first; the supplies of a pool stand in the
 * order of time.
 */
export interface PegNetwork {
  readonly orders: number;
  readonly weight: Float64Array;
  /** Due times less known queues, of who makes a sub-assembly for others by theirs. */
  readonly orderDue: Float64Array;
  /** First need of each order; one more entry closes the list. */
  readonly firstNeed: Int32Array;
  readonly orderOf: Int32Array;
  /** Operation of a need, counted over all orders. */
  readonly operationOf: Int32Array;
  /** First operation of each order, closed. */
  readonly firstOperation: Int32Array;
  readonly needed: Float64Array;
  readonly materialOf: Int32Array;
  /** When the material must be there for its order to come no later than work alone makes it. */
  readonly kitDue: Float64Array;
  /** When it should be there to leave the order its usual time in the plant; not after `kitDue`. */
  readonly kitWanted: Float64Array;
  /** Cost of an hour between the two, as a share of an hour after the kit-due time. */
  readonly flowCost: number;
  /** Hours that being late at all counts for. */
  readonly onceLate: number;
  /** The need belongs to an operation that runs or is frozen: it has its material before everyone else. */
  readonly frozen: Uint8Array;
  /** All of the need must come of one group of its sources: of one bin, or of one vendor. */
  readonly uniform: Uint8Array;
  /** Sources of each need, closed. */
  readonly firstSource: Int32Array;
  readonly sourcePool: Int32Array;
  /** 0 for the material itself, 1 for its first alternate, and so on. */
  readonly sourceRank: Uint16Array;
  /** Sources of a need with the same number are alike. */
  readonly sourceGroup: Int32Array;
  /** Its pieces do not keep until the operation is expected to start. */
  readonly sourceStale: Uint8Array;
  readonly poolMaterial: Int32Array;
  readonly firstSupply: Int32Array;
  readonly supplyTime: Float64Array;
  readonly supplied: Float64Array;
  readonly supplies: readonly Supply[];
  /** Lateness that counts for what no known receipt brings: later than everything known. */
  readonly unserved: Float64Array;
  /** Pairs of a need and a supply that could meet it. */
  readonly relations: number;
}

export interface NetworkOptions {
  /** Usual time from kit to end, queues and breaks included, as a multiple of the least work. */
  readonly flowFactor: number;
  readonly flowCost: number;
  /** Hours that being late at all counts for; none when it is left out. */
  readonly onceLate?: number | undefined;
  /** Seconds that an order is known to spend in queues. */
  readonly queueOf?: ((order: number) => number) | undefined;
  /** When an operation is expected to start, counted over all orders; material must keep until then. */
  readonly startOf?: ((operation: number) => number | undefined) | undefined;
  /** When an order is expected to end, for those who use what it makes. */
  readonly endOf?: ((order: number) => number | undefined) | undefined;
}

/** What comes beyond the last known receipt is taken to be this much later. */
const beyondKnown = 30 * 86_400;
const hour = 3_600;

/** Lists that grow, source by source. */
interface Sources {
  readonly pool: number[];
  readonly rank: number[];
  readonly group: number[];
  readonly stale: number[];
}

/** Lists the pools that a need may be met from. */
const createSourceFinder = (problem: Problem, pools: readonly (readonly Pool[])[], into: Sources) => {
  const index = new Map(problem.materials.map(({ id }, material) => [id, material]));
  const firstPool: number[] = [0];
  for (const [material, list] of pools.entries()) firstPool.push(firstPool[material]! + list.length);
  const add = (pool: number, rank: number, group: number, stale: boolean): void => {
    into.pool.push(pool);
    into.rank.push(rank);
    into.group.push(group);
    into.stale.push(stale ? 1 : 0);
  };
  /** Adds sources whose pieces are marked alike, which alone may meet a need together. */
  const addGroups = (need: Need, soonest: number, use: number): void => {
    const groups = new Map<string, number>();
    for (const [rank, name] of [need.material, ...need.alternates].entries()) {
      const material = index.get(name)!;
      for (const [at, pool] of pools[material]!.entries()) {
        if (pool.until < soonest) continue;
        if (need.vendors && !need.vendors.includes(pool.vendor ?? "")) continue;
        const mark = `${rank} ${pool[need.uniform!] ?? ""}`;
        if (!groups.has(mark)) groups.set(mark, groups.size);
        add(firstPool[material]! + at, rank, groups.get(mark)!, pool.until < use);
      }
    }
  };
  /** Nearly every need of a plant: whatever pieces there are, of one material or another. */
  const addAll = (need: Need, soonest: number, use: number): void => {
    for (let rank = 0; rank <= need.alternates.length; rank += 1) {
      const material = index.get(rank === 0 ? need.material : need.alternates[rank - 1]!)!;
      const list = pools[material]!;
      for (let at = 0; at < list.length; at += 1) {
        const { until, vendor } = list[at]!;
        if (until < soonest || (need.vendors && !need.vendors.includes(vendor ?? ""))) continue;
        add(firstPool[material]! + at, rank, 0, until < use);
      }
    }
  };
  return {
    index,
    /** Adds the sources whose pieces keep until `soonest`; stale are those that do not keep until `use`. */
    addSources: (need: Need, soonest: number, use: number): void =>
      need.uniform === undefined ? addAll(need, soonest, use) : addGroups(need, soonest, use),
  };
};

/** Indexes a problem once; everything after works on numbers only. */
export const buildNetwork = (problem: Problem, alone: Alone, options: NetworkOptions): PegNetwork => {
  const dates = kitDates(problem, alone, options);
  const pools = findPools(problem, (_, order) => options.endOf?.(order) ?? dates.expectedEnd[order]!);
  const sources: Sources = { pool: [], rank: [], group: [], stale: [] };
  const { index, addSources } = createSourceFinder(problem, pools, sources);
  const flat = pools.flat();
  const firstSupply = new Int32Array(flat.length + 1);
  for (const [pool, { supplies }] of flat.entries())
    firstSupply[pool + 1] = firstSupply[pool]! + supplies.length;
  const supplies = flat.flatMap((pool) => pool.supplies);
  const needs = problem.orders.reduce(
    (sum, { operations }) => operations.reduce((count, step) => count + step.needs.length, sum),
    0,
  );
  const network = {
    orders: problem.orders.length,
    weight: dates.weight,
    orderDue: dates.orderDue,
    firstNeed: new Int32Array(problem.orders.length + 1),
    orderOf: new Int32Array(needs),
    operationOf: new Int32Array(needs),
    firstOperation: new Int32Array(problem.orders.length + 1),
    needed: new Float64Array(needs),
    materialOf: new Int32Array(needs),
    kitDue: new Float64Array(needs),
    kitWanted: new Float64Array(needs),
    flowCost: options.flowCost,
    onceLate: options.onceLate ?? 0,
    frozen: new Uint8Array(needs),
    uniform: new Uint8Array(needs),
    firstSource: new Int32Array(needs + 1),
    poolMaterial: new Int32Array(flat.map(({ material }) => material)),
    firstSupply,
    supplyTime: new Float64Array(supplies.map(({ time }) => time)),
    supplied: new Float64Array(supplies.map(({ quantity }) => quantity)),
    supplies,
    unserved: new Float64Array(problem.orders.length),
  };
  const farthest = network.supplyTime.reduce((latest, time) => Math.max(latest, time), 0) + beyondKnown;
  let need = 0;
  let operation = 0;
  let relations = 0;
  for (const [order, { operations }] of problem.orders.entries()) {
    for (const { needs: wanted, fixed } of operations) {
      const use = options.startOf?.(operation) ?? dates.wanted[operation]!;
      for (const line of wanted) {
        network.orderOf[need] = order;
        network.operationOf[need] = operation;
        network.needed[need] = line.quantity;
        network.materialOf[need] = index.get(line.material)!;
        network.kitDue[need] = dates.due[operation]!;
        network.kitWanted[need] = dates.wanted[operation]!;
        network.frozen[need] = fixed ? 1 : 0;
        network.uniform[need] = line.uniform === undefined ? 0 : 1;
        const known = sources.pool.length;
        addSources(line, alone.ready[operation]!, use);
        for (let at = known; at < sources.pool.length; at += 1)
          relations += firstSupply[sources.pool[at]! + 1]! - firstSupply[sources.pool[at]!]!;
        need += 1;
        network.firstSource[need] = sources.pool.length;
      }
      operation += 1;
    }
    network.firstNeed[order + 1] = need;
    network.firstOperation[order + 1] = operation;
    for (let at = network.firstNeed[order]!; at < need; at += 1)
      network.unserved[order] = Math.max(
        network.unserved[order]!,
        (Math.max(0, farthest - network.kitDue[at]!) +
          options.flowCost * Math.max(0, farthest - network.kitWanted[at]!)) /
          hour,
      );
  }
  return {
    ...network,
    sourcePool: new Int32Array(sources.pool),
    sourceRank: new Uint16Array(sources.rank),
    sourceGroup: new Int32Array(sources.group),
    sourceStale: new Uint8Array(sources.stale),
    relations,
  };
};
