import { expect, test } from "vitest";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import { isInside } from "../../../services/protocols/roadmap/zones.ts";
import type { Vehicle } from "../../../simulators/agv/vehicle.ts";
import { cancelling, demo, floorOf, homes, ordered } from "../../../test/support/driven-floor.ts";
import { orderMessage } from "./order-message.ts";

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
