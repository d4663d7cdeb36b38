import { expect, test } from "vitest";
import { createRandom } from "../../../optimizer/random.ts";
import { demoRoadmap } from "../../../services/protocols/roadmap/demo.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import { isInside } from "../../../services/protocols/roadmap/zones.ts";
import { type Factsheet, factsheet } from "../../../services/protocols/vda5050/factsheet.ts";
import {
  type Order,
  order as orderSchema,
  type VehicleState,
} from "../../../services/protocols/vda5050/messages.ts";
import { createVehicle, type Vehicle, type VehicleReport } from "../../../simulators/agv/vehicle.ts";
import { createVirtualScheduler } from "../../../simulators/engine/scheduler.ts";
import { createControl } from "./control.ts";
import { orderMessage } from "./order-message.ts";
import type { OpenTransport, ShownRoute } from "./turn.ts";

const start = Date.parse("2026-11-02T00:00:00Z");

const headerOf = (serialNumber: string, now: Date) => ({
  headerId: 0,
  timestamp: now.toISOString(),
  version: "2.1.0",
  manufacturer: "M",
  serialNumber,
});

const cancelling = (actionId: string) => ({
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
const floorOf = (
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

const demo = demoRoadmap();
const homes = ["WH-1", "P-1", "P-2", "P-3"];
const stations = demo.stations.map(({ id }) => id).filter((id) => id !== "WH-1");
const ordered = (floor: ReturnType<typeof floorOf>, count: number) => {
  for (let number = 0; number < count; number += 1) {
    const to = stations[floor.random.int(stations.length)]!;
    const from = floor.random.share() < 0.8 ? "WH-1" : stations[floor.random.int(stations.length)]!;
    floor.open.push({ id: `TO-${number}`, load: `L-${number}`, from, to, vehicle: null });
  }
};

test("many transports by several vehicles: all are done, nobody meets, nothing is refused", () => {
  const floor = floorOf(demo, homes, 1);
  ordered(floor, 40);
  expect(floor.run(24)).toBe(true);
  expect(floor.meets).toEqual([]);
  expect(floor.refusals).toEqual([]);
  expect(floor.done).toHaveLength(40);
});

test("killed again and again, with lost messages: all are done once and nobody meets", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const floor = floorOf(demo, homes, seed, 0.1);
    ordered(floor, 12);
    const isDone = floor.run(48, () => {
      if (floor.random.share() < 0.05) floor.kill();
    });
    expect({ seed, isDone, meets: floor.meets }).toEqual({ seed, isDone: true, meets: [] });
    expect(new Set(floor.done).size).toBe(12);
  }
});

test("vehicles that have nothing to do go to wait, and those that wait stay", () => {
  const floor = floorOf(demo, homes.slice(0, 3), 3);
  const said = new Set<string>();
  for (let second = 0; second < 1_200; second += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 1_000);
    for (const { vehicle } of floor.turn().orders) said.add(vehicle);
  }
  expect([...said]).toEqual(["AGV-1"]);
  expect(floor.cars.get("AGV-1")!.vehicle.report().lastNodeId).toBe("P-3");
});

test("a vehicle that stands is led around: the others go on, and it does when it is mended", () => {
  const floor = floorOf(demo, homes, 5);
  ordered(floor, 10);
  let lame: Vehicle | undefined;
  let before = 0;
  floor.run(1.5, () => {
    if (lame) return;
    const dropping = [...floor.cars.values()].find(({ vehicle }) =>
      vehicle.report().lastNodeId.endsWith("-IN"),
    );
    if (!dropping) return;
    lame = dropping.vehicle;
    before = floor.done.length;
    lame.fail("a wheel is stuck");
  });
  expect(lame).toBeDefined();
  // Its own drop, and what others bring meanwhile.
  expect(floor.done.length).toBeGreaterThan(before + 1);
  expect(floor.stored().find(({ stands }) => stands !== null)?.stands).toBe("error: a wheel is stuck");
  lame?.clear();
  expect(floor.run(4)).toBe(true);
  expect(floor.meets).toEqual([]);
});

test("vehicles that fail, lose their memory or are called off, a control that is killed: nobody meets, all is settled", () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const floor = floorOf(demo, homes, 100 + seed, 0.05);
    ordered(floor, 10);
    const lame = new Map<string, number>();
    const isSettled = floor.run(6, () => {
      const [id, car] = [...floor.cars][floor.random.int(floor.cars.size)]!;
      const chance = floor.random.share();
      const { driving, actionStates } = car.vehicle.report();
      const acts = actionStates.some(({ actionStatus }) => actionStatus === "RUNNING");
      if (chance < 0.01) floor.kill();
      else if (chance > 0.999) floor.open.splice(floor.random.int(floor.open.length), 1);
      else if (chance < 0.013 && !driving && !acts && !lame.has(id)) floor.restart(id);
      else if (chance < 0.016) car.vehicle.instantActions([cancelling(`c${floor.scheduler.now()}`)]);
      else if (chance < 0.02 && !lame.has(id)) {
        lame.set(id, floor.scheduler.now() + 300_000);
        car.vehicle.fail("somebody stands there");
      }
      for (const [other, until] of lame)
        if (until < floor.scheduler.now()) {
          lame.delete(other);
          floor.cars.get(other)!.vehicle.clear();
        }
    });
    expect(
      { seed, isSettled, meets: floor.meets },
      JSON.stringify({
        open: floor.open,
        routes: floor.stored(),
        refusals: floor.refusals.slice(-5),
        cars: [...floor.cars].map(([id, { vehicle, known }]) => ({ id, now: vehicle.report(), known })),
      }),
    ).toEqual({ seed, isSettled: true, meets: [] });
  }
});

/** Runs until something of the only vehicle is so. */
const runUntil = (floor: ReturnType<typeof floorOf>, isSo: (report: VehicleReport) => boolean) => {
  const car = () => floor.cars.get("AGV-1")!.vehicle.report();
  for (let second = 0; second < 3_600 && !isSo(car()); second += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 1_000);
    floor.turn();
  }
  return car();
};
const onItsWay = (floor: ReturnType<typeof floorOf>) => {
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  return runUntil(floor, ({ loads, driving }) => driving && loads?.length === 1);
};

test("a transport that is called off is cancelled at its vehicle, which is free again where it has stopped", () => {
  const floor = floorOf(demo, ["P-1"], 11);
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  runUntil(floor, ({ driving }) => driving);
  floor.open.length = 0;
  const left = runUntil(floor, ({ orderId }) => orderId !== "TO-1");
  expect(left.loads).toEqual([]);
  expect(floor.cancels).toEqual(["TO-1/cancel/1"]);
  floor.open.push({ id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null });
  expect(floor.run(2)).toBe(true);
  expect({ done: floor.done, refusals: floor.refusals }).toEqual({ done: ["TO-2"], refusals: [] });
});

test("called off with its load it tells where that is, takes nothing until it is unloaded, and is told once by controls that are killed", () => {
  const floor = floorOf(demo, ["P-1"], 12);
  onItsWay(floor);
  floor.open.length = 0;
  for (let second = 0; second < 12; second += 1) {
    floor.kill();
    floor.turn();
  }
  expect(new Set(floor.cancels)).toEqual(new Set(["TO-1/cancel/1"]));
  const { lastNodeId } = runUntil(floor, ({ nodeStates, driving }) => nodeStates.length === 0 && !driving);
  expect(floor.turn().problems.map(({ en }) => en)).toEqual([
    `AGV-1 at ${lastNodeId} still carries L-1, which no transport in hand is for. Unload it; until then it gets no other.`,
  ]);
  floor.open.push({ id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null });
  expect(floor.run(0.5)).toBe(false);
  expect(floor.open[0]?.vehicle).toBeNull();
  expect(floor.refusals).toEqual([]);
});

test("a vehicle that cannot be told lets go when it is back, and one that refuses is told of and asked again", () => {
  const floor = floorOf(demo, ["P-1"], 13);
  onItsWay(floor);
  const car = floor.cars.get("AGV-1")!;
  car.online = false;
  floor.open.length = 0;
  floor.turn();
  expect(floor.cancels).toEqual([]);
  car.online = true;
  car.known = {
    ...car.vehicle.report(),
    actionStates: [{ actionId: "TO-1/cancel/1", actionStatus: "FAILED" }],
  };
  expect(floor.turn().problems).toMatchObject([{ en: expect.stringContaining("does not let go of it") }]);
  expect(floor.cancels).toEqual(["TO-1/cancel/2"]);
});

test("vehicles go to charge by themselves, take nothing before they have enough, and make room for who has less", () => {
  const floor = floorOf(demo, ["WH-1", "P-1", "P-2", "P-3"], 7, 0, [21, 22, 23, 88]);
  ordered(floor, 25);
  const first = new Map<string, number>();
  const chargers = new Set<string>();
  const isDone = floor.run(24, () => {
    for (const [id, { vehicle }] of floor.cars) {
      const { batteryState, lastNodeId, loads } = vehicle.report();
      if (batteryState.charging) chargers.add(`${id} ${lastNodeId}`);
      if ((loads ?? []).length > 0 && !first.has(id)) first.set(id, batteryState.batteryCharge);
    }
  });
  expect(isDone).toBe(true);
  expect({ meets: floor.meets, refusals: floor.refusals }).toEqual({ meets: [], refusals: [] });
  // Of the three that had too little two charge at first, and the third when one of them has enough.
  expect([...chargers].filter((text) => !text.startsWith("AGV-4")).length).toBeGreaterThanOrEqual(3);
  expect([...chargers].every((text) => /C-[12]$/.test(text))).toBe(true);
  for (const id of ["AGV-1", "AGV-2", "AGV-3"]) expect(first.get(id) ?? 50).toBeGreaterThan(45);
  expect(first.get("AGV-4")).toBeGreaterThan(80);
});

test("a vehicle that has nothing to do fills up and then goes to wait", () => {
  const floor = floorOf(demo, ["WH-1"], 8, 0, [70]);
  const seen: string[] = [];
  for (let minute = 0; minute < 60; minute += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 60_000);
    floor.cars.get("AGV-1")!.known = floor.cars.get("AGV-1")!.vehicle.report();
    floor.turn();
    const { lastNodeId } = floor.cars.get("AGV-1")!.vehicle.report();
    if (seen.at(-1) !== lastNodeId) seen.push(lastNodeId);
  }
  const { batteryState } = floor.cars.get("AGV-1")!.vehicle.report();
  expect(seen.some((node) => node.startsWith("C-"))).toBe(true);
  expect(seen.at(-1)).toMatch(/^P-/);
  expect(batteryState).toMatchObject({ charging: false });
  expect(batteryState.batteryCharge).toBeGreaterThan(95);
});

const node = (actionType: string, more: object = {}) => ({ actionType, actionScopes: ["NODE"], ...more });

test("an order keeps to the vehicle's factsheet: its nodes, what may go on beside an action, how it charges", () => {
  const floor = floorOf(demo, ["P-1"], 14, 0, [60]);
  floor.sheets.set(
    "AGV-1",
    factsheet.parse({
      protocolLimits: { maxArrayLens: { "order.nodes": 6, "order.edges": 5, "node.actions": 0 } },
      protocolFeatures: { agvActions: [node("pick", { blockingTypes: ["SOFT", "NONE"] }), node("drop")] },
    }),
  );
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  expect(floor.run(2)).toBe(true);
  for (let second = 0; second < 300; second += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 1_000);
    floor.turn();
  }
  expect(Math.max(...floor.orders.map(({ nodes }) => nodes.length))).toBe(6);
  const acts = floor.orders.flatMap(({ nodes }) => nodes.flatMap(({ actions }) => actions));
  expect(new Set(acts.map(({ actionType, blockingType }) => `${actionType} ${blockingType}`))).toEqual(
    new Set(["pick SOFT", "drop HARD"]),
  );
  expect(floor.cars.get("AGV-1")!.vehicle.report().lastNodeId).toMatch(/^C-/);
  expect(floor.refusals).toEqual([]);
});

test("a vehicle that cannot carry, or asks for what orders do not have, gets no transport and is told of", () => {
  const problemsOf = (agvActions: object[]) => {
    const floor = floorOf(demo, ["P-1"], 15);
    floor.sheets.set("AGV-1", factsheet.parse({ protocolFeatures: { agvActions } }));
    floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
    const { problems, given } = floor.turn();
    expect(given).toEqual([]);
    return problems.map(({ en }) => en);
  };
  expect(problemsOf([node("clean")])).toEqual([expect.stringContaining("does not name pick and drop")]);
  expect(problemsOf([node("pick", { actionParameters: [{ key: "loadType" }] }), node("drop")])).toEqual([
    expect.stringContaining("requires pick.loadType in orders"),
  ]);
});

/** A rectangle from corner to corner. */
const area = (x: number, y: number, toX: number, toY: number) => [
  { x, y },
  { x: toX, y },
  { x: toX, y: toY },
  { x, y: toY },
];

test("nobody drives into a blocked zone: ways lead around it, and what lies in it waits until it is lifted", () => {
  const blocked: Roadmap = {
    ...demo,
    // The short way to the lower placement lines, and the first station.
    zones: [
      { zoneId: "Z-1", zoneType: "BLOCKED", vertices: area(15, 24, 19, 27) },
      { zoneId: "Z-2", zoneType: "BLOCKED", vertices: area(18.5, 5, 22, 11) },
    ],
  };
  const floor = floorOf(blocked, homes, 9);
  floor.open.push(
    { id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null },
    { id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null },
  );
  const places = new Map(blocked.nodes.map((node) => [node.id, node]));
  const inside: string[] = [];
  floor.run(2, () => {
    for (const { vehicle } of floor.cars.values()) {
      const node = places.get(vehicle.report().lastNodeId)!;
      if (blocked.zones!.some((zone) => isInside(zone, node))) inside.push(node.id);
    }
  });
  expect(inside).toEqual([]);
  expect(floor.done).toEqual(["TO-1"]);
  const problems = () => floor.turn().problems.map(({ en }) => en);
  expect(problems()).toEqual([
    expect.stringMatching(/^TO-2 leads to SMT-1-IN, which lies in the blocked zone Z-2/),
  ]);
  // Cut off from everything else is told likewise.
  const shut = floorOf(
    { ...demo, zones: [{ ...blocked.zones![0]!, vertices: area(24, 20, 26, 26) }] },
    homes,
    9,
  );
  shut.open.push({ id: "TO-3", load: "L-3", from: "WH-1", to: "FT-1-IN", vehicle: null });
  expect(shut.turn().problems.map(({ en }) => en)).toEqual([
    expect.stringMatching(/^No way leads from WH-1 to FT-1-IN, so TO-3 cannot be moved/),
  ]);
  expect(floor.refusals).toEqual([]);
});

test("a speed limit is told to vehicles with the roads that it is on", () => {
  const message = orderMessage(demo, {
    orderId: "TO-1",
    updateId: 0,
    load: null,
    base: [{ node: "WH-1", seq: 0, acts: [] }],
    horizon: ["N-9-23", "N-17-23"],
    blockingOf: () => "HARD",
  });
  expect(message.edges.map(({ maxSpeed }) => maxSpeed)).toEqual([0.6, 0.6]);
});
