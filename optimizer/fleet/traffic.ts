import { createRandom } from "../random.ts";
import { createDistances } from "./distance.ts";
import { createExecution, type Progress } from "./execution.ts";
import { createLacam } from "./lacam.ts";
import { createPibt } from "./pibt.ts";
import { type Graph, graphOf } from "./roadmap.ts";
import { distinctTargets } from "./targets.ts";

/** The graph without the lanes to and from nodes that are shut. */
const without = (graph: Graph, shut: ReadonlySet<number>): Graph => {
  const arcs: [number, number, number][] = [];
  for (let from = 0; from < graph.size; from += 1)
    for (let arc = graph.offsets[from]!; arc < graph.offsets[from + 1]!; arc += 1) {
      const to = graph.targets[arc]!;
      if (!shut.has(from) && !shut.has(to)) arcs.push([from, to, graph.costs[arc]!]);
    }
  return graphOf(graph.size, arcs);
};

const effort = 50_000;

export interface TrafficOptions {
  readonly graph: Graph;
  /** Of each vehicle the nodes that are released to it, from where it is: see `createExecution`. */
  readonly ways: readonly (readonly number[])[];
  readonly seed: number;
  readonly reach?: number;
}

/**
 * Who drives where and what is released to whom: wishes and reports in, released ways out. A wish, a vehicle that is out or
 * back makes a new plan from where the released ways end; what is released is never taken back.
 */
export const createTraffic = ({ graph, ways, seed, reach }: TrafficOptions) => {
  const random = createRandom(seed);
  const execution = createExecution(ways, reach);
  const wanted = execution.ends();
  const asked = Array.from(wanted, (_, vehicle) => vehicle);

  /** False when nobody's new way could be found: those who are out shut somebody in. They then wait where they are. */
  const plan = (): boolean => {
    const all = [...wanted.keys()];
    const shut = new Set(all.filter(execution.isOut).flatMap((vehicle) => execution.held(vehicle)));
    const moving = all.filter((vehicle) => !execution.isOut(vehicle));
    const around = shut.size > 0 ? without(graph, shut) : graph;
    const ends = execution.ends();
    const from = Int32Array.from(moving, (vehicle) => ends[vehicle]!);
    const distancesTo = createDistances(around);
    // A wish that cannot be reached now: it waits where it is.
    const wishes = Int32Array.from(moving, (vehicle, place) =>
      Number.isFinite(distancesTo(wanted[vehicle]!)[from[place]!]!) ? wanted[vehicle]! : from[place]!,
    );
    const order = [...moving.keys()].sort((a, b) => asked.indexOf(moving[a]!) - asked.indexOf(moving[b]!));
    const goals = distinctTargets(around, wishes, order, shut);
    const reached = goals.map((goal, place) =>
      Number.isFinite(distancesTo(goal)[from[place]!]!) ? goal : from[place]!,
    );
    const isDistinct = new Set(reached).size === reached.length;
    const pibt = createPibt({ graph: around, random, rotations: false });
    const lacam = createLacam({
      graph: around,
      starts: from,
      goals: isDistinct ? reached : from,
      distances: Array.from(isDistinct ? reached : from, distancesTo),
      pibt,
      random,
    });
    for (let tries = 0; tries < effort && !lacam.isFound(); tries += 1) if (!lacam.advance()) break;
    const steps = lacam.isFound() ? lacam.plan() : [from];
    const placeOf = new Map(moving.map((vehicle, place) => [vehicle, place]));
    execution.replan(
      steps.map((at) =>
        Int32Array.from(wanted, (_, vehicle) => {
          const place = placeOf.get(vehicle);
          return place === undefined ? ends[vehicle]! : at[place]!;
        }),
      ),
    );
    return lacam.isFound() && isDistinct;
  };
  return {
    /** Where the vehicle is to go next. Of two that want one node, who has asked first gets it. */
    wish: (vehicle: number, node: number): void => {
      wanted[vehicle] = node;
      asked.push(...asked.splice(asked.indexOf(vehicle), 1));
    },
    setOut: execution.setOut,
    setHeld: execution.setHeld,
    isOut: execution.isOut,
    report: execution.report,
    plan,
    progress: (vehicle: number): Progress => execution.progress(vehicle),
  };
};
