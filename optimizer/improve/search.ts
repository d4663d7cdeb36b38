import { setImmediate } from "node:timers/promises";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { copySchedule, createDecoder, emptySchedule, type Schedule } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import { lateOrders } from "../construct/schedule.ts";

export interface SearchOptions {
  readonly seed: number;
  /** Stops at this moment of `now`. */
  readonly deadline: number;
  readonly now: () => number;
  /** Stops after this many tries; for plans that must come out the same on every machine. */
  readonly iterations?: number;
  readonly onImprovement?: (cost: number) => void;
  /** Takes over nothing that is worse, however warm the search is. */
  readonly onlyBetter?: boolean;
  /** Called now and then; what it gives back is taken over when it is better. */
  readonly exact?: (sequence: Int32Array, schedule: Schedule) => Promise<Int32Array | undefined>;
}

/** As often whoever wants to end the search gets a word in. */
const pauseMs = 100;

/** Share of the time that exact steps may take: the rest finds more in most plants. */
const exactShare = 0.12;

export interface SearchResult {
  readonly sequence: Int32Array;
  readonly schedule: Schedule;
  readonly iterations: number;
}

/**
 * Simulated annealing on the sequence: moves one entry of an order that is late (or of any order) forward, or swaps two
 * entries; the decoder keeps every sequence feasible. The best schedule seen is never lost.
 */
export const search = async (
  model: Model,
  start: Int32Array,
  options: SearchOptions,
): Promise<SearchResult> => {
  const {
    seed,
    deadline,
    now,
    iterations = Number.POSITIVE_INFINITY,
    onImprovement,
    exact,
    onlyBetter = false,
  } = options;
  const random = xoroshiro128plus(seed);
  const int = (below: number) => uniformInt(random, 0, below - 1);
  const decode = createDecoder(model);
  let current = Int32Array.from(start);
  const schedule = emptySchedule(model);
  let cost = decode(current, schedule);
  let best = Int32Array.from(current);
  const bestSchedule = emptySchedule(model);
  copySchedule(schedule, bestSchedule);
  if (current.length < 2) return { sequence: best, schedule: bestSchedule, iterations: 0 };

  const trial = Int32Array.from(current);
  const trialSchedule = emptySchedule(model);
  const startTime = now();
  let heardAt = startTime;
  const span = Math.max(1, deadline - startTime);
  // A hundredth of the mean cost of a late order: about what one move changes.
  const hot = Math.max(cost, 1) / 200;
  let tries = 0;
  let sinceExact = 0;
  let exactMs = 0;
  let progress = 0;

  let late = lateOrders(model, schedule);

  /** Positions of the sequence that the order takes. */
  const positionOf = (order: number): number => {
    const wanted = int(model.first[order + 1]! - model.first[order]!);
    for (let position = 0, seen = 0; position < current.length; position += 1)
      if (current[position] === order && seen++ === wanted) return position;
    return 0;
  };
  const move = () => {
    trial.set(current);
    const kind = uniformFloat64(random);
    const length = current.length;
    if (kind < 0.6 && late.length > 0) {
      const from = positionOf(late[int(late.length)]!);
      const to = Math.max(0, from - 1 - int(Math.min(length, 80)));
      const value = trial[from]!;
      trial.copyWithin(to + 1, to, from);
      trial[to] = value;
    } else if (kind < 0.8) {
      const a = int(length);
      const b = Math.max(0, Math.min(length - 1, a + int(61) - 30));
      [trial[a], trial[b]] = [trial[b]!, trial[a]!];
    } else {
      const from = int(length);
      const to = Math.max(0, Math.min(length - 1, from + int(161) - 80));
      const value = trial[from]!;
      if (to < from) trial.copyWithin(to + 1, to, from);
      else trial.copyWithin(from, from + 1, to + 1);
      trial[to] = value;
    }
  };
  const keepBest = () => {
    best = Int32Array.from(current);
    copySchedule(schedule, bestSchedule);
    onImprovement?.(bestSchedule.cost);
  };

  while (tries < iterations) {
    if ((tries & 63) === 0) {
      const time = now();
      if (time >= deadline) break;
      progress = iterations === Number.POSITIVE_INFINITY ? (time - startTime) / span : tries / iterations;
      if (time - heardAt >= pauseMs) {
        await setImmediate();
        heardAt = time;
      }
    }
    tries += 1;
    move();
    const next = decode(trial, trialSchedule);
    const temperature = hot * (1 - progress) ** 3;
    const chance = onlyBetter ? 0 : Math.exp((cost - next) / Math.max(temperature, 1e-9));
    if (onlyBetter ? next < cost - 1e-9 : next <= cost || uniformFloat64(random) < chance) {
      const better = next < bestSchedule.cost - 1e-9;
      current = Int32Array.from(trial);
      copySchedule(trialSchedule, schedule);
      cost = next;
      if ((tries & 15) === 0) late = lateOrders(model, schedule);
      if (better) keepBest();
    }
    sinceExact += 1;
    if (exact && sinceExact >= 4_000 && exactMs < exactShare * (now() - startTime)) {
      sinceExact = 0;
      const asked = now();
      const offered = await exact(best, bestSchedule);
      exactMs += now() - asked;
      if (offered) {
        const value = decode(offered, trialSchedule);
        if (value < bestSchedule.cost - 1e-9) {
          current = Int32Array.from(offered);
          copySchedule(trialSchedule, schedule);
          cost = value;
          keepBest();
          late = lateOrders(model, schedule);
        }
      }
    }
  }
  return { sequence: best, schedule: bestSchedule, iterations: tries };
};
