import { type FlowLine, schedule } from "./flow-shop-line.ts";

/** Where one more job costs least in a sequence. */
export interface Insertion {
  /** Looks at the sequence; afterwards best() may be asked for any job that is not in it. */
  look(order: Int32Array, count: number): void;
  /** Position for the job, and through `cost` the objective with it there. Ties go to the first one met from `start`. */
  best(job: number, start: number): number;
  cost(): number;
}

/**
 * Makespan: heads and tails of the sequence give the value of every position in the time of one schedule (Taillard 1990;
 * with sequence-dependent set-ups Ruiz and Stuetzle 2008).
 */
const createMakespanInsertion = (line: FlowLine): Insertion => {
  const { jobs, machines, duration, release, setup } = line;
  const heads = new Int32Array(jobs * machines);
  // One row more: after the last job there is nothing.
  const tails = new Int32Array((jobs + 1) * machines);
  // Longest path from the release of any job at or behind a position, which no insertion before it shortens.
  const released = new Int32Array(jobs + 1);
  const inserted = new Int32Array(machines);
  let sequence: Int32Array = new Int32Array(0);
  let length = 0;
  let found = 0;
  return {
    cost: () => found,
    look: (order, count) => {
      sequence = order;
      length = count;
      schedule(line, order, count, heads);
      tails.fill(0, count * machines, (count + 1) * machines);
      released[count] = 0;
      for (let position = count - 1; position >= 0; position -= 1) {
        const job = order[position]!;
        const next = position + 1 < count ? order[position + 1]! : -1;
        const pair = ((job + 1) * jobs + Math.max(0, next)) * machines;
        let tail = 0;
        for (let machine = machines - 1; machine >= 0; machine -= 1) {
          const after = next < 0 ? 0 : tails[(position + 1) * machines + machine]! + setup[pair + machine]!;
          tail = (after > tail ? after : tail) + duration[job * machines + machine]!;
          tails[position * machines + machine] = tail;
        }
        released[position] = Math.max(released[position + 1]!, release[job]! + tail);
      }
    },
    best: (job, start) => {
      let best = -1;
      found = Number.POSITIVE_INFINITY;
      for (let step = 0; step <= length; step += 1) {
        const position = (start + step) % (length + 1);
        const before = position > 0 ? sequence[position - 1]! : -1;
        const pair = ((before + 1) * jobs + job) * machines;
        const next = position < length ? sequence[position]! : -1;
        const onward = ((job + 1) * jobs + Math.max(0, next)) * machines;
        let time = release[job]!;
        let value = released[position]!;
        for (let machine = 0; machine < machines; machine += 1) {
          const free =
            (position > 0 ? heads[(position - 1) * machines + machine]! : 0) + setup[pair + machine]!;
          time = (free > time ? free : time) + duration[job * machines + machine]!;
          inserted[machine] = time;
          const whole =
            next < 0 ? time : time + setup[onward + machine]! + tails[position * machines + machine]!;
          if (whole > value) value = whole;
        }
        if (value < found) {
          found = value;
          best = position;
        }
      }
      return best;
    },
  };
};

/** Weighted tardiness: every position is scheduled from there on, and given up once it costs more than the best. */
const createTardinessInsertion = (line: FlowLine): Insertion => {
  const { jobs, machines, duration, release, due, weight, setup } = line;
  const heads = new Int32Array(jobs * machines);
  const costs = new Float64Array(jobs + 1);
  const row = new Int32Array(machines);
  let sequence: Int32Array = new Int32Array(0);
  let length = 0;
  let found = 0;
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
  return {
    cost: () => found,
    look: (order, count) => {
      sequence = order;
      length = count;
      schedule(line, order, count, heads);
      for (let position = 0; position < count; position += 1) {
        const late = heads[(position + 1) * machines - 1]! - due[order[position]!]!;
        costs[position + 1] = costs[position]! + (late > 0 ? late * weight[order[position]!]! : 0);
      }
    },
    best: (job, start) => {
      let best = -1;
      found = Number.POSITIVE_INFINITY;
      for (let shift = 0; shift <= length; shift += 1) {
        const position = (start + shift) % (length + 1);
        if (position > 0) row.set(heads.subarray((position - 1) * machines, position * machines));
        else row.fill(0);
        let cost = costs[position]! + step(position > 0 ? sequence[position - 1]! : -1, job);
        let before = job;
        for (let later = position; later < length && cost < found; later += 1) {
          cost += step(before, sequence[later]!);
          before = sequence[later]!;
        }
        if (cost < found) {
          found = cost;
          best = position;
        }
      }
      return best;
    },
  };
};

export const createInsertion = (line: FlowLine): Insertion =>
  line.makespan ? createMakespanInsertion(line) : createTardinessInsertion(line);
