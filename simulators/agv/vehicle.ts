import type { Roadmap } from "../../services/protocols/roadmap/description.ts";
import type {
  Action,
  Order,
  VehicleError,
  VehicleState,
  WithoutHeader,
} from "../../services/protocols/vda5050/messages.ts";
import type { Cancel, Scheduler } from "../engine/scheduler.ts";
import { createBattery } from "./battery.ts";
import { type Refusal, refusalOf } from "./order-check.ts";

/** State without the header, which the connection adds. */
export type VehicleReport = WithoutHeader<VehicleState>;

export interface VehicleOptions {
  readonly scheduler: Scheduler;
  readonly roadmap: Roadmap;
  readonly home: string;
  /** Percent that it begins with. */
  readonly charge?: number;
  /** Called after every change that VDA 5050 wants reported (section 6.10). */
  readonly onChange: (report: VehicleReport) => void;
}

export interface Vehicle {
  order(order: Order): void;
  instantActions(actions: readonly Action[]): void;
  /** An order message that could not be read: reported, not obeyed. */
  reject(reason: string): void;
  /** Somebody stands before it, or has switched it off: it drives no further until it is cleared. */
  fail(reason: string): void;
  clear(): void;
  report(): VehicleReport;
}

const speedMetresPerSecond = 1.2;
const handlingMs = 20_000;
/** Instant actions that are answered by a message. */
const answered: ReadonlySet<string> = new Set(["stateRequest", "factsheetRequest"]);
/** To plug in or out. */
const pluggingMs = 5_000;

interface Running {
  order: Order;
  nodeIndex: number;
  actionStates: VehicleReport["actionStates"];
  /** It was cancelled on a road: what is done instead of going on at the road's end. */
  atNext?: () => void;
}

const waiting = ({ actionId, actionType }: Action) => ({
  actionId,
  actionType,
  actionStatus: "WAITING" as const,
});
const actionsOf = ({ nodes, edges }: Order): Action[] =>
  [...nodes, ...edges].flatMap(({ actions }) => actions);

/**
 * A vehicle that obeys VDA 5050 2.1 orders: it drives from node to node as far as these are released, accepts a new order when it
 * has none in hand and stands at its first node, the same order again without effect, an update that begins where its base ends,
 * and rejects the rest with the error type that the standard names (6.6.4). It charges where the roadmap says and it is told to; with a
 * roadmap that knows no such place, wherever it has nothing to do.
 */
export const createVehicle = ({
  scheduler,
  roadmap,
  home,
  charge = 90,
  onChange,
}: VehicleOptions): Vehicle => {
  const places = new Map(roadmap.nodes.map((node) => [node.id, node]));
  let running: Running | undefined;
  let lastNode = { id: home, sequenceId: 0 };
  let lastOrder = { orderId: "", orderUpdateId: 0 };
  let lastActions: VehicleReport["actionStates"] = [];
  let position: { x: number; y: number } = places.get(home) ?? { x: 0, y: 0 };
  let driving = false;
  const hasChargers = roadmap.nodes.some(({ charging }) => charging);
  const battery = createBattery(scheduler, charge, !hasChargers);
  let loads: { loadId: string }[] = [];
  let errors: VehicleError[] = [];
  let failed: VehicleError | undefined;
  /** What goes on once it may drive again. */
  let goOn: (() => void) | undefined;
  let cancelMove: Cancel = () => {};

  const ahead = () => (running ? running.order.nodes.slice(running.nodeIndex + 1) : []);
  const report = (): VehicleReport => ({
    ...lastOrder,
    lastNodeId: lastNode.id,
    lastNodeSequenceId: lastNode.sequenceId,
    driving,
    operatingMode: "AUTOMATIC",
    nodeStates: ahead().map(({ nodeId, sequenceId, released }) => ({ nodeId, sequenceId, released })),
    edgeStates: (running?.order.edges ?? [])
      .filter((edge) => edge.sequenceId > lastNode.sequenceId)
      .map(({ edgeId, sequenceId, released }) => ({ edgeId, sequenceId, released })),
    actionStates: running?.actionStates ?? lastActions,
    agvPosition: { ...position, theta: 0, mapId: roadmap.mapId, positionInitialized: true },
    loads,
    batteryState: {
      batteryCharge: Math.round(battery.charge() * 10) / 10,
      charging: battery.isCharging() && battery.charge() < 100,
    },
    errors: failed ? [failed, ...errors] : errors,
    safetyState: { eStop: "NONE", fieldViolation: false },
  });
  const changed = () => onChange(report());

  const setAction = (
    actionId: string,
    actionStatus: VehicleReport["actionStates"][number]["actionStatus"],
  ) => {
    if (!running) return;
    running.actionStates = running.actionStates.map((state) =>
      state.actionId === actionId ? { ...state, actionStatus } : state,
    );
  };

  const perform = (actions: readonly Action[], done: () => void) => {
    const [first, ...rest] = actions;
    if (!first) return done();
    setAction(first.actionId, "RUNNING");
    changed();
    const takes = first.actionType === "pick" || first.actionType === "drop" ? handlingMs : pluggingMs;
    cancelMove = scheduler.at(scheduler.now() + takes, () => {
      const isPluggedIn = first.actionType === "startCharging";
      const atCharger = places.get(lastNode.id)?.charging === true;
      if (isPluggedIn || first.actionType === "stopCharging") battery.plug(isPluggedIn && atCharger);
      const load = first.actionParameters.find((parameter) => parameter.key === "loadId");
      if (first.actionType === "pick") loads = [{ loadId: String(load?.value ?? "") }];
      if (first.actionType === "drop") loads = [];
      setAction(first.actionId, isPluggedIn && !atCharger ? "FAILED" : "FINISHED");
      changed();
      perform(rest, done);
    });
  };

  /** An order without a horizon whose base is driven is done; an update may still go on from here (6.6.2). */
  const finish = () => {
    lastActions = running?.actionStates ?? [];
    running = undefined;
    if (!hasChargers) battery.plug(true);
    changed();
  };

  const drive = (job: Running) => {
    const next = job.order.nodes[job.nodeIndex + 1];
    if (failed) {
      goOn = () => drive(job);
      return changed();
    }
    // The horizon is driven only once an order update releases it.
    if (!next?.released) return job.nodeIndex + 1 < job.order.nodes.length ? changed() : finish();
    const target = places.get(next.nodeId)!;
    const metres = Math.hypot(target.x - position.x, target.y - position.y);
    const limit = job.order.edges.find(
      ({ endNodeId, startNodeId }) => endNodeId === next.nodeId && startNodeId === lastNode.id,
    )?.maxSpeed;
    const speed = Math.min(speedMetresPerSecond, limit ?? speedMetresPerSecond);
    // One that drives has no plug in.
    battery.plug(false);
    driving = true;
    changed();
    cancelMove = scheduler.at(scheduler.now() + (metres / speed) * 1_000, () => {
      driving = false;
      battery.drive(metres);
      position = { x: target.x, y: target.y };
      job.nodeIndex += 1;
      lastNode = { id: next.nodeId, sequenceId: next.sequenceId };
      if (job.atNext) return job.atNext();
      changed();
      perform(next.actions, () => drive(job));
    });
  };

  const refuse = (errorType: string, description: string, orderId = "") => {
    errors = [
      {
        errorType,
        errorLevel: "WARNING",
        errorDescription: description,
        ...(orderId ? { errorReferences: [{ referenceKey: "orderId", referenceValue: orderId }] } : {}),
      },
    ];
    changed();
  };

  const begin = (order: Order, actionStates: VehicleReport["actionStates"], sequenceId: number) => {
    errors = [];
    if (!hasChargers) battery.plug(false);
    lastOrder = { orderId: order.orderId, orderUpdateId: order.orderUpdateId };
    const job = { order, nodeIndex: 0, actionStates };
    running = job;
    lastNode = { id: order.nodes[0]!.nodeId, sequenceId };
    changed();
    return job;
  };

  const start = (order: Order): Refusal | undefined => {
    const first = order.nodes[0]!;
    if (first.nodeId !== lastNode.id)
      return {
        errorType: "noRouteError",
        description: `The order begins at ${first.nodeId}, the vehicle stands at ${lastNode.id}.`,
      };
    const job = begin(order, actionsOf(order).map(waiting), first.sequenceId);
    perform(first.actions, () => drive(job));
    return undefined;
  };

  const isEnd = (node: { nodeId: string; sequenceId: number }, order: Order) =>
    node.nodeId === order.nodes[0]!.nodeId && node.sequenceId === order.nodes[0]!.sequenceId;
  const gap = (end: string, order: Order): Refusal => ({
    errorType: "orderUpdateError",
    description: `The update begins at ${order.nodes[0]!.nodeId}; what is released ends at ${end}.`,
  });

  /** An order that was done goes on. */
  const resume = (order: Order): Refusal | undefined => {
    if (!isEnd({ nodeId: lastNode.id, sequenceId: lastNode.sequenceId }, order))
      return gap(lastNode.id, order);
    const known = new Set(lastActions.map(({ actionId }) => actionId));
    const added = actionsOf(order).filter(({ actionId }) => !known.has(actionId));
    const job = begin(order, [...lastActions, ...added.map(waiting)], lastNode.sequenceId);
    perform(
      order.nodes[0]!.actions.filter(({ actionId }) => !known.has(actionId)),
      () => drive(job),
    );
    return undefined;
  };

  const update = (job: Running, order: Order): Refusal | undefined => {
    const base = job.order.nodes.filter(({ released }) => released);
    const end = base.at(-1)!;
    if (!isEnd(end, order)) return gap(end.nodeId, order);
    const known = new Set(job.actionStates.map((state) => state.actionId));
    const added = actionsOf(order).filter((action) => !known.has(action.actionId));
    const stoodAtEnd = job.nodeIndex === base.length - 1 && !driving && !goOn;
    const acts = job.actionStates.some(({ actionStatus }) => actionStatus === "RUNNING");
    errors = [];
    job.order = {
      ...order,
      nodes: [...base, ...order.nodes.slice(1)],
      edges: [...job.order.edges.filter(({ released }) => released), ...order.edges],
    };
    job.actionStates = [
      ...job.actionStates.filter(
        ({ actionId, actionStatus }) =>
          actionStatus !== "WAITING" || actionsOf(job.order).some((action) => action.actionId === actionId),
      ),
      ...added.map(waiting),
    ];
    lastOrder = { orderId: order.orderId, orderUpdateId: order.orderUpdateId };
    changed();
    if (stoodAtEnd && !acts) drive(job);
    return undefined;
  };

  /** An instant action has its state among those of the order (VDA 5050 2.1, 6.10). */
  const noteInstant = ({ actionId, actionType }: Action, actionStatus: "FINISHED" | "FAILED") => {
    const noted = { actionId, actionType, actionStatus };
    if (running) running.actionStates = [...running.actionStates, noted];
    else lastActions = [...lastActions, noted];
  };

  const cancel = (action: Action) => {
    const stopped = running;
    // Said again, since nobody can know that it was heard.
    if (report().actionStates.some(({ actionId }) => actionId === action.actionId)) return changed();
    if (!stopped) {
      noteInstant(action, "FAILED");
      return refuse("noOrderToCancel", "There is no order to cancel.");
    }
    const next = driving ? stopped.order.nodes[stopped.nodeIndex + 1] : undefined;
    const end = () => {
      driving = false;
      running = undefined;
      goOn = undefined;
      if (!hasChargers) battery.plug(true);
      lastActions = [
        ...stopped.actionStates.map((state) =>
          state.actionStatus === "FINISHED" ? state : { ...state, actionStatus: "FAILED" as const },
        ),
        { actionId: action.actionId, actionType: action.actionType, actionStatus: "FINISHED" as const },
      ];
      changed();
    };
    stopped.order = {
      ...stopped.order,
      nodes: stopped.order.nodes.slice(0, stopped.nodeIndex + (next ? 2 : 1)),
    };
    // On a road it drives on to its end: a vehicle that stood between two nodes could take no order (6.6.3).
    if (!next) {
      cancelMove();
      return end();
    }
    stopped.order.nodes[stopped.nodeIndex + 1] = { ...next, actions: [] };
    stopped.actionStates = [
      ...stopped.actionStates,
      { actionId: action.actionId, actionType: action.actionType, actionStatus: "RUNNING" },
    ];
    stopped.atNext = () => {
      stopped.actionStates = stopped.actionStates.filter(({ actionId }) => actionId !== action.actionId);
      end();
    };
    return changed();
  };

  const take = (order: Order): Refusal | undefined => {
    const refused = refusalOf(order, roadmap);
    if (refused) return refused;
    if (order.orderId !== lastOrder.orderId)
      return running
        ? { errorType: "orderUpdateError", description: "The vehicle has another order in hand." }
        : start(order);
    if (order.orderUpdateId < lastOrder.orderUpdateId)
      return { errorType: "orderUpdateError", description: "The update is older than the order in hand." };
    return running ? update(running, order) : resume(order);
  };

  return {
    report,
    reject: (reason) => refuse("validationError", reason),
    order: (order) => {
      if (order.orderId === lastOrder.orderId && order.orderUpdateId === lastOrder.orderUpdateId)
        return changed();
      const refused = take(order);
      if (refused) refuse(refused.errorType, refused.description, order.orderId);
    },
    fail: (reason) => {
      failed = { errorType: "obstacle", errorLevel: "FATAL", errorDescription: reason };
      changed();
    },
    clear: () => {
      failed = undefined;
      const next = goOn;
      goOn = undefined;
      if (next) next();
      else changed();
    },
    instantActions: (actions) => {
      for (const action of actions) {
        if (action.actionType === "cancelOrder") {
          cancel(action);
          continue;
        }
        const isKnown = answered.has(action.actionType);
        noteInstant(action, isKnown ? "FINISHED" : "FAILED");
        if (isKnown) changed();
        else refuse("instantActionError", `The vehicle does not know the action ${action.actionType}.`);
      }
    },
  };
};
