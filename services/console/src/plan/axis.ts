import { hourMs } from "../../../core/zone.ts";
import { widthOf } from "../lib/labels.ts";

/** Sets apart the products on a line without needing a legend: the same family, the same hue; red is for what is late. */
export const hueOf = (text: string): number =>
  45 + ([...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7) * 275) / 360;

/** Hours between two ticks whose labels do not touch; whole days are written out and take more room. */
export const stepOf = (span: number, width: number) =>
  [1, 2, 4, 6, 12, 24].find((hours) => (width * hours * hourMs) / span >= (hours >= 12 ? 110 : 52)) ?? 48;

/** As in plan.css. */
const tickSize = 11;
/** Left of a tick's label. */
export const tickGap = 3;

/** Whether what stands behind a tick ends within the chart: half a date is read as another one. */
export const fitsBehind = (label: string, x: number, width: number): boolean =>
  x + tickGap + widthOf(label, tickSize) <= width;
