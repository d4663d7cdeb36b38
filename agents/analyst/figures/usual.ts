import { recordedRange } from "../../../services/mes/queries/stretch.ts";
import type { Metric } from "../../runtime/metrics/metric.ts";
import { usualRange } from "../statistics/control.ts";
import { askFigure } from "./ask.ts";
import type { FigureFilter, Stretch } from "./query.ts";
import type { Reading } from "./reading.ts";

/** Windows that are looked at, the earlier of the two stretches the latest of them. */
const windows = 12;
/** Stretches that differ by more than this share of their length are not told apart from their length. */
const alike = 0.1;

const lengthOf = ({ from, to }: Stretch): number => to.getTime() - from.getTime();

/**
 * By how much a figure changes of itself from one such stretch to the next: the limit of the moving range over as long windows before,
 * as far apart. Undefined where too few of them are on record, or the two stretches are not alike.
 */
export const usualChange = async (
  reading: Reading,
  metric: Metric,
  filter: FigureFilter,
  { before, now }: { readonly before: Stretch; readonly now: Stretch },
): Promise<number | undefined> => {
  const [step, length] = [now.from.getTime() - before.from.getTime(), lengthOf(before)];
  if (step < length * (1 - alike) || Math.abs(lengthOf(now) - length) > alike * length) return undefined;
  const recorded = await reading.once("recorded range", recordedRange);
  if (!recorded) return undefined;
  const earlier = Array.from({ length: windows }, (_, index): Stretch => {
    const from = new Date(before.from.getTime() - (windows - 1 - index) * step);
    return { from, to: new Date(from.getTime() + length) };
  }).filter(({ from }) => from >= recorded.from);
  const figures = await Promise.all(
    earlier.map((stretch) => askFigure(reading, { metric: metric.id, filter, ...stretch })),
  );
  return usualRange(figures.flatMap(({ value }) => value ?? []));
};
