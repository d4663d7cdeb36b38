import { setImmediate } from "node:timers/promises";
import type { Model } from "../construct/model.ts";
import { copySchedule, emptySchedule } from "../construct/schedule.ts";
import { createTrail } from "../construct/trail.ts";
import { createRandom } from "../random.ts";
import { createMoves } from "./moves.ts";
import type { SearchOptions, SearchResult } from "./search.ts";
import type { Windows } from "./windows.ts";

/** A change that reaches more operations than this is given up. */
const mostAnew = 800;
/** Tries between two looks at the clock. */
const looked = 64;
/** Tries between two lists of late orders. */
const listed = 2_048;
/** Milliseconds, or tries without a clock, between two snapshots of the best. */
const kept = { ms: 400, tries: 20_000 };
const cooling = 3;
/** What a change may cost on its way, in temperatures and mean late orders: more is hardly ever made up for. */
const given = { temperatures: 12, orders: 0.5 };

/**
 * Simulated annealing on a large plant's sequence by moves on single resources, each tried in the time of what it changes; and
 * windows of single resources that CP-SAT orders anew in its own threads while this search goes on. The best is never
 * lost.
 */
export const searchTrail = async (
  model: Model,
  start: Int32Array,
  options: Omit<SearchOptions, "exact"> & { readonly windows?: Windows },
): Promise<SearchResult> => {
  const { seed, deadline, now, iterations = Number.POSITIVE_INFINITY, onImprovement, windows } = options;
  const random = createRandom(seed);
  const trail = createTrail(model, start, mostAnew);
  const { schedule, sequence } = trail;
  const moves = createMoves(model, trail, random);
  moves.collectLate();
  const best = { sequence: Int32Array.from(sequence), schedule: emptySchedule(model) };
  copySchedule(schedule, best.schedule);
  const keep = () => {
    if (schedule.cost >= best.schedule.cost - 1e-9) return;
    best.sequence.set(sequence);
    copySchedule(schedule, best.schedule);
    onImprovement?.(best.schedule.cost);
  };
  const clocked = iterations === Number.POSITIVE_INFINITY;
  const startTime = now();
  const span = Math.max(1, deadline - startTime);
  // A hundredth of what a late order costs.
  const meanLate = schedule.cost / Math.max(1, moves.late.length);
  const hot = meanLate / 100;
  let tries = 0;
  let progress = 0;
  let keptAt = clocked ? startTime : 0;
  for (; tries < iterations; tries += 1) {
    if (tries % looked === 0) {
      const time = now();
      if (time >= deadline) break;
      progress = clocked ? (time - startTime) / span : tries / iterations;
      if ((clocked ? time - keptAt : tries - keptAt) >= (clocked ? kept.ms : kept.tries)) {
        keptAt = clocked ? time : tries;
        keep();
        // Answers of the threads come in between.
        await setImmediate();
        windows?.ask(trail);
        for (const move of windows?.answers(trail) ?? [])
          if (trail.attempt(move.from, move.stretch) < -1e-9) trail.accept();
      }
    }
    if (tries % listed === listed - 1) moves.collectLate();
    const move = moves.next();
    if (!move) continue;
    const temperature = hot * (1 - progress) ** cooling;
    const limit = given.temperatures * temperature + given.orders * meanLate;
    const delta = trail.attempt(move.from, move.stretch, limit);
    if (
      delta <= 0 ||
      (delta < Number.POSITIVE_INFINITY && random.share() < Math.exp(-delta / Math.max(temperature, 1e-9)))
    )
      trail.accept();
  }
  keep();
  return { sequence: best.sequence, schedule: best.schedule, iterations: tries };
};
