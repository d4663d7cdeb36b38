import type { Cell, Place, Robot } from "./description.ts";
import { travelBetween } from "./travel.ts";

export interface CellSize {
  /** Rows of testers, each with a single arm and a tray of its own. */
  readonly wings: number;
  readonly testersInWing: number;
  readonly vehicles: number;
  readonly dualArms: number;
}

const wingSpacing = 4;
const pluggingSkills = ["plugCable", "unplugCable", "plugOpticalModule", "unplugOpticalModule"] as const;
const handling = ["loadFixture", "unloadFixture"] as const;

/**
 * A test cell: vehicles bring units from the store to trays, each wing's arm and the dual-arm robots between the wings load the testers
 * and plug what has to be plugged. Every tester is a zone: one robot works at it at a time.
 * @param mounted Fixture of each tester, in their order; the last one repeats.
 */
export const buildCell = (id: string, size: CellSize, mounted: readonly string[]): Cell => {
  const wings = Array.from({ length: size.wings }, (_, w) => {
    const letter = String.fromCharCode(65 + w);
    const y = 1 + w * wingSpacing;
    const tray: Place = {
      id: `TRAY-${letter}`,
      kind: "tray",
      name: { zh: `托盘位 ${letter}`, en: `Tray ${letter}` },
      x: 3,
      y,
    };
    const testers = Array.from({ length: size.testersInWing }, (__, t): Place => {
      const number = w * size.testersInWing + t;
      return {
        id: `TEST-${letter}${t + 1}`,
        kind: "tester",
        name: { zh: `测试位 ${letter}${t + 1}`, en: `Tester ${letter}${t + 1}` },
        x: 5 + 1.6 * t,
        y,
        zone: `ZONE-${letter}${t + 1}`,
        mounted: mounted[Math.min(number, mounted.length - 1)]!,
      };
    });
    return { letter, tray, testers };
  });
  const middle = 1 + ((size.wings - 1) * wingSpacing) / 2;
  const shared: Place = {
    id: "TRAY-M",
    kind: "tray",
    name: { zh: "中间托盘位", en: "Middle tray" },
    x: 3,
    y: middle + (size.wings % 2 === 1 ? wingSpacing / 2 : 0),
    zone: "ZONE-M",
  };
  const store: Place = { id: "STORE", kind: "store", name: { zh: "立库口", en: "Store" }, x: 0, y: middle };
  const charger: Place = {
    id: "CHARGE",
    kind: "charger",
    name: { zh: "充电位", en: "Charger" },
    x: 0.4,
    y: middle + 2,
  };
  const aside: Place = {
    id: "ASIDE",
    kind: "aside",
    name: { zh: "待处理位", en: "Put aside" },
    x: 5 + 1.6 * size.testersInWing,
    y: middle,
  };
  const trays = [...wings.map(({ tray }) => tray), shared];
  const places = [store, charger, ...trays, ...wings.flatMap(({ testers }) => testers), aside];

  const vehicles = Array.from({ length: size.vehicles }, (_, v): Robot => {
    const reach = [store, ...trays, charger];
    return {
      id: `AGV-C${v + 1}`,
      kind: "agv",
      name: { zh: `小车 ${v + 1}`, en: `Vehicle ${v + 1}` },
      arms: [`AGV-C${v + 1}`],
      home: "STORE",
      reach: reach.map((each) => each.id),
      skills: ["carry"],
      tools: ["lift"],
      toolChangeS: 0,
      payloadKg: 80,
      forceLimitN: 100,
      travel: travelBetween(reach, { metresPerSecond: 0.6, approachS: 4 }),
    };
  });
  const singles = wings.map(({ letter, tray, testers }): Robot => {
    const reach = [tray, shared, ...testers, aside];
    return {
      id: `ARM-${letter}`,
      kind: "single-arm",
      name: { zh: `单臂 ${letter}`, en: `Arm ${letter}` },
      arms: [`ARM-${letter}`],
      home: tray.id,
      reach: reach.map((each) => each.id),
      skills: [...handling, ...pluggingSkills],
      tools: ["gripper", "plug-tool"],
      toolChangeS: 12,
      payloadKg: 15,
      forceLimitN: 60,
      travel: travelBetween(reach, { metresPerSecond: 1, approachS: 2 }),
    };
  });
  const duals = Array.from({ length: size.dualArms }, (_, d): Robot => {
    const reach = [...trays, ...wings.flatMap(({ testers }) => testers), aside];
    return {
      id: `DUAL-${d + 1}`,
      kind: "dual-arm",
      name: { zh: `双臂 ${d + 1}`, en: `Dual-arm ${d + 1}` },
      arms: [`DUAL-${d + 1}-L`, `DUAL-${d + 1}-R`],
      home: "TRAY-M",
      reach: reach.map((each) => each.id),
      skills: [...handling, ...pluggingSkills],
      tools: ["hands"],
      toolChangeS: 0,
      payloadKg: 25,
      forceLimitN: 50,
      travel: travelBetween(reach, { metresPerSecond: 0.5, approachS: 3 }),
    };
  });
  return {
    id,
    name: { zh: "射频与服务器测试小单元", en: "Radio and server test cell" },
    zones: places.flatMap(({ zone, name }) => (zone ? [{ id: zone, name }] : [])),
    places,
    robots: [...vehicles, ...singles, ...duals],
    fixtureChangeS: 600,
  };
};
