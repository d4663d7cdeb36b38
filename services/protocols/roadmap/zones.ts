import { mapOf, type Roadmap, type Zone } from "./description.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Twice the area to the left of a line; 0 for points on it. */
const side = (a: Point, b: Point, p: Point): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

const sidesOf = ({ vertices }: Pick<Zone, "vertices">): [Point, Point][] =>
  vertices.map((corner, index) => [corner, vertices[(index + 1) % vertices.length]!]);

/** Square metres of a zone; 0 for one whose corners lie on a line. */
export const areaOf = ({ vertices }: Pick<Zone, "vertices">): number =>
  Math.abs(
    vertices.reduce((sum, { x, y }, index) => {
      const next = vertices[(index + 1) % vertices.length]!;
      return sum + x * next.y - next.x * y;
    }, 0),
  ) / 2;

/** Whether a point lies in a zone: a ray to the right meets its edge an odd number of times. */
export const isInside = (zone: Pick<Zone, "vertices">, { x, y }: Point): boolean =>
  sidesOf(zone).reduce((inside, [a, b]) => {
    const meets = a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
    return meets ? !inside : inside;
  }, false);

const overlap = (a: number, b: number, c: number, d: number): boolean =>
  Math.max(Math.min(a, b), Math.min(c, d)) <= Math.min(Math.max(a, b), Math.max(c, d));

/** Whether two lines have a point in common, an end of one on the other among them. */
const meet = (a: Point, b: Point, c: Point, d: Point): boolean =>
  overlap(a.x, b.x, c.x, d.x) &&
  overlap(a.y, b.y, c.y, d.y) &&
  side(a, b, c) * side(a, b, d) <= 0 &&
  side(c, d, a) * side(c, d, b) <= 0;

/** Whether the straight way between two points touches a zone. */
export const touches = (zone: Pick<Zone, "vertices">, a: Point, b: Point): boolean =>
  isInside(zone, a) || isInside(zone, b) || sidesOf(zone).some(([c, d]) => meet(a, b, c, d));

/** A lane in one direction, as zones leave it. */
export interface Lane {
  readonly from: string;
  readonly to: string;
  readonly metres: number;
  /** Metres a second; undefined where none is set. */
  readonly maxSpeed: number | undefined;
}

const lowest = (speeds: readonly (number | undefined)[]): number | undefined => {
  const set = speeds.filter((speed) => speed !== undefined);
  return set.length > 0 ? Math.min(...set) : undefined;
};

/**
 * All lanes that may be driven, each in its direction, with the speed that edges and zones allow. Nobody drives into a blocked zone, or
 * across one; who stands in it as it is set may leave it.
 */
export const lanesOf = (roadmap: Roadmap): Lane[] => {
  const places = new Map(roadmap.nodes.map((node) => [node.id, node]));
  const zones = roadmap.zones ?? [];
  return roadmap.edges.flatMap(({ from, to, bidirectional, metres, maxSpeed }) => {
    const [a, b] = [places.get(from)!, places.get(to)!];
    // A lift is in no zone.
    const own = mapOf(roadmap, a) === mapOf(roadmap, b) ? mapOf(roadmap, a) : undefined;
    const touched = zones.filter((zone) => mapOf(roadmap, zone) === own && touches(zone, a, b));
    const blocked = touched.filter(({ zoneType }) => zoneType === "BLOCKED");
    const lane = {
      metres: metres ?? Math.hypot(a.x - b.x, a.y - b.y),
      maxSpeed: lowest([maxSpeed, ...touched.map(({ maximumSpeed }) => maximumSpeed)]),
    };
    const both = [{ from, to, start: a }, ...(bidirectional ? [{ from: to, to: from, start: b }] : [])];
    return both
      .filter(({ start }) => blocked.every((zone) => isInside(zone, start)))
      .map(({ from, to }) => ({ ...lane, from, to }));
  });
};

/** Blocked zones that a node lies in. */
export const blockedAt = (roadmap: Roadmap, node: Roadmap["nodes"][number]): readonly Zone[] =>
  (roadmap.zones ?? []).filter(
    (zone) =>
      zone.zoneType === "BLOCKED" && mapOf(roadmap, zone) === mapOf(roadmap, node) && isInside(zone, node),
  );
