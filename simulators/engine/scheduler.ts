/**
 * The simulation's time line. The same model runs paced by the wall clock (a live plant) or as fast as it can (a
 * replay), depending on which scheduler it is given. Times are plant time, ms since the Unix epoch.
 */
export interface Scheduler {
  now(): number;
  /** Calls back at the given plant time, or at once when it has passed. */
  at(time: number, action: () => void): Cancel;
}

export type Cancel = () => void;

/** Where plant time stood at a moment of the wall clock, both ms since the Unix epoch, and how fast it goes on. */
export interface PlantPace {
  readonly plantAnchor: number;
  readonly wallAnchor: number;
  /** Plant seconds per wall second. */
  readonly speed: number;
}

/** Longest delay that a timer takes; anything later is waited for in turns. */
const longestDelayMs = 2 ** 31 - 1;

export const createPacedScheduler = ({ plantAnchor, wallAnchor, speed }: PlantPace): Scheduler => {
  const now = () => plantAnchor + (Date.now() - wallAnchor) * speed;
  const at = (time: number, action: () => void): Cancel => {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const delay = (time - now()) / speed;
      timer =
        delay > longestDelayMs ? setTimeout(wait, longestDelayMs) : setTimeout(action, Math.max(0, delay));
    };
    wait();
    return () => clearTimeout(timer);
  };
  return { now, at };
};

export interface VirtualScheduler extends Scheduler {
  /** Runs everything due up to and including the given time, in order. */
  runUntil(time: number): void;
}

/** Time stands still until told to run; actions due at one moment run in the order they were asked for. */
export const createVirtualScheduler = (start: number): VirtualScheduler => {
  let clock = start;
  let order = 0;
  // A heap ordered by time, then by order of asking.
  const heap: { time: number; order: number; action: () => void; cancelled: boolean }[] = [];
  const before = (a: number, b: number) =>
    heap[a]!.time !== heap[b]!.time ? heap[a]!.time < heap[b]!.time : heap[a]!.order < heap[b]!.order;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const rise = (index: number) => {
    for (let child = index; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!before(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = () => {
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let least = parent;
      if (left < heap.length && before(left, least)) least = left;
      if (right < heap.length && before(right, least)) least = right;
      if (least === parent) return;
      swap(parent, least);
      parent = least;
    }
  };
  const takeFirst = () => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first;
  };
  return {
    now: () => clock,
    at: (time, action) => {
      const entry = { time: Math.max(time, clock), order: order++, action, cancelled: false };
      heap.push(entry);
      rise(heap.length - 1);
      return () => {
        entry.cancelled = true;
      };
    },
    runUntil: (time) => {
      while (heap.length > 0 && heap[0]!.time <= time) {
        const entry = takeFirst();
        clock = entry.time;
        if (!entry.cancelled) entry.action();
      }
      clock = Math.max(clock, time);
    },
  };
};
