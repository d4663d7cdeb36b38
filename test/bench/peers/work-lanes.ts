import type { Problem } from "../../../optimizer/index.ts";

type Resource = Problem["resources"][number];

/** What a resource does, in its own working seconds: breaks vanish, and a gap is a plain difference. */
export interface Job {
  readonly start: number;
  readonly end: number;
  readonly family: string | undefined;
}

/** Working seconds of one resource and the moments they stand for. */
const createClock = ({ calendar }: Resource) => {
  if (calendar.length === 0)
    return { worked: (time: number) => time, startOf: (work: number) => work, endOf: (work: number) => work };
  const before = new Float64Array(calendar.length + 1);
  for (const [index, [opens, closes]] of calendar.entries())
    before[index + 1] = before[index]! + closes - opens;
  /** First window of which more than, or at least, that much work is done by its end. */
  const windowOf = (work: number, more: boolean): number => {
    let low = 0;
    let high = calendar.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const done = before[middle + 1]!;
      if (more ? done > work : done >= work) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const at = (work: number, more: boolean): number => {
    const index = windowOf(work, more);
    return index < calendar.length ? calendar[index]![0] + work - before[index]! : Number.POSITIVE_INFINITY;
  };
  return {
    worked: (time: number): number => {
      let low = 0;
      let high = calendar.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (calendar[middle]![1] > time) high = middle;
        else low = middle + 1;
      }
      return before[low]! + (low < calendar.length ? Math.max(0, time - calendar[low]![0]) : 0);
    },
    startOf: (work: number) => at(work, true),
    endOf: (work: number) => at(work, false),
  };
};

/** One resource's lane: finds gaps from the end or from the start, set-ups before and after included. */
export const createWorkLane = (resource: Resource, problem: Problem) => {
  const clock = createClock(resource);
  const jobs: Job[] = [];
  const seconds = new Map<string, number>();
  for (const { group, from, to, seconds: value } of problem.setups)
    if (group === resource.setupGroup) seconds.set(`${from}/${to}`, value);
  const setup = (from: string | undefined, to: string | undefined): number =>
    from === undefined || to === undefined || from === to ? 0 : (seconds.get(`${from}/${to}`) ?? 0);

  /** Limits of the gap in front of a job (or behind the last), for a job of the family. */
  const limits = (index: number, family: string | undefined) => {
    const before = jobs[index - 1];
    const after = jobs[index];
    return {
      from: (before?.end ?? 0) + setup(before ? before.family : resource.family, family),
      to: after ? after.start - setup(family, after.family) : Number.POSITIVE_INFINITY,
    };
  };
  /** First job that ends after the work. */
  const indexAfter = (work: number): number => {
    let low = 0;
    let high = jobs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (jobs[middle]!.end > work) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    clock,
    /** The latest stay of `duration` that ends by `end` and starts no sooner than `start` (working seconds). */
    latest: (
      duration: number,
      family: string | undefined,
      start: number,
      end: number,
    ): number | undefined => {
      for (let index = Math.min(jobs.length, indexAfter(end) + 1); index >= 0; index -= 1) {
        const { from, to } = limits(index, family);
        const begin = Math.min(end, to) - duration;
        if (begin >= Math.max(from, start)) return begin;
        if (index > 0 && jobs[index - 1]!.start <= start) return undefined;
      }
      return undefined;
    },
    /** The soonest stay of `duration` that starts no sooner than `start`. */
    soonest: (duration: number, family: string | undefined, start: number): number => {
      for (let index = indexAfter(start); ; index += 1) {
        const { from, to } = limits(index, family);
        const begin = Math.max(from, start);
        if (begin + duration <= to) return begin;
      }
    },
    setupBefore: (start: number, family: string | undefined): number => {
      const before = jobs[indexAfter(start) - 1];
      return setup(before ? before.family : resource.family, family);
    },
    add: (job: Job) => jobs.splice(indexAfter(job.start), 0, job),
    remove: (job: Job) => jobs.splice(jobs.indexOf(job), 1),
  };
};
export type WorkLane = ReturnType<typeof createWorkLane>;
