import type { FastRandom } from "../shop/random.ts";
import { type CellMode, type CellPlan, type CellProblem, durationIn, transitionOf } from "./problem.ts";

/** Seconds by which a task may seem to begin sooner or later, when chance is let in. */
const noiseS = 40;

/**
 * What a cell does without a plan: whenever a task can begin, the one that can begin first does (first come, first served where
 * several can), with whoever is there first. A unit enters only when every place of its way is free and keeps them until it
 * has left them, so that no two units ever wait for each other's.
 * @param random Lets chance change who is taken first: many different plans instead of one.
 * @returns The plan, which may break a longest lag, since nobody looks ahead; undefined where something has begun.
 */
export const dispatchCell = (problem: CellProblem, random?: FastRandom): CellPlan | undefined => {
  const { tasks, holds, lags, resources, units, now } = problem;
  if (tasks.some(({ frozen }) => frozen)) return undefined;
  const noise = () => (random ? random.below(noiseS) : 0);
  const ends = tasks.map(() => Number.NaN);
  const modes = tasks.map(() => 0);
  const starts = tasks.map(() => Number.NaN);
  const choices = holds.map(() => 0);
  const lane = resources.map(({ free, initial }) => ({ free, state: initial }));
  const own = units.map((_, u) => tasks.flatMap((task, t) => (task.unit === u ? [t] : [])));
  const stays = units.map((_, u) =>
    holds.flatMap(({ from }, h) => (tasks[from.task]!.unit === u ? [h] : [])),
  );
  const lagsTo = tasks.map((_, t) => lags.filter(({ to }) => to.task === t));
  const opens = tasks.map((_, t) => holds.flatMap(({ from }, h) => (from.task === t ? [h] : [])));
  const closes = tasks.map((_, t) => holds.flatMap(({ until }, h) => (until.task === t ? [h] : [])));
  const isDone = (t: number) => !Number.isNaN(starts[t]!);
  const after = (resource: number, entry: number) => {
    const { free, state } = lane[resource]!;
    return free + transitionOf(resources[resource]!, state, entry);
  };

  const reserved = new Set<number>();
  /** Gives each stay of the unit the free place that is ready first; false while one finds none. */
  const reserve = (u: number): boolean => {
    const chosen = new Map<number, number>();
    const isOpen = (mode: CellMode) =>
      mode.needs.every(({ hold, choice }) => (chosen.get(hold) ?? choice) === choice);
    for (const h of stays[u]!) {
      const taken = new Set([...chosen].map(([hold, c]) => holds[hold]!.choices[c]!.resource));
      const best = holds[h]!.choices.map(({ resource, entry }, c) => ({
        c,
        resource,
        at: after(resource, entry) + noise(),
      }))
        .filter(({ resource }) => !reserved.has(resource) && !taken.has(resource))
        .sort((a, b) => a.at - b.at)
        .find(({ c }) => {
          chosen.set(h, c);
          if (own[u]!.every((t) => tasks[t]!.modes.some(isOpen))) return true;
          chosen.delete(h);
          return false;
        });
      if (!best) return false;
    }
    for (const [h, c] of chosen) {
      choices[h] = c;
      reserved.add(holds[h]!.choices[c]!.resource);
    }
    return true;
  };
  /** When and how the task could begin at the earliest; undefined before what it waits for is done. */
  const offer = (t: number) => {
    const { unit, modes: all } = tasks[t]!;
    let ready = Math.max(now, units[unit]!.release);
    let latest = Number.POSITIVE_INFINITY;
    for (const { from, min, max } of lagsTo[t]!) {
      if (!isDone(from.task)) return undefined;
      const since = from.edge === "end" ? ends[from.task]! : starts[from.task]!;
      ready = Math.max(ready, since + min);
      if (max !== undefined) latest = Math.min(latest, since + max);
    }
    for (const h of opens[t]!) {
      const { resource, entry } = holds[h]!.choices[choices[h]!]!;
      ready = Math.max(ready, after(resource, entry));
    }
    let best: { readonly m: number; readonly start: number } | undefined;
    for (const [m, { needs, uses }] of all.entries()) {
      if (needs.some(({ hold, choice }) => choices[hold] !== choice)) continue;
      let start = ready;
      for (const { resource, entry } of uses) start = Math.max(start, after(resource, entry));
      if (!best || start < best.start) best = { m, start };
    }
    // What must begin soon goes before what may wait.
    return best && { t, ...best, rank: Number.isFinite(latest) ? now : best.start + noise() };
  };

  const waiting = units.map((_, u) => u).sort((a, b) => units[a]!.release - units[b]!.release || a - b);
  const inside = new Set<number>();
  const enter = () => {
    for (let u = waiting[0]; u !== undefined && reserve(u); u = waiting[0]) {
      inside.add(u);
      waiting.shift();
    }
  };
  for (enter(); ; enter()) {
    let next: NonNullable<ReturnType<typeof offer>> | undefined;
    for (const u of inside)
      for (const t of own[u]!) {
        const offered = isDone(t) ? undefined : offer(t);
        if (offered && (!next || offered.rank < next.rank)) next = offered;
      }
    if (!next) break;
    const { t, m, start } = next;
    const end = start + durationIn(tasks[t]!, m);
    [modes[t], starts[t], ends[t]] = [m, start, end];
    for (const { resource, exit } of tasks[t]!.modes[m]!.uses) lane[resource] = { free: end, state: exit };
    for (const h of closes[t]!) {
      const { resource, exit } = holds[h]!.choices[choices[h]!]!;
      lane[resource] = { free: holds[h]!.until.edge === "end" ? end : start, state: exit };
      reserved.delete(resource);
    }
    if (own[tasks[t]!.unit]!.every(isDone)) inside.delete(tasks[t]!.unit);
  }
  return waiting.length === 0 ? { modes, starts, choices } : undefined;
};
