import { hourMs } from "../../../core/zone.ts";

/** Sets apart the products on a line without needing a legend: the same family, the same hue; red is for what is late. */
export const hueOf = (text: string): number =>
  45 + ([...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7) * 275) / 360;

/** Hours between two ticks whose labels do not touch; whole days are written out and take more room. */
export const stepOf = (span: number, width: number) =>
  [1, 2, 4, 6, 12, 24].find((hours) => (width * hours * hourMs) / span >= (hours >= 12 ? 110 : 52)) ?? 48;
