/** A vehicle at a node, for the n-th time of its journey. */
interface Visit {
  readonly vehicle: number;
  readonly place: number;
}

export interface Progress {
  /** Nodes of its way from the last one that it has said to be at, in their order. */
  readonly nodes: readonly number[];
  /** Place of the first of these, of all nodes of its journey. */
  readonly passed: number;
  /** Place of the last node that is released to it: the base ends there, the horizon begins after it. */
  readonly released: number;
  /** Who has to leave the next node first; undefined: nobody, or there is no next. */
  readonly waitsFor: number | undefined;
}

/**
 * Action dependency graph (Hönig et al. 2019): who passes a node after whom is kept as planned, when they pass it is not. A node
 * is released to a vehicle once all that pass it before have *said* to be at a node after it. So a late, stopped or silent
 * vehicle makes others wait and nobody meets; and since the plan has no circle of followers, somebody can always go on.
 *
 * A pure state machine: lost, late and repeated reports only make it release later.
 *
 * @param ways of each vehicle the nodes from where it has said to be to the end of what is released to it; no node is in two
 *   ways. So an execution goes on from what was released by one before.
 * @param reach nodes ahead of the last report that are released at most: what a replan can no longer change.
 */
export const createExecution = (ways: readonly (readonly number[])[], reach = 3) => {
  const vehicles = ways.length;
  // What is behind a vehicle is dropped: it drives for as long as its controller lives.
  const nodes = ways.map((way) => [...way]);
  const passed = new Array<number>(vehicles).fill(0);
  const released = ways.map((way) => way.length - 1);
  const out = new Set<number>();
  const held = new Set<number>();
  /** Who comes to each node, in order; those that have left it are dropped. */
  const queues = new Map<number, Visit[]>();
  const queueOf = (node: number): Visit[] => {
    const queue = queues.get(node) ?? [];
    queues.set(node, queue);
    return queue;
  };
  for (const [vehicle, way] of ways.entries())
    for (const [place, node] of way.entries()) {
      if (queueOf(node).some((visit) => visit.vehicle !== vehicle))
        throw new RangeError("two vehicles stand at one node");
      queueOf(node).push({ vehicle, place });
    }
  const nodeAt = (vehicle: number, place: number): number | undefined =>
    nodes[vehicle]![place - passed[vehicle]!];
  const count = (vehicle: number): number => passed[vehicle]! + nodes[vehicle]!.length;
  /** Who is ahead of the vehicle at its next node. */
  const ahead = (vehicle: number): number | undefined => {
    const place = released[vehicle]! + 1;
    const node = nodeAt(vehicle, place);
    if (node === undefined) return undefined;
    return queueOf(node).find((visit) => visit.vehicle !== vehicle || visit.place >= place)?.vehicle;
  };
  const release = () => {
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1)
      while (
        !out.has(vehicle) &&
        !held.has(vehicle) &&
        released[vehicle]! + 1 < count(vehicle) &&
        released[vehicle]! < passed[vehicle]! + reach &&
        ahead(vehicle) === vehicle
      )
        released[vehicle]! += 1;
  };
  const cut = (vehicle: number) => {
    const end = released[vehicle]!;
    for (const node of nodes[vehicle]!.splice(end + 1 - passed[vehicle]!)) {
      const queue = queueOf(node);
      const left = queue.filter((visit) => visit.vehicle !== vehicle || visit.place <= end);
      queue.splice(0, queue.length, ...left);
    }
  };
  return {
    /**
     * Takes a vehicle's word that it is at that place of its journey. Older than what is known, or of a node that was never
     * released to it, it changes nothing; the latter gives false.
     */
    report: (vehicle: number, place: number): boolean => {
      if (!(place >= 0 && place <= released[vehicle]!)) return false;
      for (; passed[vehicle]! < place; passed[vehicle]! += 1) {
        const left = passed[vehicle]!;
        const queue = queueOf(nodes[vehicle]!.shift()!);
        const at = queue.findIndex((visit) => visit.vehicle === vehicle && visit.place === left);
        if (at >= 0) queue.splice(at, 1);
      }
      release();
      return true;
    },
    /** Where each vehicle's released way ends: all different, and where a new plan begins. */
    ends: (): Int32Array => Int32Array.from(nodes, (_, vehicle) => nodeAt(vehicle, released[vehicle]!)!),
    /** Nodes that a vehicle may stand at or drive over by what it was released. */
    held: (vehicle: number): readonly number[] =>
      nodes[vehicle]!.slice(0, released[vehicle]! - passed[vehicle]! + 1),
    /**
     * A vehicle that is out (error, offline) gets nothing more released and keeps what it has; the others' plan has to
     * lead around that.
     */
    setOut: (vehicle: number, isOut: boolean): void => {
      if (isOut) {
        out.add(vehicle);
        cut(vehicle);
      } else out.delete(vehicle);
      release();
    },
    /** A vehicle that is held gets nothing more released for now; the plan in hand stays. */
    setHeld: (vehicle: number, isHeld: boolean): void => {
      if (isHeld) held.add(vehicle);
      else held.delete(vehicle);
      release();
    },
    isOut: (vehicle: number): boolean => out.has(vehicle),
    /**
     * Puts a new plan in the place of all that is not released. It begins at `ends()`, nobody of it moves on in a full circle,
     * and those who are out stay.
     */
    replan: (plan: readonly ArrayLike<number>[]): void => {
      for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
        if (plan[0]?.[vehicle] !== nodeAt(vehicle, released[vehicle]!))
          throw new RangeError(`the plan of vehicle ${vehicle} does not begin where its released way ends`);
        cut(vehicle);
      }
      for (let step = 1; step < plan.length; step += 1)
        for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
          const node = plan[step]![vehicle]!;
          if (out.has(vehicle) || node === nodes[vehicle]!.at(-1)) continue;
          nodes[vehicle]!.push(node);
          queueOf(node).push({ vehicle, place: count(vehicle) - 1 });
        }
      release();
    },
    progress: (vehicle: number): Progress => {
      const first = ahead(vehicle);
      return {
        nodes: nodes[vehicle]!,
        passed: passed[vehicle]!,
        released: released[vehicle]!,
        waitsFor: first === vehicle ? undefined : first,
      };
    },
  };
};
