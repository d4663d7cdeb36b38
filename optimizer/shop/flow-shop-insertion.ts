import { type FlowLine, schedule } from "./flow-shop-line.ts";

/** A sequence of some of the jobs, and where one more of them costs least. */
export interface Insertion {
  readonly order: Int32Array;
  count: number;
  /** Works everything out anew for the first `count` jobs of `order`. */
  readonly load: (order: Int32Array, count: number) => void;
  /** Takes out the job at a position. */
  readonly remove: (position: number) => number;
  readonly insert: (job: number, position: number) => void;
  /**
   * Position where the job costs least, if it costs less than `limit`, else -1; `found` is what the whole costs then. Ties
   * go to the first one met from `start` on.
   */
  readonly best: (job: number, start: number, limit: number) => number;
  found: number;
  /** Keeps the sequence, and goes back to what was kept. */
  readonly save: () => void;
  readonly restore: () => void;
}

const insertAt = (order: Int32Array, count: number, position: number, job: number): void => {
  order.copyWithin(position + 1, position, count);
  order[position] = job;
};
const removeAt = (order: Int32Array, count: number, position: number): number => {
  const job = order[position]!;
  order.copyWithin(position, position + 1, count);
  return job;
};

/**
 * Makespan: heads and tails of the sequence give the value of every position in the time of one schedule (Taillard 1990;
 * with sequence-dependent set-ups Ruiz and Stuetzle 2008). They are kept by job and brought up to date from where the
 * sequence changes, so that a job taken out and put back costs half as much again.
 */
const createMakespanInsertion = (line: FlowLine): Insertion => {
  const { jobs, machines, duration, release, setup, released } = line;
  const size = jobs * machines;
  const order = new Int32Array(jobs);
  const heads = new Int32Array(size);
  const tails = new Int32Array(size);
  /** Longest path from the release of a job at or behind a position: no insertion before it shortens that. */
  const fixed = new Int32Array(jobs + 1);
  const kept = {
    order: new Int32Array(jobs),
    heads: new Int32Array(size),
    tails: new Int32Array(size),
    count: 0,
  };
  /** The machine that ruled out the last position; it often rules out the next one, too. */
  let critical = 0;

  /** Where a row comes out as it was, so do all beyond it; from `from` to `sure` none is trusted. */
  const updateHeads = (from: number, sure = from): void => {
    for (let position = from; position < insertion.count; position += 1) {
      const job = order[position]!;
      const before = position > 0 ? order[position - 1]! : -1;
      const pair = ((before + 1) * jobs + job) * machines;
      const own = job * machines;
      const base = before * machines;
      let time = release[job]!;
      let changed = false;
      for (let machine = 0; machine < machines; machine += 1) {
        const free = (before >= 0 ? heads[base + machine]! : 0) + setup[pair + machine]!;
        time = (free > time ? free : time) + duration[own + machine]!;
        if (heads[own + machine] !== time) {
          heads[own + machine] = time;
          changed = true;
        }
      }
      if (!changed && position > sure) return;
    }
  };
  const updateTails = (from: number, sure = from): void => {
    for (let position = from; position >= 0; position -= 1) {
      const job = order[position]!;
      const next = position + 1 < insertion.count ? order[position + 1]! : -1;
      const pair = ((job + 1) * jobs + (next < 0 ? 0 : next)) * machines;
      const own = job * machines;
      const base = next * machines;
      let time = 0;
      let changed = false;
      for (let machine = machines - 1; machine >= 0; machine -= 1) {
        const after = next < 0 ? 0 : tails[base + machine]! + setup[pair + machine]!;
        time = (after > time ? after : time) + duration[own + machine]!;
        if (tails[own + machine] !== time) {
          tails[own + machine] = time;
          changed = true;
        }
      }
      if (!changed && position < sure) return;
    }
  };
  const updateFixed = (): void => {
    if (!released) return;
    fixed[insertion.count] = 0;
    for (let position = insertion.count - 1; position >= 0; position -= 1) {
      const job = order[position]!;
      fixed[position] = Math.max(fixed[position + 1]!, release[job]! + tails[job * machines]!);
    }
  };

  const insertion: Insertion = {
    order,
    count: 0,
    found: 0,
    load: (from, count) => {
      order.set(from.subarray(0, count));
      insertion.count = count;
      updateHeads(0, count);
      updateTails(count - 1, 0);
    },
    remove: (position) => {
      const job = removeAt(order, insertion.count, position);
      insertion.count -= 1;
      updateHeads(position);
      updateTails(position - 1);
      return job;
    },
    insert: (job, position) => {
      insertAt(order, insertion.count, position, job);
      insertion.count += 1;
      updateHeads(position);
      updateTails(position);
    },
    best: (job, start, limit) => {
      updateFixed();
      const { count } = insertion;
      const own = job * machines;
      let best = -1;
      let found = limit;
      let position = start;
      for (let step = 0; step <= count; step += 1, position = position < count ? position + 1 : 0) {
        const before = position > 0 ? order[position - 1]! : -1;
        const next = position < count ? order[position]! : -1;
        const into = ((before + 1) * jobs + job) * machines;
        const onward = ((job + 1) * jobs + (next < 0 ? 0 : next)) * machines;
        const head = before * machines;
        const tail = next * machines;
        if (before >= 0 && next >= 0) {
          const through =
            heads[head + critical]! +
            setup[into + critical]! +
            duration[own + critical]! +
            setup[onward + critical]! +
            tails[tail + critical]!;
          if (through >= found) continue;
        }
        let time = release[job]!;
        let value = released ? fixed[position]! : 0;
        for (let machine = 0; machine < machines; machine += 1) {
          const free = (before >= 0 ? heads[head + machine]! : 0) + setup[into + machine]!;
          time = (free > time ? free : time) + duration[own + machine]!;
          const whole = next < 0 ? time : time + setup[onward + machine]! + tails[tail + machine]!;
          if (whole <= value) continue;
          value = whole;
          if (value >= found) {
            critical = machine;
            break;
          }
        }
        if (value < found) {
          found = value;
          best = position;
        }
      }
      insertion.found = found;
      return best;
    },
    save: () => {
      kept.order.set(order);
      kept.heads.set(heads);
      kept.tails.set(tails);
      kept.count = insertion.count;
    },
    restore: () => {
      order.set(kept.order);
      heads.set(kept.heads);
      tails.set(kept.tails);
      insertion.count = kept.count;
    },
  };
  return insertion;
};

/** Weighted tardiness: every position is scheduled from there on, and given up once it costs more than the best. */
const createTardinessInsertion = (line: FlowLine): Insertion => {
  const { jobs, machines, duration, release, due, weight, setup } = line;
  const order = new Int32Array(jobs);
  const heads = new Int32Array(jobs * machines);
  const costs = new Float64Array(jobs + 1);
  const row = new Int32Array(machines);
  const kept = { order: new Int32Array(jobs), count: 0 };
  const step = (before: number, job: number): number => {
    const pair = ((before + 1) * jobs + job) * machines;
    let time = release[job]!;
    for (let machine = 0; machine < machines; machine += 1) {
      const free = row[machine]! + setup[pair + machine]!;
      time = (free > time ? free : time) + duration[job * machines + machine]!;
      row[machine] = time;
    }
    const late = time - due[job]!;
    return late > 0 ? late * weight[job]! : 0;
  };
  const insertion: Insertion = {
    order,
    count: 0,
    found: 0,
    load: (from, count) => {
      order.set(from.subarray(0, count));
      insertion.count = count;
    },
    remove: (position) => {
      insertion.count -= 1;
      return removeAt(order, insertion.count + 1, position);
    },
    insert: (job, position) => {
      insertAt(order, insertion.count, position, job);
      insertion.count += 1;
    },
    best: (job, start, limit) => {
      const { count } = insertion;
      schedule(line, order, count, heads);
      for (let position = 0; position < count; position += 1) {
        const late = heads[(position + 1) * machines - 1]! - due[order[position]!]!;
        costs[position + 1] = costs[position]! + (late > 0 ? late * weight[order[position]!]! : 0);
      }
      let best = -1;
      let found = limit;
      for (let shift = 0; shift <= count; shift += 1) {
        const position = (start + shift) % (count + 1);
        if (position > 0) row.set(heads.subarray((position - 1) * machines, position * machines));
        else row.fill(0);
        let cost = costs[position]! + step(position > 0 ? order[position - 1]! : -1, job);
        let before = job;
        for (let later = position; later < count && cost < found; later += 1) {
          cost += step(before, order[later]!);
          before = order[later]!;
        }
        if (cost < found) {
          found = cost;
          best = position;
        }
      }
      insertion.found = found;
      return best;
    },
    save: () => {
      kept.order.set(order);
      kept.count = insertion.count;
    },
    restore: () => {
      order.set(kept.order);
      insertion.count = kept.count;
    },
  };
  return insertion;
};

export const createInsertion = (line: FlowLine): Insertion =>
  line.makespan ? createMakespanInsertion(line) : createTardinessInsertion(line);
