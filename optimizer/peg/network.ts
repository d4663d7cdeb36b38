import type { Problem } from "../problem.ts";

/**
 * The matching network of needs and supplies as arrays of numbers (compressed sparse rows). Needs stand order by order,
 * supplies material by material in the order of time; the relations of a need are the supplies of its material and its
 * alternates, soonest first, the better alternate first on a draw.
 */
export interface PegNetwork {
  readonly orders: number;
  readonly weight: Float64Array;
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
  /** The need belongs to an operation that runs or is frozen: it has its material before everyone else. */
  readonly frozen: Uint8Array;
  /** Materials that a need may be met from, its own first. */
  readonly firstSource: Int32Array;
  readonly sourceMaterial: Int32Array;
  readonly firstSupply: Int32Array;
  readonly supplyMaterial: Int32Array;
  readonly supplyTime: Float64Array;
  readonly supplied: Float64Array;
  readonly firstRelation: Int32Array;
  readonly relationSupply: Int32Array;
  /** 0 for the material itself, 1 for its first alternate, and so on. */
  readonly relationRank: Uint16Array;
  /** Lateness that counts for what no known receipt brings: later than everything known. */
  readonly unserved: Float64Array;
}

/** What comes beyond the last known receipt is taken to be this much later. */
const beyondKnown = 30 * 86_400;
const hour = 3_600;

/**
 * Cost in hours of an order's weight when a need is met at a time: hours after its kit-due time in full, hours after it is
 * wanted by their share.
 */
export const latenessOf = (network: PegNetwork, need: number, time: number): number =>
  (Math.max(0, time - network.kitDue[need]!) +
    network.flowCost * Math.max(0, time - network.kitWanted[need]!)) /
  hour;

/** The last time at which a need may be met for no more than the given lateness. */
export const latestFor = (network: PegNetwork, need: number, lateness: number): number => {
  const { flowCost } = network;
  const due = network.kitDue[need]!;
  const wanted = network.kitWanted[need]!;
  const atDue = (flowCost * (due - wanted)) / hour;
  if (lateness >= atDue) return due + ((lateness - atDue) * hour) / (1 + flowCost);
  return wanted + (lateness * hour) / flowCost;
};

const indexSupplies = (problem: Problem) => {
  const index = new Map(problem.materials.map(({ id }, material) => [id, material]));
  const firstSupply = new Int32Array(problem.materials.length + 1);
  const times: number[] = [];
  const quantities: number[] = [];
  const owners: number[] = [];
  for (const [material, { stock, receipts }] of problem.materials.entries()) {
    const list = [{ time: 0, quantity: stock }, ...receipts.toSorted((a, b) => a.time - b.time)];
    for (const { time, quantity } of list)
      if (quantity > 0) {
        times.push(time);
        quantities.push(quantity);
        owners.push(material);
      }
    firstSupply[material + 1] = times.length;
  }
  return {
    index,
    firstSupply,
    supplyMaterial: Int32Array.from(owners),
    supplyTime: Float64Array.from(times),
    supplied: Float64Array.from(quantities),
  };
};

export interface KitDates {
  /** Usual time from kit to end, queues and breaks included, as a multiple of the least work. */
  readonly flowFactor: number;
  readonly flowCost: number;
}

/**
 * Indexes a problem once; everything after works on numbers only.
 *
 * A need's kit-due time leaves the least work from its operation on, its wanted time the usual time in the plant.
 * Material that is there before its operation can be reached gates nothing, so an order that is late by work alone is not
 * late by its kit.
 */
export const buildNetwork = (problem: Problem, { flowFactor, flowCost }: KitDates): PegNetwork => {
  const { index, firstSupply, ...supplies } = indexSupplies(problem);
  let needs = 0;
  let sources = 0;
  let relations = 0;
  const suppliesOf = (name: string) => firstSupply[index.get(name)! + 1]! - firstSupply[index.get(name)!]!;
  for (const { operations: steps } of problem.orders)
    for (const step of steps)
      for (const { material, alternates } of step.needs) {
        needs += 1;
        sources += 1 + alternates.length;
        relations += suppliesOf(material);
        for (const name of alternates) relations += suppliesOf(name);
      }
  const network = {
    orders: problem.orders.length,
    weight: Float64Array.from(problem.orders, ({ weight }) => weight),
    firstNeed: new Int32Array(problem.orders.length + 1),
    orderOf: new Int32Array(needs),
    operationOf: new Int32Array(needs),
    firstOperation: new Int32Array(problem.orders.length + 1),
    needed: new Float64Array(needs),
    materialOf: new Int32Array(needs),
    kitDue: new Float64Array(needs),
    kitWanted: new Float64Array(needs),
    flowCost,
    frozen: new Uint8Array(needs),
    firstSource: new Int32Array(needs + 1),
    sourceMaterial: new Int32Array(sources),
    firstSupply,
    ...supplies,
    firstRelation: new Int32Array(needs + 1),
    relationSupply: new Int32Array(relations),
    relationRank: new Uint16Array(relations),
    unserved: new Float64Array(problem.orders.length),
  };
  const farthest = supplies.supplyTime.reduce((latest, time) => Math.max(latest, time), 0) + beyondKnown;
  const { relationSupply, relationRank } = network;
  const { supplyTime } = supplies;
  let need = 0;
  let operation = 0;
  let listed = 0;
  let relation = 0;
  for (const [order, { due, release, operations: steps }] of problem.orders.entries()) {
    const works = steps.map(
      ({ alternatives, lag }, step) =>
        Math.min(...alternatives.map(({ duration }) => duration)) + (step + 1 < steps.length ? lag : 0),
    );
    let tail = works.reduce((sum, work) => sum + work, 0);
    let head = release;
    for (const [step, { needs: wanted, fixed }] of steps.entries()) {
      const kitDue = fixed ? fixed.start : Math.max(due - tail, head);
      const kitWanted = fixed ? fixed.start : Math.max(due - tail * Math.max(1, flowFactor), head);
      for (const { material, quantity, alternates } of wanted) {
        network.orderOf[need] = order;
        network.operationOf[need] = operation;
        network.needed[need] = quantity;
        network.materialOf[need] = index.get(material)!;
        network.kitDue[need] = kitDue;
        network.kitWanted[need] = kitWanted;
        network.frozen[need] = fixed ? 1 : 0;
        const from = relation;
        for (let rank = 0; rank <= alternates.length; rank += 1) {
          const source = rank === 0 ? network.materialOf[need]! : index.get(alternates[rank - 1]!)!;
          network.sourceMaterial[listed++] = source;
          for (let supply = firstSupply[source]!; supply < firstSupply[source + 1]!; supply += 1) {
            // Insertion keeps the soonest first; sources come in the order of their rank, each in the order of time.
            let at = relation;
            while (at > from && supplyTime[relationSupply[at - 1]!]! > supplyTime[supply]!) {
              relationSupply[at] = relationSupply[at - 1]!;
              relationRank[at] = relationRank[at - 1]!;
              at -= 1;
            }
            relationSupply[at] = supply;
            relationRank[at] = rank;
            relation += 1;
          }
        }
        need += 1;
        network.firstRelation[need] = relation;
        network.firstSource[need] = listed;
      }
      tail -= works[step]!;
      head += works[step]!;
      operation += 1;
    }
    network.firstNeed[order + 1] = need;
    network.firstOperation[order + 1] = operation;
    for (let at = network.firstNeed[order]!; at < need; at += 1)
      network.unserved[order] = Math.max(network.unserved[order]!, latenessOf(network, at, farthest));
  }
  return network;
};
