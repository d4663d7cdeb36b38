import { createRandom } from "../random.ts";
import { assign } from "./assign.ts";
import { createDistances } from "./distance.ts";
import { createLacam } from "./lacam.ts";
import { createPibt } from "./pibt.ts";
import type { Graph } from "./roadmap.ts";
import { distinctTargets } from "./targets.ts";

export interface FleetTask {
  readonly pick: number;
  readonly drop: number;
}

export interface LifelongOptions {
  readonly graph: Graph;
  readonly starts: Int32Array;
  readonly seed: number;
  readonly rotations?: boolean;
}

interface Load {
  readonly task: FleetTask;
  isPicked: boolean;
}

/** Without a pick or a drop for so many steps a vehicle's way is searched, not only felt for. */
const patience = 3;
/** Configurations that a search may try before the vehicles feel their way on. */
const effort = 20_000;

/**
 * Tasks that come as they come: who fetches what is the cheapest matching of free vehicles and open tasks, anew in each step
 * until a task is picked; all move by PIBT. When nothing has been reached for long, LaCAM searches ways for all and these are
 * driven until something is: PIBT alone goes back and forth for ever on a lane with one passing place.
 */
export const createLifelong = ({ graph, starts, seed, rotations = true }: LifelongOptions) => {
  const vehicles = starts.length;
  const random = createRandom(seed);
  const distancesTo = createDistances(graph);
  const pibt = createPibt({ graph, random, rotations });
  const open: FleetTask[] = [];
  const loads = new Array<Load | undefined>(vehicles);
  const waited = new Float32Array(vehicles);
  let at: Int32Array = starts.slice();
  let done = 0;
  let quiet = 0;
  let way: Int32Array[] = [];

  const match = () => {
    const free = [...loads.keys()].filter((vehicle) => !loads[vehicle]?.isPicked);
    for (const vehicle of free) {
      const load = loads[vehicle];
      if (load) open.push(load.task);
      loads[vehicle] = undefined;
    }
    if (open.length === 0) return;
    const costs = free.map((vehicle) =>
      open.map(({ pick, drop }) => distancesTo(pick)[at[vehicle]!]! + distancesTo(drop)[pick]! * 0.1),
    );
    const chosen = assign(costs);
    const gone = new Set<FleetTask>();
    free.forEach((vehicle, row) => {
      const task = open[chosen[row]!];
      if (!task) return;
      loads[vehicle] = { task, isPicked: false };
      gone.add(task);
    });
    const left = open.filter((task) => !gone.has(task));
    open.splice(0, open.length, ...left);
  };
  const arrive = (): boolean => {
    let isReached = false;
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
      const load = loads[vehicle];
      if (!load) continue;
      if (!load.isPicked && at[vehicle] === load.task.pick) {
        load.isPicked = true;
        isReached = true;
      }
      if (!load.isPicked || at[vehicle] !== load.task.drop) continue;
      loads[vehicle] = undefined;
      done += 1;
      isReached = true;
    }
    return isReached;
  };
  const search = (wanted: Int32Array, order: Int32Array): Int32Array[] => {
    const goals = distinctTargets(graph, wanted, order);
    const distances = Array.from(goals, distancesTo);
    const lacam = createLacam({ graph, starts: at, goals, distances, pibt, random });
    for (let tries = 0; tries < effort && !lacam.isFound(); tries += 1) if (!lacam.advance()) break;
    return lacam.plan().slice(1);
  };
  let isNews = true;
  return {
    add: (task: FleetTask): void => {
      open.push(task);
      isNews = true;
    },
    /** Tasks that are dropped. */
    done: (): number => done,
    /** Tasks that are not dropped yet. */
    left: (): number => open.length + loads.filter(Boolean).length,
    /** Where everybody is. */
    at: (): Int32Array => at,
    /** One step of everybody. */
    step: (): void => {
      if (isNews) match();
      isNews = false;
      const wanted = Int32Array.from(at, (node, vehicle) => {
        const load = loads[vehicle];
        return load ? (load.isPicked ? load.task.drop : load.task.pick) : node;
      });
      const order = Int32Array.from(wanted, (_, vehicle) => vehicle).sort((a, b) => waited[b]! - waited[a]!);
      const distances = Array.from(wanted, distancesTo);
      if (quiet > patience * graph.size ** 0.5 + 8 && way.length === 0) way = search(wanted, order);
      const planned = way.shift();
      let next: Int32Array = planned ?? new Int32Array(vehicles).fill(-1);
      if (!planned) pibt.step(at, next, order, wanted, distances);
      if (next.some((node) => node < 0)) next = at.slice();
      at = next;
      for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
        const isThere = at[vehicle] === wanted[vehicle];
        waited[vehicle] = isThere ? vehicle / (vehicles + 1) : waited[vehicle]! + 1;
      }
      if (arrive()) {
        quiet = 0;
        way = [];
        isNews = true;
      } else quiet += 1;
    },
  };
};
