import { createDistances } from "../../../optimizer/fleet/distance.ts";
import { compileRoadmap } from "../../../optimizer/fleet/roadmap.ts";
import { createTraffic } from "../../../optimizer/fleet/traffic.ts";
import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import { chooseTransports, type Task } from "./choose.ts";
import type { OrderPart } from "./order-message.ts";
import { begunAnew, endOf, hear, isThrough, isUpToDate, passed, type Route, standing } from "./route.ts";
import {
  isHeldUp,
  isIdle,
  mayTakeTransport,
  refusalOf,
  type SeenVehicle,
  standsBecause,
} from "./vehicle-says.ts";

/** A transport that is to be done. */
export interface OpenTransport {
  readonly id: string;
  readonly load: string;
  readonly from: string;
  readonly to: string;
  /** The vehicle that it was given to. */
  readonly vehicle: string | null;
}

/** A route with what else people want to see of it. */
export interface ShownRoute extends Route {
  readonly planned: readonly string[];
  readonly waitsFor: string | null;
  readonly stands: string | null;
}

export interface TurnInput {
  readonly vehicles: readonly SeenVehicle[];
  /** Oldest first. */
  readonly transports: readonly OpenTransport[];
  /** Vehicles with a message that has not reached the broker yet. */
  readonly unsent: ReadonlySet<string>;
  /** Plant time, and wall time in ms. */
  readonly now: Date;
  readonly wall: number;
}

export interface TurnResult {
  readonly routes: readonly ShownRoute[];
  readonly orders: readonly (OrderPart & { readonly vehicle: string })[];
  /** To whom transports are given; null: taken back before the vehicle knew of it. */
  readonly given: readonly { readonly transport: string; readonly vehicle: string | null }[];
  readonly problems: readonly TrafficProblem[];
}

export interface ControlOptions {
  readonly roadmap: Roadmap;
  /** As they were stored. */
  readonly routes: readonly Route[];
  readonly seed: number;
}

/** Nodes that are released before a vehicle: it need not stop at each, and little is lost when plans change. */
const reach = 3;
/** A vehicle that does not know the last that it was told is told again after so long; one that has refused it, later. */
const repeatMs = 5_000;
const repeatRefusedMs = 15_000;
/** Between two searches for ways that were not found. */
const retryMs = 2_000;
/** A vehicle that does not drive though it may is led around after so long in both times. */
const heldUpMs = 8_000;
const heldUpPlantMs = 60_000;

interface Watch {
  told: number;
  heldUp: { readonly wall: number; readonly plant: number } | undefined;
}

/**
 * Traffic control as a state machine: what vehicles say and what is to be transported in, routes and orders out. All that it has to
 * remember is in the routes; a control that begins with them, after a fall or because another was faster, goes on from what is
 * released. It sends nothing itself: what it gives out is stored with the routes in one transaction.
 */
export const createControl = ({ roadmap, routes: stored, seed }: ControlOptions) => {
  const { graph, index } = compileRoadmap({
    nodes: roadmap.nodes,
    lanes: roadmap.edges.map(({ from, to, bidirectional, metres }) => ({
      from,
      to,
      bidirectional,
      ...(metres === undefined ? {} : { metres }),
    })),
  });
  const nameOf = roadmap.nodes.map(({ id }) => id);
  const stations = new Map(roadmap.stations.map(({ id, node }) => [id, node]));
  const parking = roadmap.nodes.filter((node) => node.parking).map(({ id }) => id);
  const byNumber = createDistances(graph);
  const distancesTo = (node: string) => byNumber(index.get(node)!);
  const watches = new Map<string, Watch>();

  let routes = new Map<string, Route>();
  /** Number of each vehicle in the traffic, and how many of its nodes lie before its route. */
  let numbers = new Map<string, number>();
  let behind = new Map<string, number>();
  let wishes = new Map<string, string>();
  let traffic = createTraffic({ graph, ways: [], seed, reach });
  let isPlanned = true;
  let hasFailed = false;
  let isMoved = false;
  let retryAt = 0;
  /** What makes a new plan. */
  const replan = () => {
    isPlanned = false;
    hasFailed = false;
  };

  /** Begins with these routes: what was planned is planned anew, what is released stays. */
  const rebuild = (known: Iterable<Route>) => {
    const taken = new Set<string>();
    routes = new Map();
    for (const route of known) {
      const nodes = new Set(route.released.map(({ node }) => node));
      if ([...nodes].some((node) => !index.has(node) || taken.has(node))) continue;
      for (const node of nodes) taken.add(node);
      routes.set(route.vehicle, route);
    }
    const all = [...routes.values()];
    numbers = new Map(all.map(({ vehicle }, number) => [vehicle, number]));
    behind = new Map(all.map(({ vehicle }) => [vehicle, 0]));
    wishes = new Map();
    traffic = createTraffic({
      graph,
      ways: all.map(({ released }) => released.map(({ node }) => index.get(node)!)),
      seed,
      reach,
    });
    for (const { vehicle } of all) traffic.setHeld(numbers.get(vehicle)!, true);
    replan();
  };
  rebuild(stored);

  const holderOf = (node: string, but: string) =>
    [...routes.values()].find(
      ({ vehicle, released }) => vehicle !== but && released.some((part) => part.node === node),
    )?.vehicle;

  /** Takes in what vehicles say of where they are; gives those whose way begins anew. */
  const listen = (
    vehicles: readonly SeenVehicle[],
    open: ReadonlySet<string>,
    problems: TrafficProblem[],
  ): Iterable<string> => {
    const changed = new Map<string, Route>();
    const place = (id: string, node: string, route: Route) => {
      const holder = holderOf(node, id);
      if (!index.has(node))
        problems.push({
          id,
          zh: `${id} 在 ${node || "未知位置"}，路网中没有该节点。请把它开到路网节点上，或补充路网。`,
          en: `${id} stands at ${node || "an unknown place"}, which is no node of the roadmap. Bring it to one, or add it.`,
        });
      else if (holder)
        problems.push({
          id,
          zh: `${id} 所在的 ${node} 已放行给 ${holder}，等它离开后才能调度。`,
          en: `${id} stands at ${node}, which is released to ${holder}; it is moved once that has left.`,
        });
      else changed.set(id, route);
    };
    for (const { id, state } of vehicles) {
      if (!state) continue;
      const route = routes.get(id);
      if (!route) {
        if (isIdle(state)) place(id, state.lastNodeId, standing(id, state.lastNodeId, state));
        else
          problems.push({
            id,
            zh: `${id} 正在执行不是由本系统下达的订单 ${state.orderId}。`,
            en: `${id} has the order ${state.orderId} in hand, which is not ours.`,
          });
        continue;
      }
      const heard = hear(route, state);
      const isDone = route.isClosed && (route.transport === null || !open.has(route.transport));
      // It has done its last order, and has had another since, or none: what it remembers is what counts.
      if (
        isDone &&
        heard.kind === "at" &&
        state.orderId !== route.orderId &&
        isIdle(state) &&
        route.released.length === 1
      )
        routes.set(id, standing(id, state.lastNodeId, state));
      if (heard.kind === "left") {
        const isFailed = state.actionStates.some(({ actionStatus }) => actionStatus === "FAILED");
        place(
          id,
          heard.node,
          isFailed ? standing(id, heard.node, state) : begunAnew(route, heard.node, state),
        );
      } else if (heard.kind === "at" && heard.place > 0) {
        behind.set(id, behind.get(id)! + heard.place);
        routes.set(id, passed(route, heard.place));
        traffic.report(numbers.get(id)!, behind.get(id)!);
        isMoved = true;
      }
    }
    if (changed.size > 0) rebuild(new Map([...routes, ...changed]).values());
    return changed.keys();
  };

  const taskOf = (transport: OpenTransport, problems: TrafficProblem[]): Task[] => {
    const { id, load, from, to } = transport;
    const [pick, drop] = [stations.get(from), stations.get(to)];
    if (pick !== undefined && drop !== undefined) return [{ id, load, pick, drop }];
    const missing = pick === undefined ? from : to;
    problems.push({
      id,
      zh: `路网中没有站点 ${missing}，${id} 无法运输。请在路网中加上它。`,
      en: `The roadmap has no station ${missing}, so ${id} cannot be moved. Add it to the roadmap.`,
    });
    return [];
  };

  return {
    turn: ({ vehicles, transports, unsent, now, wall }: TurnInput): TurnResult => {
      const problems: TrafficProblem[] = [];
      const orders: (OrderPart & { vehicle: string })[] = [];
      const given: { transport: string; vehicle: string | null }[] = [];
      const open = new Set(transports.map(({ id }) => id));
      const anew = listen(vehicles, open, problems);

      const seen = new Map(vehicles.map((vehicle) => [vehicle.id, vehicle]));
      const stateOf = (id: string) => seen.get(id)?.state ?? undefined;
      const tasks = new Map(
        transports.flatMap((transport) =>
          taskOf(transport, problems).map((task) => [task.id, { task, vehicle: transport.vehicle }] as const),
        ),
      );
      /** Where each route ended that was sent last, and who has to be told. */
      const ends = new Map([...routes].map(([id, route]) => [id, route.released.length]));
      const begun = new Set<string>();
      const tell = new Set<string>();

      const stands = new Map<string, string>();
      for (const [id, route] of routes) {
        const watch: Watch = watches.get(id) ?? { told: wall, heldUp: undefined };
        watches.set(id, watch);
        const vehicle = seen.get(id);
        const state = vehicle?.state ?? undefined;
        watch.heldUp =
          state && isHeldUp(state) ? (watch.heldUp ?? { wall, plant: now.getTime() }) : undefined;
        const isBlocked =
          watch.heldUp !== undefined &&
          wall - watch.heldUp.wall >= heldUpMs &&
          now.getTime() - watch.heldUp.plant >= heldUpPlantMs;
        const refused = state && !isUpToDate(route, state) ? refusalOf(state, route.orderId) : undefined;
        const why =
          (vehicle ? standsBecause(vehicle) : "offline") ??
          (refused ? `refused: ${refused}` : isBlocked ? "blocked" : undefined);
        if (why !== undefined) stands.set(id, why);
        const number = numbers.get(id)!;
        if (traffic.isOut(number) !== (why !== undefined)) {
          traffic.setOut(number, why !== undefined);
          replan();
        }
      }

      // A transport that is over, or was called off, is nobody's errand any more.
      for (const [id, route] of routes)
        if (route.transport !== null && !open.has(route.transport)) {
          routes.set(id, { ...route, transport: null, stage: "done", isClosed: true });
          if (!route.isClosed) tell.add(id);
        }

      const isFree = (id: string, route: Route): boolean => {
        const state = stateOf(id);
        return state !== undefined && isThrough(route, state);
      };
      /** The transport that a vehicle was given and that is not begun. */
      const errandOf = (id: string): Task | undefined =>
        [...tasks.values()].find(({ task, vehicle }) => {
          if (vehicle !== id || routes.get(id)?.transport === task.id) return false;
          const state = stateOf(id);
          return !(
            state?.orderId === task.id &&
            state.actionStates.some(({ actionStatus }) => actionStatus === "FAILED")
          );
        })?.task;

      // What was given to a vehicle that stands and does not know of it yet, another may fetch.
      for (const { task, vehicle } of [...tasks.values()]) {
        if (vehicle === null || errandOf(vehicle) !== task || (routes.has(vehicle) && !stands.has(vehicle)))
          continue;
        given.push({ transport: task.id, vehicle: null });
        tasks.set(task.id, { task, vehicle: null });
      }
      const idle = [...routes.values()].filter(({ vehicle, transport }) => {
        const state = stateOf(vehicle);
        const isIdling = transport === null && !stands.has(vehicle) && !errandOf(vehicle);
        return isIdling && state !== undefined && mayTakeTransport(state);
      });
      for (const { vehicle, task } of chooseTransports(
        idle.map((route) => ({ vehicle: route.vehicle, from: index.get(endOf(route).node)! })),
        [...tasks.values()].filter((one) => one.vehicle === null).map((one) => one.task),
        distancesTo,
      )) {
        given.push({ transport: task.id, vehicle });
        tasks.set(task.id, { task, vehicle });
      }

      /** Brings into the order what is to be done at a node that is in its base. */
      const actAt = (route: Route, place: number): Route => {
        const task = route.transport === null ? undefined : tasks.get(route.transport)?.task;
        if (!task || route.stage === "done") return route;
        const part = route.released[place]!;
        if (part.node !== (route.stage === "pick" ? task.pick : task.drop)) return route;
        const released = route.released.with(place, { ...part, acts: [...part.acts, route.stage] });
        const next: Route =
          route.stage === "pick"
            ? { ...route, released, stage: "drop" }
            : { ...route, released, stage: "done", isClosed: true };
        return actAt(next, place);
      };
      for (const id of anew) {
        const route = routes.get(id);
        if (!route || route.transport === null) continue;
        routes.set(id, actAt(route, 0));
        begun.add(id);
        tell.add(id);
      }
      const begin = (route: Route, orderId: string, transport: string | null) => {
        const first = { ...endOf(route), seq: 0, acts: [] };
        const opened: Route = {
          ...route,
          orderId,
          updateId: route.orderId === orderId ? route.updateId : -1,
          transport,
          stage: transport === null ? "done" : "pick",
          isClosed: false,
          released: [first],
        };
        routes.set(route.vehicle, actAt(opened, 0));
        begun.add(route.vehicle);
        tell.add(route.vehicle);
      };
      for (const [id, route] of routes) {
        const errand = errandOf(id);
        if (errand && isFree(id, route) && !stands.has(id)) begin(route, errand.id, errand.id);
        else if (errand && !route.isClosed && route.transport === null) {
          // It was on its way to wait: that ends where its base ends.
          routes.set(id, { ...route, isClosed: true });
          tell.add(id);
        }
      }

      const wishOf = (route: Route, others: ReadonlySet<string>): string => {
        const task = route.transport === null ? undefined : tasks.get(route.transport)?.task;
        if (task && route.stage !== "done") return route.stage === "pick" ? task.pick : task.drop;
        const errand = errandOf(route.vehicle);
        if (errand) return errand.pick;
        const end = endOf(route).node;
        if (parking.includes(end)) return end;
        const from = index.get(end)!;
        const near = parking
          .filter((node) => !others.has(node))
          .map((node) => ({ node, metres: distancesTo(node)[from]! }))
          .filter(({ metres }) => Number.isFinite(metres))
          .sort((a, b) => a.metres - b.metres)[0];
        return near?.node ?? end;
      };
      const wish = () => {
        for (const [id, route] of routes) {
          const before = wishes.get(id);
          const others = new Set([...wishes].filter(([other]) => other !== id).map(([, node]) => node));
          for (const other of routes.values()) if (other.vehicle !== id) others.add(endOf(other).node);
          const isParking =
            before !== undefined &&
            parking.includes(before) &&
            !others.has(before) &&
            route.transport === null;
          const next = isParking && !errandOf(id) ? before : wishOf(route, others);
          if (next === before) continue;
          wishes.set(id, next);
          traffic.wish(numbers.get(id)!, index.get(next)!);
          replan();
        }
      };

      // Releasing may bring a vehicle to its load, which makes a new wish: until nothing more follows.
      for (let round = 0; round < 4 + routes.size * 2; round += 1) {
        wish();
        // A way that was not found is looked for again when somebody has moved, and not at every word.
        if (!isPlanned && (!hasFailed || (isMoved && wall >= retryAt))) {
          hasFailed = !traffic.plan();
          isPlanned = !hasFailed;
          if (hasFailed) retryAt = wall + retryMs;
          isMoved = false;
        }
        for (const [id, route] of routes) {
          const number = numbers.get(id)!;
          const { nodes, released } = traffic.progress(number);
          // One that is through and has to move, be it to wait or to make room, gets an order for it.
          if (
            isFree(id, route) &&
            !begun.has(id) &&
            !errandOf(id) &&
            !stands.has(id) &&
            nodes.length - 1 > released
          )
            begin(route, `${id}-MOVE-${now.getTime()}`, null);
          traffic.setHeld(number, routes.get(id)!.isClosed);
        }
        let isNew = false;
        for (const [id, before] of routes) {
          const { nodes, released } = traffic.progress(numbers.get(id)!);
          let route = before;
          for (let place = behind.get(id)! + route.released.length; place <= released; place += 1) {
            const part = { node: nameOf[nodes[place]!]!, seq: endOf(route).seq + 2, acts: [] };
            route = actAt({ ...route, released: [...route.released, part] }, route.released.length);
          }
          if (route === before) continue;
          routes.set(id, route);
          tell.add(id);
          isNew = true;
        }
        if (!isNew && (isPlanned || hasFailed)) break;
      }

      const shown = [...routes.values()].map((route): ShownRoute => {
        const { nodes, released, waitsFor } = traffic.progress(numbers.get(route.vehicle)!);
        const first = [...numbers].find(([, number]) => number === waitsFor)?.[0];
        return {
          ...route,
          planned: nodes.slice(released + 1).map((node) => nameOf[node]!),
          waitsFor: first ?? null,
          stands: stands.get(route.vehicle) ?? null,
        };
      });
      const result = shown.map((route): ShownRoute => {
        const id = route.vehicle;
        const state = stateOf(id);
        const watch = watches.get(id)!;
        const isLate =
          state !== undefined &&
          seen.get(id)!.online &&
          !tell.has(id) &&
          !isUpToDate(route, state) &&
          !unsent.has(id) &&
          wall - watch.told >= (refusalOf(state, route.orderId) ? repeatRefusedMs : repeatMs);
        if (!tell.has(id) && !isLate) return route;
        watch.told = wall;
        const next = { ...route, updateId: route.updateId + 1 };
        /** Where the base ends that the vehicle knows: what it was told last, or what it says itself. */
        const known = () => {
          if (!isLate) return begun.has(id) ? 0 : ends.get(id)! - 1;
          if (state!.orderId !== route.orderId) return 0;
          const last = state!.nodeStates.filter((node) => node.released).at(-1);
          const seq = last?.sequenceId ?? state!.lastNodeSequenceId;
          return Math.max(
            0,
            route.released.findIndex((part) => part.seq === seq),
          );
        };
        const base = route.released.slice(known());
        const isForgotten =
          state !== undefined && state.orderId !== route.orderId && (state.loads ?? []).length > 0;
        orders.push({
          vehicle: id,
          orderId: route.orderId,
          updateId: next.updateId,
          load: route.transport === null ? null : (tasks.get(route.transport)?.task.load ?? null),
          // What it carries it has picked, even if it has forgotten so.
          base: isForgotten
            ? base.map((part) => ({ ...part, acts: part.acts.filter((act) => act !== "pick") }))
            : base,
          horizon: route.isClosed ? [] : route.planned,
        });
        return next;
      });
      for (const { planned: _planned, waitsFor: _first, stands: _stands, ...route } of result)
        routes.set(route.vehicle, route);
      return { routes: result, orders, given, problems };
    },
  };
};
