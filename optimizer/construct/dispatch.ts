import type { Model } from "./model.ts";

/** Least working seconds from an operation to its order's end. */
const remaining = (model: Model): Float64Array => {
  const rest = new Float64Array(model.keys.length + 1);
  for (let operation = model.keys.length - 1; operation >= 0; operation -= 1) {
    const shortest = Math.min(...model.alternatives[operation]!.map(({ duration }) => duration));
    const last = operation + 1 === model.first[model.orderOf[operation]! + 1];
    rest[operation] = shortest + model.lag[operation]! + (last ? 0 : rest[operation + 1]!);
  }
  return rest;
};

export const rules = ["due", "slack", "weightedSlack", "setup", "weight"] as const;
export type Rule = (typeof rules)[number];

interface Candidate {
  readonly order: number;
  readonly start: number;
  readonly end: number;
  readonly setup: number;
}

/**
 * Builds a sequence by dispatching: of the operations that could start before the soonest possible end (the conflict
 * set of Giffler and Thompson 1960), the rule's favourite goes next.
 */
export const dispatch = (model: Model, rule: Rule): Int32Array => {
  const rest = remaining(model);
  const resources = model.calendars.length;
  const free = new Float64Array(resources);
  const family = Int32Array.from(model.initialFamily);
  const next = Int32Array.from(model.first.subarray(0, model.orders));
  const ready = Float64Array.from(model.release);
  const sequence: number[] = [];
  const open = new Set<number>();
  /** Passes over what runs or is frozen. */
  const skipFixed = (order: number) => {
    while (next[order]! < model.first[order + 1]! && model.fixed[next[order]!]) {
      const operation = next[order]!++;
      const fixed = model.fixed[operation]!;
      if (fixed.end > free[fixed.resource]!) {
        free[fixed.resource] = fixed.end;
        family[fixed.resource] = model.family[operation]!;
      }
      ready[order] = fixed.end + model.lag[operation]!;
      sequence.push(order);
    }
    if (next[order]! < model.first[order + 1]!) open.add(order);
    else open.delete(order);
  };
  for (let order = 0; order < model.orders; order += 1) skipFixed(order);

  const place = (order: number): (Candidate & { resource: number }) | undefined => {
    const operation = next[order]!;
    const from = Math.max(ready[order]!, model.materialTime[operation]!);
    let best: (Candidate & { resource: number }) | undefined;
    for (const { resource, duration } of model.alternatives[operation]!) {
      const calendar = model.calendars[resource]!;
      const setup = model.setup(resource, family[resource]!, model.family[operation]!);
      const prepared = setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
      const start = calendar.opens(Math.max(from, prepared));
      const end = calendar.finish(start, duration);
      if (Number.isFinite(end) && (!best || end < best.end)) best = { order, resource, start, end, setup };
    }
    return best;
  };
  const cost = ({ order, start, setup }: Candidate): number => {
    const due = model.due[order]!;
    const slack = due - start - rest[next[order]!]!;
    switch (rule) {
      case "due":
        return due;
      case "slack":
        return slack;
      case "weightedSlack":
        return Math.max(0, slack) / model.weight[order]! + setup;
      case "setup":
        return setup * 100 + slack / model.weight[order]!;
      case "weight":
        return -model.weight[order]! * 1e7 + due;
    }
  };

  const placed = new Map<number, Candidate & { resource: number }>();
  while (open.size > 0) {
    let soonest = Number.POSITIVE_INFINITY;
    for (const order of open) {
      let candidate = placed.get(order);
      if (!candidate) {
        candidate = place(order);
        if (!candidate) {
          // No calendar holds it: it stays in the sequence, and the decoder reports that it has no place.
          sequence.push(order);
          next[order]! += 1;
          skipFixed(order);
          continue;
        }
        placed.set(order, candidate);
      }
      if (candidate.end < soonest) soonest = candidate.end;
    }
    let chosen: (Candidate & { resource: number }) | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of placed.values()) {
      if (candidate.start >= soonest) continue;
      const value = cost(candidate);
      if (value < least || (value === least && candidate.order < (chosen?.order ?? 0))) {
        least = value;
        chosen = candidate;
      }
    }
    if (!chosen) break;
    const { order, resource, end } = chosen;
    const operation = next[order]!++;
    free[resource] = end;
    family[resource] = model.family[operation]!;
    ready[order] = end + model.lag[operation]!;
    sequence.push(order);
    placed.delete(order);
    // Whoever looked at that resource has to look again.
    for (const candidate of [...placed.values()])
      if (
        model.alternatives[next[candidate.order]!]!.some((alternative) => alternative.resource === resource)
      )
        placed.delete(candidate.order);
    skipFixed(order);
  }
  return Int32Array.from(sequence);
};
