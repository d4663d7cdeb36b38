import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import { hasFailedLoad } from "../../../services/protocols/vda5050/order-actions.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import type { Task } from "./choose.ts";
import type { Fleet } from "./fleet.ts";
import type { OrderPart } from "./order-message.ts";
import { isThrough, type Route } from "./route.ts";
import type { SeenVehicle } from "./vehicle-says.ts";

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
  /** Orders that vehicles have to let go of: instant actions by their ids, which are the same however often they are given. */
  readonly cancels: readonly {
    readonly vehicle: string;
    readonly orderId: string;
    readonly actionId: string;
  }[];
  /** To whom transports are given; null: taken back before the vehicle knew of it. */
  readonly given: readonly { readonly transport: string; readonly vehicle: string | null }[];
  readonly problems: readonly TrafficProblem[];
}

/** A transport with the vehicle that it is given to. */
interface Given {
  readonly task: Task;
  readonly vehicle: string | null;
}

const taskOf = ({ roads }: Fleet, transport: OpenTransport, problems: TrafficProblem[]): Task[] => {
  const { id, load, from, to } = transport;
  const [pick, drop] = [roads.nodeOf(from), roads.nodeOf(to)];
  if (pick !== undefined && drop !== undefined) {
    const blocked = [pick, drop].find((node) => roads.blockedBy(node) !== undefined);
    const isCutOff = !Number.isFinite(roads.distancesTo(drop)[roads.numberOf(pick)]!);
    if (blocked === undefined && !isCutOff) return [{ id, load, pick, drop }];
    const zone = blocked && roads.blockedBy(blocked);
    problems.push(
      zone === undefined
        ? {
            id,
            zh: `从 ${from} 到 ${to} 没有可走的路，${id} 无法运输。请检查封锁区。`,
            en: `No way leads from ${from} to ${to}, so ${id} cannot be moved. Look at the blocked zones.`,
          }
        : {
            id,
            zh: `${id} 要经过 ${blocked}，它在封锁区 ${zone} 内。解除封锁后会继续。`,
            en: `${id} leads to ${blocked}, which lies in the blocked zone ${zone}. It goes on once that is lifted.`,
          },
    );
    return [];
  }
  const missing = pick === undefined ? from : to;
  problems.push({
    id,
    zh: `路网中没有站点 ${missing}，${id} 无法运输。请在路网中加上它。`,
    en: `The roadmap has no station ${missing}, so ${id} cannot be moved. Add it to the roadmap.`,
  });
  return [];
};

/**
 * What is decided in one turn, as its parts find it and leave it to the next. It begins when the fleet has taken in where vehicles
 * are.
 *
 * @param problems takes in what people have to look at.
 */
export const createTurn = (fleet: Fleet, input: TurnInput, problems: TrafficProblem[]) => {
  const { vehicles, transports, unsent, now, wall } = input;
  const seen = new Map(vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const stateOf = (id: string): VehicleState | undefined => seen.get(id)?.state ?? undefined;
  const open: ReadonlySet<string> = new Set(transports.map(({ id }) => id));
  const ends: ReadonlyMap<string, number> = new Map(
    [...fleet.routes].map(([id, route]) => [id, route.released.length]),
  );
  const tasks = new Map<string, Given>(
    transports.flatMap((transport) =>
      taskOf(fleet, transport, problems).map(
        (task) => [task.id, { task, vehicle: transport.vehicle }] as const,
      ),
    ),
  );
  const given: TurnResult["given"][number][] = [];
  const abilities = new Map(vehicles.map(({ id, factsheet }) => [id, abilitiesOf(factsheet)]));
  return {
    now,
    wall,
    problems,
    unsent,
    seen,
    stateOf,
    /** What a vehicle can do. */
    abilitiesOf: (id: string): Abilities => abilities.get(id) ?? abilitiesOf(null),
    open,
    tasks: tasks as ReadonlyMap<string, Given>,
    given: given as TurnResult["given"],
    /** Gives a transport to a vehicle, or takes it back. */
    give: (task: Task, vehicle: string | null): void => {
      given.push({ transport: task.id, vehicle });
      tasks.set(task.id, { task, vehicle });
    },
    /** What a route transports. */
    taskOf: ({ transport }: Route): Task | undefined =>
      transport === null ? undefined : tasks.get(transport)?.task,
    /** The transport that a vehicle was given and that is not begun. */
    errandOf: (id: string): Task | undefined =>
      [...tasks.values()].find(({ task, vehicle }) => {
        if (vehicle !== id || fleet.routes.get(id)?.transport === task.id) return false;
        const state = stateOf(id);
        return !(state?.orderId === task.id && hasFailedLoad(state));
      })?.task,
    /** Whether a vehicle is through with its order, so that another may begin. */
    isFree: (route: Route): boolean => {
      const state = stateOf(route.vehicle);
      return state !== undefined && isThrough(route, state);
    },
    /** Where each route ended that was sent last. */
    ends,
    /** Why those stand who do. */
    stands: new Map<string, string>(),
    /** Whose order begins in this turn, and who has to be told of his. */
    begun: new Set<string>(),
    tell: new Set<string>(),
    /** Who has a transport in hand that was called off or has failed: nothing more is released or told of it. */
    lettingGo: new Set<string>(),
  };
};

export type Turn = ReturnType<typeof createTurn>;
