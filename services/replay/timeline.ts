import type { ReplayEvent } from "./event.ts";
import { copyOf, countAnew, emptyPlant, foldInto, type PlantDraft, type PlantState } from "./plant.ts";

export interface Stretch {
  /** Events that make up the state at `from`, in order. */
  readonly before: readonly ReplayEvent[];
  /** Events of the stretch, in order. */
  readonly events: readonly ReplayEvent[];
  /** Plant time, ms. */
  readonly from: number;
  readonly to: number;
}

export interface Timeline extends Stretch {
  /** The plant as the stretch begins, for a fold of one's own. */
  opening(): PlantDraft;
  /** How many events of the stretch have happened at a moment. */
  countAt(time: number): number;
  /** The plant once all that happened up to the moment, the moment itself included, is folded. */
  at(time: number): PlantState;
}

/** Events between two snapshots: a seek folds at most so many. */
const usualEvery = 500;

/** How many events, in the order of their time, lie at or before a moment. */
export const countUpTo = (events: readonly { readonly time: number }[], time: number): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * The states of a stretch. All is folded once, with a snapshot every so many events; a seek folds on from the nearest
 * one, or from the state that was asked for last.
 */
export const createTimeline = (stretch: Stretch, every = usualEvery): Timeline => {
  const { before, events } = stretch;
  const draft = emptyPlant();
  for (const event of before) foldInto(draft, event);
  countAnew(draft);
  const snapshots: PlantDraft[] = [copyOf(draft)];
  events.forEach((event, index) => {
    foldInto(draft, event);
    if ((index + 1) % every === 0) snapshots.push(copyOf(draft));
  });
  let last = { count: 0, plant: snapshots[0]! };

  const at = (time: number): PlantState => {
    const count = countUpTo(events, time);
    if (count === last.count) return last.plant;
    const nearest = Math.floor(count / every);
    const onward = last.count < count && last.count > nearest * every;
    const [start, plant] = onward ? [last.count, last.plant] : [nearest * every, snapshots[nearest]!];
    const next = copyOf(plant);
    for (let index = start; index < count; index += 1) foldInto(next, events[index]!);
    last = { count, plant: next };
    return next;
  };
  return { ...stretch, opening: () => copyOf(snapshots[0]!), at, countAt: (time) => countUpTo(events, time) };
};
