import type { Figure, Point } from "../model.ts";
import { circle, colour, drawing, polyline, rect, scale, text } from "./svg.ts";

type Of<Kind extends Figure["kind"]> = Extract<Figure, { kind: Kind }>;
const width = 640;
const padding = 22;

const frame = (points: readonly Point[]) => {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const across = right - left || 1;
  const up = high - low || across / 2;
  const height = Math.min(460, Math.max(140, ((width - 2 * padding) * up) / across + 2 * padding));
  // Drawings count y upwards from the lower left corner.
  return {
    height,
    x: scale(left, right, padding, width - padding),
    y: scale(low, high, height - padding, padding),
  };
};

/** Most designators that are written beside their pieces; more would cover each other. */
const mostLabels = 60;

/** Where a step's pieces go; all others are dots. */
export const placementMap = ({ points, lit }: Of<"placement">, language: "zh" | "en"): string => {
  const own = new Set(lit);
  const mine = points.filter(({ position }) => own.has(position));
  const others = points.filter(({ position }) => !own.has(position));
  const { height, x, y } = frame(points);
  const shapes = mine.map(({ position, ...point }) => {
    const [cx, cy] = [x(point.x), y(point.y)];
    // Squares on the bottom side, so that they differ without colour too.
    return point.side === "Top"
      ? circle(cx, cy, 5.5, { fill: colour.accent })
      : rect(cx - 5, cy - 5, 10, 10, { fill: colour.ground, stroke: colour.accent, width: 2 });
  });
  const labels =
    mine.length <= mostLabels
      ? mine.map((point) =>
          text(x(point.x), y(point.y) - 8, point.designator, { size: 10, anchor: "middle" }),
        )
      : mine.map((point) =>
          text(x(point.x), y(point.y) + 3, point.position, {
            size: 8,
            anchor: "middle",
            fill: colour.ground,
          }),
        );
  return drawing(
    width,
    height,
    language === "zh" ? "位置图" : "Placement map",
    rect(4, 4, width - 8, height - 8, { fill: colour.ground, stroke: colour.soft, width: 1.5 }, 10),
    ...others.map((point) => circle(x(point.x), y(point.y), 2, { fill: colour.line })),
    ...shapes,
    ...labels,
  );
};

/** Fasteners with the order in which they are tightened. */
export const torqueMap = ({ points }: Of<"torque">, language: "zh" | "en"): string => {
  const { height, x, y } = frame(points);
  const path = points.slice(0, 4).map((point): [number, number] => [x(point.x), y(point.y)]);
  return drawing(
    width,
    height,
    language === "zh" ? "拧紧顺序" : "Order of tightening",
    rect(4, 4, width - 8, height - 8, { fill: colour.ground, stroke: colour.soft, width: 1.5 }, 10),
    polyline(path, { stroke: colour.line, dash: "4 4" }),
    ...points.map((point, index) => {
      const [cx, cy] = [x(point.x), y(point.y)];
      return `${circle(cx, cy, 10, { fill: colour.accentSoft, stroke: colour.accent })}${text(cx, cy + 4, String(index + 1), { size: 10.5, anchor: "middle", bold: true })}`;
    }),
  );
};
