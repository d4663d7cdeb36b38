import fc from "fast-check";
import { expect, test } from "vitest";
import { demoRoadmap } from "./demo.ts";
import { readLif } from "./lif.ts";

const node = (nodeId: string, x: number, y = 0, more: object = {}) => ({
  nodeId,
  nodePosition: { x, y },
  vehicleTypeNodeProperties: [{ vehicleTypeId: "M.tug" }],
  ...more,
});
const edge = (from: string, to: string, more: object = {}) => ({
  edgeId: `${from}-${to}`,
  startNodeId: from,
  endNodeId: to,
  vehicleTypeEdgeProperties: [{ vehicleTypeId: "M.tug", rotationAllowed: true, ...more }],
});
const both = (from: string, to: string, more: object = {}) => [edge(from, to, more), edge(to, from, more)];
const layout = (changes: object = {}) => ({
  layoutId: "HALL",
  layoutVersion: "1",
  nodes: [node("A", 0), node("B", 10), node("C", 10, 10)],
  edges: [...both("A", "B"), ...both("B", "C")],
  stations: [{ stationId: "WH-1", interactionNodeIds: ["A"] }],
  ...changes,
});
const file = (layouts: object[] = [layout()], lifVersion = "1.0.0") => ({
  metaInformation: {
    projectIdentification: "Hall",
    creator: "M",
    exportTimestamp: "2026-11-01T00:00:00Z",
    lifVersion,
  },
  layouts,
});
const roadmapOf = (...said: Parameters<typeof readLif>) => {
  const { result } = readLif(...said);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.roadmap;
};
const problemsOf = (...said: Parameters<typeof readLif>) => {
  const { result } = readLif(...said);
  return "problems" in result ? result.problems.map(({ path, problem }) => `${path}: ${problem}`) : [];
};

test("nodes, edges each in its direction and with its id, stations, speeds and chargers are read", () => {
  const charger = node("C", 10, 10, {
    vehicleTypeNodeProperties: [
      { vehicleTypeId: "M.tug", actions: [{ actionType: "startCharging", blockingType: "HARD" }] },
    ],
  });
  const map = roadmapOf(
    file([
      layout({
        nodes: [node("A", 0), node("B", 10), charger],
        edges: [...both("A", "B", { maxSpeed: 0.5 }), ...both("B", "C")],
      }),
    ]),
  );
  expect(map.mapId).toBe("HALL");
  expect(map.nodes.map(({ id, charging }) => [id, charging ?? false])).toEqual([
    ["A", false],
    ["B", false],
    ["C", true],
  ]);
  expect(map.edges.map(({ id, maxSpeed }) => [id, maxSpeed])).toEqual([
    ["A-B", 0.5],
    ["B-A", 0.5],
    ["B-C", undefined],
    ["C-B", undefined],
  ]);
  expect(map.stations).toEqual([{ id: "WH-1", node: "A" }]);
});

test("two floors are two maps, and the lift between them has a length", () => {
  const upper = layout({
    layoutId: "UP",
    nodes: [node("U", 10, 10), node("V", 20, 10)],
    edges: [...both("U", "V"), edge("U", "C")],
    stations: [],
  });
  const map = roadmapOf(
    file([layout({ edges: [...both("A", "B"), ...both("B", "C"), edge("C", "U")] }), upper]),
  );
  expect(map.nodes.find(({ id }) => id === "V")?.mapId).toBe("UP");
  expect(map.edges.find(({ id }) => id === "C-U")?.metres).toBeGreaterThan(0);
});

test("a bent road is as long as its control points", () => {
  const bent = {
    trajectory: {
      degree: 1,
      controlPoints: [
        { x: 0, y: 0 },
        { x: 0, y: 5 },
        { x: 10, y: 5 },
        { x: 10, y: 0 },
      ],
    },
  };
  const map = roadmapOf(file([layout({ edges: [...both("A", "B", bent), ...both("B", "C")] })]));
  expect(map.edges[0]?.metres).toBe(20);
});

test("of several kinds of vehicles one is chosen, and what others drive on is left out and told", () => {
  const forBoth = [{ vehicleTypeId: "M.tug" }, { vehicleTypeId: "M.fork" }];
  const two = file([
    layout({
      nodes: [
        node("A", 0, 0, { vehicleTypeNodeProperties: forBoth }),
        node("B", 10, 0, { vehicleTypeNodeProperties: forBoth }),
        node("C", 10, 10, { vehicleTypeNodeProperties: [{ vehicleTypeId: "M.fork" }] }),
      ],
    }),
  ]);
  expect(problemsOf(two)).toEqual(["vehicleTypeId: choose one of M.fork, M.tug"]);
  const { leftOut } = readLif(two, { vehicleType: "M.tug" });
  expect(leftOut).toEqual(
    expect.arrayContaining(["1 nodes for other vehicles", "2 edges for other vehicles"]),
  );
  expect(roadmapOf(two, { vehicleType: "M.tug" }).nodes.map(({ id }) => id)).toEqual(["A", "B"]);
});

test("places to wait and zones of before stay where their nodes and maps are still there", () => {
  const zone = {
    zoneId: "Z",
    zoneType: "BLOCKED" as const,
    vertices: [
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
    ],
  };
  const before = { ...roadmapOf(file()), zones: [zone, { ...zone, zoneId: "Y", mapId: "GONE" }] };
  const map = roadmapOf(file(), {
    before: { ...before, nodes: before.nodes.map((one) => ({ ...one, parking: one.id === "B" })) },
  });
  expect(map.nodes.filter(({ parking }) => parking).map(({ id }) => id)).toEqual(["B"]);
  expect(map.zones?.map(({ zoneId }) => zoneId)).toEqual(["Z"]);
});

test.each<[string, unknown, string]>([
  ["another file", { nodes: [] }, "metaInformation: "],
  ["another version", file(undefined, "2.0.0"), "metaInformation.lifVersion: is 2.0.0; 1.0 is read"],
  [
    "an edge to nowhere",
    file([layout({ edges: [...both("A", "B"), ...both("B", "C"), edge("A", "X")] })]),
    "edges.A-X.to: there is no node X",
  ],
  [
    "a dead end",
    file([layout({ edges: [...both("A", "B"), edge("B", "C")] })]),
    "nodes.C: no way leads from it to A",
  ],
  [
    "a station nowhere",
    file([layout({ stations: [{ stationId: "S", interactionNodeIds: ["X"] }] })]),
    "stations.S.node: there is no node X",
  ],
])("%s is told with its place", (_name, value, start) => {
  expect(problemsOf(value)[0]?.startsWith(start), problemsOf(value)[0]).toBe(true);
});

test("whatever is said to be a layout gets an answer", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(Object.keys(readLif(value, { before: demoRoadmap() }).result)).toHaveLength(1);
    }),
  );
});
