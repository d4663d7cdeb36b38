/** Where vehicles may stand and drive: one vehicle at a node, one on a lane. */
export interface Roadmap {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly lanes: readonly {
    readonly from: string;
    readonly to: string;
    /** Driven in both directions, by one vehicle at a time. */
    readonly bidirectional: boolean;
    /** Metres; absent: the straight line between its nodes. */
    readonly metres?: number;
  }[];
}

/** A roadmap by numbers: node `n` leads to `targets[offsets[n] … offsets[n + 1] - 1]`. */
export interface Graph {
  readonly size: number;
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** What a lane costs, beside `targets`. */
  readonly costs: Float64Array;
  readonly backOffsets: Int32Array;
  readonly backTargets: Int32Array;
  readonly backCosts: Float64Array;
  /** All lanes cost 1, so that distances are steps. */
  readonly isUnit: boolean;
}

type Arc = readonly [from: number, to: number, cost: number];

const rowsOf = (size: number, arcs: readonly Arc[]) => {
  const offsets = new Int32Array(size + 1);
  for (const [from] of arcs) offsets[from + 1]! += 1;
  for (let node = 0; node < size; node += 1) offsets[node + 1]! += offsets[node]!;
  const next = offsets.slice();
  const targets = new Int32Array(arcs.length);
  const costs = new Float64Array(arcs.length);
  for (const [from, to, cost] of arcs) {
    const at = next[from]!++;
    targets[at] = to;
    costs[at] = cost;
  }
  return { offsets, targets, costs };
};

/** @throws RangeError for an arc to a node that is not there, or whose cost is not above 0. */
export const graphOf = (size: number, arcs: readonly Arc[]): Graph => {
  for (const [from, to, cost] of arcs) {
    if (!(from >= 0 && from < size && to >= 0 && to < size)) throw new RangeError(`arc ${from} -> ${to}`);
    if (!(cost > 0)) throw new RangeError(`arc ${from} -> ${to} costs ${cost}; above 0 is asked for`);
  }
  const ahead = rowsOf(size, arcs);
  const back = rowsOf(
    size,
    arcs.map(([from, to, cost]) => [to, from, cost]),
  );
  return {
    size,
    ...ahead,
    backOffsets: back.offsets,
    backTargets: back.targets,
    backCosts: back.costs,
    isUnit: arcs.every(([, , cost]) => cost === 1),
  };
};

/** @throws RangeError for an id twice, and for a lane to a node that is not there. */
export const compileRoadmap = ({ nodes, lanes }: Roadmap): { graph: Graph; index: Map<string, number> } => {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  if (index.size < nodes.length) throw new RangeError("two nodes of the roadmap have one id");
  const arcs = lanes.flatMap(({ from, to, bidirectional, metres }): Arc[] => {
    const [a, b] = [index.get(from), index.get(to)];
    if (a === undefined || b === undefined)
      throw new RangeError(`lane ${from} -> ${to}: no node ${a === undefined ? from : to}`);
    const cost = metres ?? Math.hypot(nodes[a]!.x - nodes[b]!.x, nodes[a]!.y - nodes[b]!.y);
    return bidirectional
      ? [
          [a, b, cost],
          [b, a, cost],
        ]
      : [[a, b, cost]];
  });
  return { graph: graphOf(nodes.length, arcs), index };
};
