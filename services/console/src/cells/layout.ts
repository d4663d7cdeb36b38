import type { Cell, Robot } from "../../../protocols/cell/description.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Half of what a place takes up in the drawing, in its own units: 100 of them part the two nearest places. */
export const half = { width: 39, height: 26 } as const;
const margin = { x: 56, y: 56 } as const;
/** An arm's foot stands clear of places, of what is written above them, and of other feet. */
const fromPlace = { x: half.width + 36, y: half.height + 34 } as const;
const fromFoot = { x: 64, y: 32 } as const;

export interface Layout {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Middle of a place; of the drawing for one that the cell does not have. */
  at(place: string | undefined): Point;
  /** Where an arm stands. */
  foot(robot: string): Point;
}

const between = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

const middleOf = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / Math.max(1, points.length),
  y: points.reduce((sum, { y }) => sum + y, 0) / Math.max(1, points.length),
});

/** The point nearest to the wanted one that nothing takes up, looked for on rings. */
const freeNear = (wanted: Point, places: readonly Point[], feet: readonly Point[]): Point => {
  const isClear = (a: Point, clear: Point) => (b: Point) =>
    Math.abs(a.x - b.x) >= clear.x || Math.abs(a.y - b.y) >= clear.y;
  for (let ring = 0; ring < 12; ring++)
    for (let turn = 0; turn < 12; turn++) {
      const angle = Math.PI / 2 + (turn * Math.PI) / 6;
      const point = {
        x: wanted.x + ring * 14 * Math.cos(angle),
        y: wanted.y + ring * 14 * Math.sin(angle),
      };
      if (places.every(isClear(point, fromPlace)) && feet.every(isClear(point, fromFoot))) return point;
    }
  return wanted;
};

/**
 * Where everything of a cell stands in its drawing. Metres are scaled so that the nearest two places do not touch; an arm
 * stands in the middle of what it reaches.
 */
export const layoutOf = ({ places, robots }: Pick<Cell, "places" | "robots">): Layout => {
  const apart = places.flatMap((a, i) => places.slice(i + 1).map((b) => between(a, b)));
  const nearest = Math.min(...apart.filter((distance) => distance > 0.05));
  const scale = 100 / (Number.isFinite(nearest) ? nearest : 1);
  const points = new Map(places.map(({ id, x, y }): [string, Point] => [id, { x: x * scale, y: y * scale }]));
  const stands = [...points.values()];
  const middle = middleOf(stands);
  const feet = new Map<string, Point>();
  for (const robot of robots.filter(({ kind }) => kind !== "agv")) {
    const reached = robot.reach.flatMap((place) => points.get(place) ?? []);
    const foot = freeNear(reached.length > 0 ? middleOf(reached) : middle, stands, [...feet.values()]);
    feet.set(robot.id, foot);
  }
  const all = stands.length > 0 ? [...stands, ...feet.values()] : [middle];
  const [left, top] = [Math.min(...all.map(({ x }) => x)), Math.min(...all.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...all.map(({ x }) => x)), Math.max(...all.map(({ y }) => y))];
  return {
    box: {
      x: left - margin.x,
      y: top - margin.y,
      width: right - left + 2 * margin.x,
      height: bottom - top + 2 * margin.y,
    },
    at: (place) => (place === undefined ? middle : (points.get(place) ?? middle)),
    foot: (robot) => feet.get(robot) ?? middle,
  };
};

/** Vehicles that stand in one place stand beside each other. */
export const besides = (robots: readonly Robot[], robot: string): Point => {
  const vehicles = robots.filter(({ kind }) => kind === "agv").map(({ id }) => id);
  const index = Math.max(0, vehicles.indexOf(robot));
  return { x: (index - (vehicles.length - 1) / 2) * 34, y: half.height + 16 };
};
