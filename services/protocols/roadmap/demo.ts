import { type Roadmap, usualBatteryRule, type Zone } from "./description.ts";

/** Metres; edges are about so long, so that vehicles may follow each other. */
const spacing = 10;
const [top, middle, bottom] = [3, 23, 53];
const columns = [
  { prefix: "SMT", count: 5, x: 20 },
  { prefix: "ASM", count: 3, x: 50 },
  { prefix: "BI", count: 2, x: 72 },
  { prefix: "FT", count: 4, x: 93 },
] as const;
const firstY = 8;
const betweenLines = 10;
/** Cross lanes lie so far before the stations of their column. */
const before = 3;
const west = 0;
/** Where the warehouse's lane turns east. */
const warehouse = { id: "WH-1", x: 0, y: 25 };

/** Slowly where people cross between warehouse and lines. */
const demoZones: Zone[] = [
  {
    zoneId: "ZONE-1",
    zoneType: "SPEED_LIMIT",
    zoneDescriptor: "人行横道 · pedestrian crossing",
    maximumSpeed: 0.6,
    vertices: [
      { x: 7, y: 20 },
      { x: 13, y: 20 },
      { x: 13, y: 26 },
      { x: 7, y: 26 },
    ],
  },
];

/**
 * The roads of the demonstration plant: two rings that share the middle lane, which leads east from the warehouse, and lead back
 * west above and below. Cross lanes, driven both ways, connect them; each line has a spur of its own. Vehicles wait and charge in
 * spurs beside the lanes that lead to the warehouse.
 */
export const demoRoadmap = (): Roadmap => {
  const nodes = new Map<string, Roadmap["nodes"][number]>();
  const edges: Roadmap["edges"] = [];
  const stations: Roadmap["stations"] = [];
  const nodeAt = (
    x: number,
    y: number,
    id = `N-${x}-${y}`,
    more: { parking?: boolean; charging?: boolean } = {},
  ) => {
    nodes.set(id, { id, x, y, parking: false, ...more });
    return id;
  };
  const edge = (from: string, to: string, bidirectional: boolean) =>
    edges.push({ id: `${from}>${to}`, from, to, bidirectional });
  const lane = (ids: readonly string[], bidirectional: boolean) => {
    for (const [index, to] of ids.slice(1).entries()) edge(ids[index]!, to, bidirectional);
  };
  const cross = columns.map(({ x }) => x - before);
  /** Crossings and what lies between them, from west to east. */
  const along = (y: number): string[] =>
    [west, ...cross].flatMap((x, index, all) => {
      const last = all[index - 1] ?? x;
      const pieces = Math.max(1, Math.round((x - last) / spacing));
      return x === west
        ? []
        : Array.from({ length: pieces }, (_, piece) =>
            nodeAt(Math.round(last + ((x - last) * (piece + 1)) / pieces), y),
          );
    });

  const home = nodeAt(warehouse.x, warehouse.y, warehouse.id);
  stations.push({ id: warehouse.id, node: home });
  lane([home, ...along(middle)], false);
  const fromTop = [...along(top).reverse(), nodeAt(west, top), nodeAt(west, 13), home];
  lane(fromTop, false);
  const waiting = [49, 43, 37, 31].map((y) => nodeAt(west, y));
  lane([...along(bottom).reverse(), nodeAt(west, bottom), ...waiting, home], false);
  waiting.slice(0, 3).forEach((node, index) => {
    edge(node, nodeAt(west + 5, nodes.get(node)!.y, `P-${index + 1}`, { parking: true }), true);
  });
  [nodeAt(west, 13), waiting.at(-1)!].forEach((node, index) => {
    edge(node, nodeAt(west + 5, nodes.get(node)!.y, `C-${index + 1}`, { charging: true }), true);
  });
  for (const { prefix, count, x } of columns) {
    const rows = Array.from({ length: 5 }, (_, index) => firstY + index * betweenLines);
    const ys = [top, middle, bottom, ...rows].sort((a, b) => a - b);
    lane(
      ys.map((y) => nodeAt(x - before, y)),
      true,
    );
    rows.slice(0, count).forEach((y, index) => {
      const id = `${prefix}-${index + 1}-IN`;
      edge(nodeAt(x - before, y), nodeAt(x, y, id), true);
      stations.push({ id, node: id });
    });
  }
  const test = columns.at(-1)!;
  const cell = "TC-1-IN";
  const cellY = firstY + test.count * betweenLines;
  edge(nodeAt(test.x - before, cellY), nodeAt(test.x, cellY, cell), true);
  stations.push({ id: cell, node: cell });
  return {
    mapId: "FLOOR-1",
    nodes: [...nodes.values()],
    edges,
    stations,
    zones: demoZones,
    battery: usualBatteryRule,
  };
};

/** Vehicles of the demonstration plant, where they begin, and with how much charge, in percent. */
export const demoVehicles = [
  { manufacturer: "MILLWRIGHT", serialNumber: "AGV-01", home: "WH-1", charge: 88 },
  { manufacturer: "MILLWRIGHT", serialNumber: "AGV-02", home: "P-1", charge: 57 },
  { manufacturer: "MILLWRIGHT", serialNumber: "AGV-03", home: "P-2", charge: 31 },
] as const;
