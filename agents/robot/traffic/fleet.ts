import { createTraffic } from "../../../optimizer/fleet/traffic.ts";
import type { Roads } from "./roads.ts";
import { passed, type Route } from "./route.ts";

export interface FleetOptions {
  readonly roads: Roads;
  /** As they were stored. */
  readonly routes: readonly Route[];
  readonly seed: number;
}

/** Nodes that are released before a vehicle: it need not stop at each, and little is lost when plans change. */
const reach = 3;
/** Between two searches for ways that were not found. */
const retryMs = 2_000;

/** The traffic of these routes, without those that hold a node of one before them, or one that is not in the roadmap. */
const trafficOf = (roads: Roads, seed: number, known: Iterable<Route>) => {
  const taken = new Set<string>();
  const routes = new Map<string, Route>();
  for (const route of known) {
    const nodes = new Set(route.released.map(({ node }) => node));
    if ([...nodes].some((node) => !roads.has(node) || taken.has(node))) continue;
    for (const node of nodes) taken.add(node);
    routes.set(route.vehicle, route);
  }
  const all = [...routes.values()];
  const traffic = createTraffic({
    graph: roads.graph,
    ways: all.map(({ released }) => released.map(({ node }) => roads.numberOf(node))),
    seed,
    reach,
  });
  for (const number of all.keys()) traffic.setHeld(number, true);
  return {
    routes,
    traffic,
    /** Number of each vehicle in the traffic, and how many of its nodes lie before its route. */
    numbers: new Map(all.map(({ vehicle }, number) => [vehicle, number])),
    behind: new Map(all.map(({ vehicle }) => [vehicle, 0])),
    wishes: new Map<string, string>(),
  };
};

/** When ways are to be planned. */
const createPlanning = () => {
  let isPlanned = false;
  let hasFailed = false;
  let isMoved = false;
  let retryAt = 0;
  return {
    /** Something makes a new plan. */
    renew: (): void => {
      isPlanned = false;
      hasFailed = false;
    },
    /** Somebody has moved. */
    move: (): void => {
      isMoved = true;
    },
    /** Ways are planned for all that is wished, or cannot be. */
    isSettled: (): boolean => isPlanned || hasFailed,
    /**
     * A way that was not found is looked for again when somebody has moved, and not at every word.
     *
     * @param plan false when it finds no way.
     * @param wall ms.
     */
    run: (plan: () => boolean, wall: number): void => {
      if (isPlanned || (hasFailed && !(isMoved && wall >= retryAt))) return;
      isPlanned = plan();
      hasFailed = !isPlanned;
      if (hasFailed) retryAt = wall + retryMs;
      isMoved = false;
    },
  };
};

/** The routes of all vehicles beside the traffic that plans and releases their ways: vehicles and nodes by name. */
export const createFleet = ({ roads, routes: stored, seed }: FleetOptions) => {
  let state = trafficOf(roads, seed, stored);
  const planning = createPlanning();
  const numberOf = (vehicle: string): number => state.numbers.get(vehicle)!;
  const progress = (vehicle: string) => state.traffic.progress(numberOf(vehicle));

  return {
    roads,
    get routes(): ReadonlyMap<string, Route> {
      return state.routes;
    },
    /** Where each vehicle is to go. */
    get wishes(): ReadonlyMap<string, string> {
      return state.wishes;
    },
    /** Another route for a vehicle that has one already; what is released to it is the traffic's matter. */
    set: (route: Route): void => {
      state.routes.set(route.vehicle, route);
    },
    /** Begins with these routes: what was planned is planned anew, what is released stays. */
    rebuild: (known: Iterable<Route>): void => {
      state = trafficOf(roads, seed, known);
      planning.renew();
    },
    /** A vehicle has come to that place of its route. */
    pass: (route: Route, place: number): void => {
      const { vehicle } = route;
      const behind = state.behind.get(vehicle)! + place;
      state.behind.set(vehicle, behind);
      state.routes.set(vehicle, passed(route, place));
      state.traffic.report(numberOf(vehicle), behind);
      planning.move();
    },
    /** Whether a vehicle stands, so that the others are led around it. */
    setOut: (vehicle: string, isOut: boolean): void => {
      const number = numberOf(vehicle);
      if (state.traffic.isOut(number) === isOut) return;
      state.traffic.setOut(number, isOut);
      planning.renew();
    },
    /** Whether nothing more is released to a vehicle. */
    setHeld: (vehicle: string, isHeld: boolean): void => {
      state.traffic.setHeld(numberOf(vehicle), isHeld);
    },
    wish: (vehicle: string, node: string): void => {
      state.wishes.set(vehicle, node);
      state.traffic.wish(numberOf(vehicle), roads.numberOf(node));
      planning.renew();
    },
    /** Plans where something has changed; wall time in ms. */
    plan: (wall: number): void => planning.run(state.traffic.plan, wall),
    isSettled: planning.isSettled,
    /** Nodes of a vehicle's way that are planned and not released, in their order. */
    planned: (vehicle: string): string[] => {
      const { nodes, passed, released } = progress(vehicle);
      return nodes.slice(released - passed + 1).map(roads.nameOf);
    },
    /** Nodes that are released to a vehicle and not yet in its route, in their order. */
    released: ({ vehicle, released: told }: Route): string[] => {
      const { nodes, passed: first, released } = progress(vehicle);
      return nodes
        .slice(state.behind.get(vehicle)! + told.length - first, released - first + 1)
        .map(roads.nameOf);
    },
    /** Who has to leave a vehicle's next node first; null: nobody. */
    waitsFor: (vehicle: string): string | null => {
      const { waitsFor } = progress(vehicle);
      return [...state.numbers].find(([, number]) => number === waitsFor)?.[0] ?? null;
    },
  };
};

export type Fleet = ReturnType<typeof createFleet>;
