import { createControl } from "../../agents/robot/traffic/control.ts";
import { orderMessage } from "../../agents/robot/traffic/order-message.ts";
import type { OpenTransport, ShownRoute } from "../../agents/robot/traffic/turn.ts";
import { createRandom } from "../../optimizer/random.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import type { Roadmap } from "../../services/protocols/roadmap/description.ts";
import type { Factsheet } from "../../services/protocols/vda5050/factsheet.ts";
import {
  type Order,
  order as orderSchema,
  type VehicleState,
} from "../../services/protocols/vda5050/messages.ts";
import { createVehicle, type Vehicle, type VehicleReport } from "../../simulators/agv/vehicle.ts";
import { createVirtualScheduler } from "../../simulators/engine/scheduler.ts";

const start = Date.parse("2026-11-02T00:00:00Z");

const headerOf = (serialNumber: string, now: Date) => ({
  headerId: 0,
  timestamp: now.toISOString(),
  version: "2.1.0",
  manufacturer: "M",
  serialNumber,
});

export const cancelling = (actionId: string) => ({
  actionType: "cancelOrder",
  actionId,
  blockingType: "HARD" as const,
  actionParameters: [],
});

interface Car {
  vehicle: Vehicle;
  online: boolean;
  /** What the control knows of it. */
  known: VehicleReport | undefined;
}

/** A floor of simulated vehicles under one control, which may be killed; looks after each move that nobody meets. */
export const floorOf = (
  roadmap: Roadmap,
  homes: readonly string[],
  seed: number,
  lossRate = 0,
  charges: readonly number[] = [],
) => {
  const scheduler = createVirtualScheduler(start);
  const random = createRandom(seed);
  const cars = new Map<string, Car>();
  const open: OpenTransport[] = [];
  const done: string[] = [];
  let stored: readonly ShownRoute[] = [];
  let control = createControl({ roadmap, routes: stored, seed });
  let turns = 0;
  const meets: string[] = [];
  const refusals: string[] = [];
  const cancels: string[] = [];
  const sheets = new Map<string, Factsheet>();
  const orders: Order[] = [];

  const look = () => {
    const taken = new Map<string, string>();
    for (const [id, { vehicle }] of cars) {
      const { lastNodeId, nodeStates, driving } = vehicle.report();
      const next = driving ? nodeStates[0]!.nodeId : undefined;
      const here =
        next === undefined ? [lastNodeId] : [lastNodeId, next, [lastNodeId, next].sort().join("-")];
      for (const place of here) {
        const other = taken.get(place);
        if (other) meets.push(`${other} and ${id} at ${place}`);
        taken.set(place, id);
      }
    }
  };
  const settle = (report: VehicleReport) => {
    const at = open.findIndex(({ id }) => id === report.orderId);
    if (at < 0) return;
    if (
      report.actionStates.some(
        ({ actionId, actionStatus }) => actionId.endsWith("/drop") && actionStatus === "FINISHED",
      )
    )
      done.push(open.splice(at, 1)[0]!.id);
    else if (report.actionStates.some(({ actionStatus }) => actionStatus === "FAILED")) open.splice(at, 1);
  };
  const hear = (id: string, report: VehicleReport) => {
    look();
    const error = report.errors[0];
    if (error && error.errorLevel === "WARNING")
      refusals.push(`${id}: ${error.errorType} ${error.errorDescription}`);
    const car = cars.get(id)!;
    if (!car.online || random.share() < lossRate) return;
    car.known = structuredClone(report);
    settle(report);
  };
  const add = (id: string, home: string, charge = 90) => {
    const vehicle: Vehicle = createVehicle({
      scheduler,
      roadmap,
      home,
      charge,
      // One that was switched off says nothing more.
      onChange: (report) => (cars.get(id)?.vehicle === vehicle ? hear(id, report) : undefined),
    });
    cars.set(id, { vehicle, online: true, known: vehicle.report() });
  };
  /** Switched off and on: it stands where it stood and knows of no order. */
  const restart = (id: string) => {
    const { lastNodeId, batteryState } = cars.get(id)!.vehicle.report();
    cars.get(id)!.vehicle.fail("switched off");
    add(id, lastNodeId, batteryState.batteryCharge);
  };
  homes.forEach((home, index) => {
    add(`AGV-${index + 1}`, home, charges[index]);
  });

  const turn = () => {
    turns += 1;
    const now = new Date(scheduler.now());
    const result = control.turn({
      vehicles: [...cars].map(([id, { online, known }]) => ({
        id,
        online,
        factsheet: sheets.get(id) ?? null,
        state: known ? ({ ...headerOf(id, now), ...known } as VehicleState) : null,
      })),
      transports: open,
      unsent: new Set(),
      now,
      wall: scheduler.now(),
    });
    stored = structuredClone(result.routes);
    for (const { transport, vehicle } of result.given) {
      const at = open.findIndex(({ id }) => id === transport);
      open[at] = { ...open[at]!, vehicle };
    }
    for (const { vehicle, ...part } of result.orders) {
      const message = orderSchema.parse({ ...headerOf(vehicle, now), ...orderMessage(roadmap, part) });
      orders.push(message);
      if (cars.get(vehicle)!.online && random.share() >= lossRate) cars.get(vehicle)!.vehicle.order(message);
    }
    for (const { vehicle, actionId } of result.cancels) {
      cancels.push(actionId);
      if (cars.get(vehicle)!.online && random.share() >= lossRate)
        cars.get(vehicle)!.vehicle.instantActions([cancelling(actionId)]);
    }
    return result;
  };
  const kill = () => {
    control = createControl({ roadmap, routes: stored, seed: seed + turns });
  };
  /** Runs until all is done; says whether it was. */
  const run = (hours: number, each: () => void = () => {}) => {
    const end = scheduler.now() + hours * 3_600_000;
    while (scheduler.now() < end && open.length > 0) {
      scheduler.runUntil(scheduler.now() + 5_000);
      // The state that vehicles repeat.
      if (random.share() < 0.1) for (const [id, { vehicle }] of cars) hear(id, vehicle.report());
      each();
      turn();
    }
    return open.length === 0;
  };
  return {
    restart,
    cars,
    open,
    done,
    meets,
    refusals,
    sheets,
    orders,
    cancels,
    random,
    turn,
    kill,
    run,
    scheduler,
    stored: () => stored,
  };
};

export const demo = demoRoadmap();
export const homes = ["WH-1", "P-1", "P-2", "P-3"];
export const stations = demo.stations.map(({ id }) => id).filter((id) => id !== "WH-1");
export const ordered = (floor: ReturnType<typeof floorOf>, count: number) => {
  for (let number = 0; number < count; number += 1) {
    const to = stations[floor.random.int(stations.length)]!;
    const from = floor.random.share() < 0.8 ? "WH-1" : stations[floor.random.int(stations.length)]!;
    floor.open.push({ id: `TO-${number}`, load: `L-${number}`, from, to, vehicle: null });
  }
};

/** Runs until something of the only vehicle is so. */
export const runUntil = (floor: ReturnType<typeof floorOf>, isSo: (report: VehicleReport) => boolean) => {
  const car = () => floor.cars.get("AGV-1")!.vehicle.report();
  for (let second = 0; second < 3_600 && !isSo(car()); second += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 1_000);
    floor.turn();
  }
  return car();
};
export const onItsWay = (floor: ReturnType<typeof floorOf>) => {
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  return runUntil(floor, ({ loads, driving }) => driving && loads?.length === 1);
};
