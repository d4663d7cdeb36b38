import fc from "fast-check";
import { expect, test } from "vitest";
import { readRoadmap } from "./check.ts";
import { demoRoadmap } from "./demo.ts";
import type { Roadmap, Zone } from "./description.ts";
import { areaOf, isInside, lanesOf, touches } from "./zones.ts";

const square = (x: number, y: number, size: number) => ({
  vertices: [
    { x, y },
    { x: x + size, y },
    { x: x + size, y: y + size },
    { x, y: y + size },
  ],
});
/** A road of three nodes, driven both ways. */
const road = (zones: Zone[]): Roadmap => ({
  mapId: "M",
  nodes: [0, 10, 20].map((x) => ({ id: `N${x}`, x, y: 0, parking: false })),
  edges: [
    { id: "a", from: "N0", to: "N10", bidirectional: true },
    { id: "b", from: "N10", to: "N20", bidirectional: true, maxSpeed: 1 },
  ],
  stations: [],
  zones,
});
const lanes = (zones: Zone[]) => lanesOf(road(zones)).map(({ from, to }) => `${from}>${to}`);

test("nobody drives into a blocked zone or across it; who stands in it may leave", () => {
  expect(lanes([])).toHaveLength(4);
  expect(lanes([{ zoneId: "Z", zoneType: "BLOCKED", ...square(18, -2, 4) }])).toEqual([
    "N0>N10",
    "N10>N0",
    "N20>N10",
  ]);
  // Between two nodes.
  expect(lanes([{ zoneId: "Z", zoneType: "BLOCKED", ...square(14, -2, 2) }])).toEqual(["N0>N10", "N10>N0"]);
  expect(lanes([{ zoneId: "Z", zoneType: "BLOCKED", ...square(14, -2, 2), mapId: "UP" }])).toHaveLength(4);
});

test("of several limits the lowest holds", () => {
  const slow = { zoneId: "Z", zoneType: "SPEED_LIMIT" as const, maximumSpeed: 0.3, ...square(8, -2, 4) };
  expect(
    lanesOf(road([slow, { ...slow, zoneId: "Y", maximumSpeed: 0.6 }])).map(({ maxSpeed }) => maxSpeed),
  ).toEqual([0.3, 0.3, 0.3, 0.3]);
  expect(lanesOf(road([])).map(({ maxSpeed }) => maxSpeed)).toEqual([undefined, undefined, 1, 1]);
});

test("a way that begins or ends in a zone touches it, and a point within has room around it", () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (x, y, toX, toY) => {
      const zone = square(-10, -10, 20);
      const [a, b] = [
        { x, y },
        { x: toX, y: toY },
      ];
      expect(isInside(zone, a)).toBe(x >= -10 && x < 10 && y >= -10 && y < 10);
      if (isInside(zone, a) || isInside(zone, b)) expect(touches(zone, a, b)).toBe(true);
    }),
  );
  expect(areaOf(square(3, 4, 5))).toBe(25);
});

test.each<[string, object, string]>([
  [
    "a flat zone",
    {
      zoneType: "BLOCKED",
      vertices: [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 2, y: 0 },
      ],
    },
    "zones.Z.vertices",
  ],
  ["a limit without a speed", { zoneType: "SPEED_LIMIT", ...square(0, 0, 1) }, "zones.Z.maximumSpeed"],
  ["a map that is not there", { zoneType: "BLOCKED", ...square(0, 0, 1), mapId: "UP" }, "zones.Z.mapId"],
])("%s is told with its place", (_name, zone, path) => {
  const read = readRoadmap({ ...demoRoadmap(), zones: [{ zoneId: "Z", ...zone }] });
  expect("problems" in read && read.problems.map((one) => one.path)).toEqual([path]);
});

test("thresholds that do not grow, or nowhere to charge, are told", () => {
  const problems = (value: object) => {
    const read = readRoadmap({ ...demoRoadmap(), ...value });
    return "problems" in read ? read.problems.map(({ path }) => path) : [];
  };
  expect(problems({ battery: { low: 40, enough: 30, idle: 80 } })).toEqual(["battery"]);
  expect(problems({ battery: { low: 3, enough: 30, idle: 80 } })).toEqual(["battery.low"]);
  const nodes = demoRoadmap().nodes.map(({ charging: _charging, ...node }) => node);
  expect(problems({ nodes })).toEqual(["battery"]);
});
