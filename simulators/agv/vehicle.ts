import type { Action, Order, VehicleError, VehicleState } from "../../services/protocols/vda5050/messages.ts";
import type { Cancel, Scheduler } from "../engine/scheduler.ts";
import type { Point } from "../plant.ts";

/** State without the header, which the connection adds. */
export type VehicleReport = Omit<
  VehicleState,
  "headerId" | "timestamp" | "version" | "manufacturer" | "serialNumber"
>;

export interface VehicleOptions {
  readonly scheduler: Scheduler;
  readonly stations: Readonly<Record<string, Point>>;
  readonly home: string;
  /** Called after every change that VDA 5050 wants reported (section 6.10). */
  readonly onChange: (report: VehicleReport) => void;
}

export interface Vehicle {
  order(order: Order): void;
  instantActions(actions: readonly Action[]): void;
  /** An order message that could not be read: reported, not obeyed. */
  reject(reason: string): void;
  report(): VehicleReport;
}

const speedMetresPerSecond = 1.2;
const handlingMs = 20_000;
const chargePerMetre = 0.01;
const chargePerSecond = 0.05;

type Running = { order: Order; nodeIndex: number; actionStates: VehicleReport["actionStates"] };

/**
 * A vehicle that obeys VDA 5050 2.1 orders: it accepts a new order when idle, the same order again without effect, an
 * update that continues at the decision point, and rejects the rest with the error type the standard names (6.6.4).
 */
export const createVehicle = ({ scheduler, stations, home, onChange }: VehicleOptions): Vehicle => {
  let running: Running | undefined;
  let lastNode = { id: home, sequenceId: 0 };
  let lastOrder = { orderId: "", orderUpdateId: 0 };
  let lastActions: VehicleReport["actionStates"] = [];
  let position: Point = stations[home] ?? { x: 0, y: 0 };
  let driving = false;
  let charge = 90;
  let loads: { loadId: string }[] = [];
  let errors: VehicleError[] = [];
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
    agvPosition: { ...position, theta: 0, mapId: "FLOOR-1", positionInitialized: true },
    loads,
    batteryState: {
      batteryCharge: Math.round(charge * 10) / 10,
      charging: running === undefined && charge < 100,
    },
    errors,
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
    cancelMove = scheduler.at(scheduler.now() + handlingMs, () => {
      const load = first.actionParameters.find((parameter) => parameter.key === "loadId");
      if (first.actionType === "pick") loads = [{ loadId: String(load?.value ?? "") }];
      if (first.actionType === "drop") loads = [];
      setAction(first.actionId, "FINISHED");
      changed();
      perform(rest, done);
    });
  };

  const finish = () => {
    lastActions = running?.actionStates ?? [];
    running = undefined;
    const idleSince = scheduler.now();
    changed();
    // Opportunity charging at the station; the level is settled when the next order comes or after an hour.
    cancelMove = scheduler.at(idleSince + 3_600_000, () => {
      charge = Math.min(100, charge + 3_600 * chargePerSecond);
      changed();
    });
  };

  const drive = (job: Running) => {
    const next = job.order.nodes[job.nodeIndex + 1];
    // The horizon is driven only once an order update releases it.
    if (!next?.released) return job.nodeIndex + 1 < job.order.nodes.length ? changed() : finish();
    const target = stations[next.nodeId] ?? next.nodePosition ?? position;
    const metres = Math.abs(target.x - position.x) + Math.abs(target.y - position.y);
    driving = true;
    changed();
    cancelMove = scheduler.at(scheduler.now() + (metres / speedMetresPerSecond) * 1_000, () => {
      driving = false;
      charge = Math.max(5, charge - metres * chargePerMetre);
      position = { x: target.x, y: target.y };
      job.nodeIndex += 1;
      lastNode = { id: next.nodeId, sequenceId: next.sequenceId };
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

  const start = (order: Order) => {
    const [first] = order.nodes;
    errors = [];
    cancelMove();
    lastOrder = { orderId: order.orderId, orderUpdateId: order.orderUpdateId };
    const actions = [...order.nodes, ...order.edges].flatMap((part) => part.actions);
    const actionStates = actions.map(({ actionId, actionType }) => ({
      actionId,
      actionType,
      actionStatus: "WAITING" as const,
    }));
    // A vehicle that stands elsewhere drives to the first node as to any other.
    const here = first?.nodeId === lastNode.id;
    running = { order, nodeIndex: here ? 0 : -1, actionStates };
    const job = running;
    if (here && first) {
      lastNode = { id: first.nodeId, sequenceId: first.sequenceId };
      changed();
      perform(first.actions, () => drive(job));
    } else drive(job);
  };

  const update = (job: Running, order: Order) => {
    const waiting = !ahead().some((node) => node.released) && !driving;
    const known = new Set(job.actionStates.map((state) => state.actionId));
    const added = order.nodes.flatMap((node) => node.actions).filter((action) => !known.has(action.actionId));
    const passed = job.order.nodes.slice(0, job.nodeIndex + 1);
    const passedSequence = passed.at(-1)?.sequenceId ?? -1;
    job.order = {
      ...order,
      nodes: [...passed, ...order.nodes.filter((node) => node.sequenceId > passedSequence)],
    };
    job.actionStates = [
      ...job.actionStates,
      ...added.map(({ actionId, actionType }) => ({
        actionId,
        actionType,
        actionStatus: "WAITING" as const,
      })),
    ];
    lastOrder = { orderId: order.orderId, orderUpdateId: order.orderUpdateId };
    changed();
    if (waiting) drive(job);
  };

  const cancel = (action: Action) => {
    const stopped = running;
    if (!stopped) return refuse("noOrderToCancel", "There is no order to cancel.");
    cancelMove();
    driving = false;
    running = undefined;
    lastActions = [
      ...stopped.actionStates.map((state) =>
        state.actionStatus === "FINISHED" ? state : { ...state, actionStatus: "FAILED" as const },
      ),
      { actionId: action.actionId, actionType: action.actionType, actionStatus: "FINISHED" as const },
    ];
    changed();
  };

  return {
    report,
    reject: (reason) => refuse("validationError", reason),
    order: (order) => {
      const same = order.orderId === lastOrder.orderId;
      if (same && order.orderUpdateId === lastOrder.orderUpdateId) return changed();
      if (same && order.orderUpdateId < lastOrder.orderUpdateId)
        return refuse("orderUpdateError", "The update is older than the order in hand.", order.orderId);
      if (!running) return start(order);
      if (same) return update(running, order);
      return refuse("orderUpdateError", "The vehicle has another order in hand.", order.orderId);
    },
    instantActions: (actions) => {
      for (const action of actions) {
        if (action.actionType === "cancelOrder") cancel(action);
        else if (action.actionType === "stateRequest") changed();
        else refuse("instantActionError", `The vehicle does not know the action ${action.actionType}.`);
      }
    },
  };
};
