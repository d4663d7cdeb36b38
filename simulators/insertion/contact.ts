/**
 * A rectangular plug pressed on the face around its port, in the plane: where it touches, with what force, and whether it
 * fits. Millimetres, newtons, radians; a pose is the plug's middle and turn as seen from the port.
 */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

export interface Plug {
  readonly width: number;
  readonly height: number;
  /** Play on each side. */
  readonly clearance: number;
}

/** An SFP plug is 13.4 mm wide and 8.5 mm high (SFF-8432). */
export const sfp = (clearance: number): Plug => ({ width: 13.4, height: 8.5, clearance });

/** Stiffness of the arm, N/mm, and of the face under the plug, N/mm for each mm². */
const armStiffness = 20;
const faceStiffness = 30;
/** Depth that is commanded beyond the face, mm. */
const pressDepth = 0.4;
/** Coulomb friction between plug and face: force along it for each newton on it. */
export const friction = 0.3;
/** Contacts of the port take this much to engage; a wall that is pushed against, N/mm. */
const engageForce = 12;
const wallStiffness = 8;

/** Whether the turned plug stays within the opening of its port, play included. */
export const fits = ({ x, y, yaw }: Pose, { width, height, clearance }: Plug): boolean => {
  const [cos, sin] = [Math.cos(yaw), Math.abs(Math.sin(yaw))];
  return (
    Math.abs(x) + (width * cos + height * sin) / 2 <= width / 2 + clearance &&
    Math.abs(y) + (height * cos + width * sin) / 2 <= height / 2 + clearance
  );
};

type Point = readonly [number, number];

/** The part of a polygon on one side of a line parallel to an axis (Sutherland and Hodgman 1974). */
const clip = (polygon: readonly Point[], axis: 0 | 1, sign: 1 | -1, limit: number): Point[] => {
  const kept: Point[] = [];
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length]!;
    const [da, db] = [sign * a[axis] - limit, sign * b[axis] - limit];
    if (da <= 0) kept.push(a);
    if (da < 0 !== db < 0 && da !== db) {
      const share = da / (da - db);
      kept.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
    }
  }
  return kept;
};

const areaAndMoments = (polygon: readonly Point[]): readonly [number, number, number] => {
  let [area, mx, my] = [0, 0, 0];
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length]!;
    const cross = a[0] * b[1] - b[0] * a[1];
    area += cross / 2;
    mx += ((a[0] + b[0]) * cross) / 6;
    my += ((a[1] + b[1]) * cross) / 6;
  }
  return [area, mx, my];
};

export interface Contact {
  /** Along the plug. */
  readonly force: number;
  /** Centre of pressure in the plug's own frame, from its middle. */
  readonly x: number;
  readonly y: number;
}

/** What the plug feels when it is pressed where it does not fit: arm and face are springs in series, the pressure is even. */
export const press = ({ x, y, yaw }: Pose, { width, height, clearance }: Plug): Contact => {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  const corner = (a: number, b: number): Point => [
    x + ((a * width) / 2) * cos - ((b * height) / 2) * sin,
    y + ((a * width) / 2) * sin + ((b * height) / 2) * cos,
  ];
  let over: Point[] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  for (const [axis, half] of [
    [0, width / 2 + clearance],
    [1, height / 2 + clearance],
  ] as const)
    for (const sign of [1, -1] as const) over = clip(over, axis, sign, half);
  const [holeArea, holeX, holeY] = areaAndMoments(over);
  const whole = width * height;
  const area = Math.max(1e-6, whole - holeArea);
  const [cx, cy] = [(whole * x - holeX) / area - x, (whole * y - holeY) / area - y];
  const stiffness = 1 / (1 / armStiffness + 1 / (faceStiffness * area));
  return { force: stiffness * pressDepth, x: cx * cos + cy * sin, y: -cx * sin + cy * cos };
};

/** Force at the peak of pushing a plug home that came into its port with this speed, mm/s, and was stopped after `delayS`. */
export const engagingForce = (speed: number, delayS: number): number =>
  engageForce + friction * wallStiffness * speed * delayS + wallStiffness * speed * delayS;
