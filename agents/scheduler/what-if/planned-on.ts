import type { Plan, Problem } from "../../../optimizer/index.ts";
import { anchored } from "../desk/replan.ts";
import type { OpenSnapshot } from "../desk/snapshot.ts";

interface Asked {
  /** Milliseconds of each search. */
  readonly effort: number;
  /** Seconds of the problem up to which nothing is moved. */
  readonly frozenUntil: number;
}

/** Goes on from a plan to a better one. */
export type Search = (problem: Problem, before: Plan, asked: Asked) => Promise<Plan>;

/** The plan in force planned on as things are. */
export interface PlannedOn extends Asked {
  readonly usual: Problem;
  /** Planned on once, and again from there. */
  readonly once: Promise<Plan>;
  readonly twice: Promise<Plan>;
}

/** A question about more time is asked again for another day or line: for so many seconds what it is held against stays. */
const keptSeconds = 3_600;

/** What is held against a plan with more time, searched for once: later questions of the hour about the same plan get the same. */
export const createPlannedOn = (search: Search) => {
  const lasts = new WeakMap<OpenSnapshot, PlannedOn>();
  return (snapshot: OpenSnapshot, now: Date, effort: number): PlannedOn => {
    const frozenUntil = Math.max(0, snapshot.at(now));
    const last = lasts.get(snapshot);
    if (last && last.effort === effort && Math.abs(frozenUntil - last.frozenUntil) <= keptSeconds)
      return last;
    const usual = anchored(snapshot.problem, snapshot.plan);
    const asked = { effort, frozenUntil };
    const once = search(usual, snapshot.plan, asked);
    // It may find nothing more from there.
    const twice = once.then((plan) => search(usual, plan, asked).catch(() => plan));
    const found: PlannedOn = { ...asked, usual, once, twice };
    lasts.set(snapshot, found);
    twice.catch(() => lasts.get(snapshot) === found && lasts.delete(snapshot));
    return found;
  };
};
