import type { Bilingual } from "../lib/language.ts";
import type { Point } from "./geometry.ts";

export interface DrawnRoads {
  readonly mapId: string;
  readonly nodes: readonly (Point & {
    readonly id: string;
    readonly parking: boolean;
    readonly charging: boolean;
    readonly mapId: string | null;
  })[];
  readonly edges: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly bidirectional: boolean;
  }[];
  readonly stations: readonly { readonly id: string; readonly node: string }[];
  readonly zones: readonly DrawnZone[];
}

/** A part of a map that nobody drives into, or nobody faster than so (VDA 5050 3.0). */
export interface DrawnZone {
  readonly zoneId: string;
  readonly zoneType: "BLOCKED" | "SPEED_LIMIT";
  readonly zoneDescriptor: string | null;
  readonly vertices: readonly Point[];
  /** Metres a second. */
  readonly maximumSpeed: number | null;
  readonly mapId: string | null;
}

/** The maps of a roadmap, its own first. */
export const mapsOf = ({ mapId, nodes }: DrawnRoads): string[] => [
  ...new Set([mapId, ...nodes.map((node) => node.mapId ?? mapId)]),
];

/** What of a roadmap is on one map. */
export const onMap = (roads: DrawnRoads, map: string): DrawnRoads => {
  const isOn = (part: { readonly mapId: string | null }) => (part.mapId ?? roads.mapId) === map;
  return { ...roads, nodes: roads.nodes.filter(isOn), zones: roads.zones.filter(isOn) };
};

export interface DrawnRoute {
  readonly vehicleId: string;
  readonly transportOrderId: string | null;
  readonly released: readonly string[];
  readonly planned: readonly string[];
  readonly waitsFor: string | null;
  readonly stands: string | null;
}

export const roadsQuery = `query Roads {
  roadmap {
    mapId nodes { id x y parking charging mapId } edges { id from to bidirectional } stations { id node }
    zones { zoneId zoneType zoneDescriptor vertices { x y } maximumSpeed mapId }
  }
}`;

export type PlacesOf = (id: string) => Point | undefined;

/** A way along nodes as the points of a line; nodes that are not on the map any more are left out. */
export const pointsOf = (nodes: readonly string[], placeOf: PlacesOf): string =>
  nodes
    .flatMap((node) => placeOf(node) ?? [])
    .map(({ x, y }) => `${x},${y}`)
    .join(" ");

/** Hues that are told apart by most people, also side by side; vehicles beyond them share. */
const hues = [172, 28, 265, 330, 95, 215];
/** A vehicle's own, in whatever order they are listed: live and replayed it is the same. */
export const hueOf = (vehicles: readonly { readonly id: string }[], vehicle: string): number =>
  hues[vehicles.filter(({ id }) => id < vehicle).length % hues.length]!;

const standing: Readonly<Record<string, Bilingual>> = {
  offline: { zh: "离线", en: "offline" },
  manual: { zh: "手动模式", en: "in manual mode" },
  eStop: { zh: "急停", en: "emergency stop" },
  paused: { zh: "暂停", en: "paused" },
  battery: { zh: "电量耗尽", en: "battery empty" },
  blocked: { zh: "被挡住", en: "something is in its way" },
};

/** Why a vehicle stands, in words: a code, or a code with what the vehicle said. */
export const standsText = (stands: string): Bilingual => {
  const known = standing[stands];
  if (known) return known;
  const [, kind, said = ""] = /^(error|refused): (.*)$/s.exec(stands) ?? [];
  if (kind === "refused") return { zh: `拒绝了订单：${said}`, en: `refuses its order: ${said}` };
  return { zh: `故障：${said || stands}`, en: `error: ${said || stands}` };
};
