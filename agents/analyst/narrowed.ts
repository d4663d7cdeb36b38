import type { Dimension } from "../runtime/metrics/metric.ts";
import { type ShiftName, shiftNames } from "../runtime/spoken/asked/shift.ts";
import type { FigureFilter } from "./figures/query.ts";

type Narrow = (key: string) => FigureFilter;

const isShift = (key: string): key is ShiftName => key in shiftNames;

/** A part as what a figure is narrowed to. */
const narrowed: Partial<Record<Dimension, Narrow>> = {
  line: (line) => ({ lines: [line], kind: undefined }),
  kind: (kind) => ({ kind }),
  product: (product) => ({ product }),
  family: (family) => ({ family }),
  customer: (customer) => ({ customer }),
  order: (order) => ({ order }),
  shift: (shift) => (isShift(shift) ? { shift } : {}),
};

/** How a figure is narrowed to one of the parts that it is split by; undefined where none of them is a figure of its own. */
export const narrowedBy = (split: Dimension | undefined): Narrow | undefined => split && narrowed[split];
