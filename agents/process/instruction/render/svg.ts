import { escaped } from "../../../../services/core/markup.ts";

/** Pieces of a drawing. Colours are the page's own where it has them, so that a picture is readable in dark; in print they are dark on white. */

export const colour = {
  ink: "var(--ink,#17211f)",
  soft: "var(--soft,#55635f)",
  line: "var(--line,#c3cecb)",
  ground: "var(--panel,#ffffff)",
  accent: "var(--accent,#0b6e6e)",
  accentSoft: "var(--accent-soft,#d9eeec)",
  warn: "var(--warn,#a65f00)",
  bad: "var(--bad,#b3261e)",
} as const;

const round = (value: number) => Math.round(value * 10) / 10;
const number = (value: string | number) => (typeof value === "number" ? round(value) : value);

export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...inside: readonly string[]
): string => {
  const told = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(String(number(value)))}"`)
    .join("");
  return inside.length === 0 ? `<${name}${told}/>` : `<${name}${told}>${inside.join("")}</${name}>`;
};

interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
}
const style = ({ fill = "none", stroke = "none", width = 1, dash }: Paint): string =>
  `fill:${fill};stroke:${stroke};stroke-width:${width}${dash ? `;stroke-dasharray:${dash}` : ""}`;

export const rect = (x: number, y: number, width: number, height: number, paint: Paint, radius = 0): string =>
  element("rect", { x, y, width, height, rx: radius, style: style(paint) });
export const circle = (cx: number, cy: number, r: number, paint: Paint): string =>
  element("circle", { cx, cy, r, style: style(paint) });
export const polyline = (points: readonly (readonly [number, number])[], paint: Paint): string =>
  element("polyline", {
    points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(" "),
    style: style(paint),
  });
export const polygon = (points: readonly (readonly [number, number])[], paint: Paint): string =>
  element("polygon", {
    points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(" "),
    style: style(paint),
  });

/** Estimated width of a text, in units of its size: Chinese is square, Latin a little over half. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 1 : 0.56), 0);

/** A text that fits, cut with an ellipsis where it must be. */
const fitted = (text: string, width: number, size: number): string => {
  if (widthOf(text) * size <= width) return text;
  let cut = [...text];
  while (cut.length > 1 && widthOf(`${cut.join("")}…`) * size > width) cut = cut.slice(0, -1);
  return `${cut.join("")}…`;
};

export const text = (
  x: number,
  y: number,
  words: string,
  {
    size = 12,
    fill = colour.ink as string,
    anchor = "start",
    bold = false,
    width,
  }: {
    size?: number;
    fill?: string;
    anchor?: "start" | "middle" | "end";
    bold?: boolean;
    width?: number;
  } = {},
): string =>
  element(
    "text",
    {
      x,
      y,
      style: `fill:${fill};font-size:${size}px;text-anchor:${anchor}${bold ? ";font-weight:600" : ""}`,
    },
    escaped(width === undefined ? words : fitted(words, width, size)),
  );

export const drawing = (width: number, height: number, title: string, ...inside: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${round(height)}" role="img" aria-label="${escaped(title)}" style="width:100%;max-width:${width}px;height:auto;font-family:inherit">${inside.join("")}</svg>`;

/** A straight scale from values to places. */
export const scale =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    from === to ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start);
