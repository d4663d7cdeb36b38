import type { Graph } from "./roadmap.ts";

export type Following = "any" | "no-circle" | "never";

/**
 * What is wrong with a plan, in words; nothing when it can be driven. Shares no code with what plans.
 *
 * @param plan one array a step: the node of each vehicle.
 * @param following who may enter a node in the step in which another leaves it: anybody, nobody, or anybody as long as not
 *   all of a circle follow each other.
 */
export const verifyFleetPlan = (
  graph: Graph,
  starts: ArrayLike<number>,
  goals: ArrayLike<number> | undefined,
  plan: readonly ArrayLike<number>[],
  following: Following = "any",
): string[] => {
  const problems: string[] = [];
  const lanes = Array.from({ length: graph.size }, (_, node) => {
    const first = graph.offsets[node]!;
    return new Set(graph.targets.slice(first, graph.offsets[node + 1]!));
  });
  const [first, last] = [plan[0], plan.at(-1)];
  if (!first || !last) return ["the plan has no step"];
  for (let vehicle = 0; vehicle < starts.length; vehicle += 1) {
    if (first[vehicle] !== starts[vehicle]) problems.push(`vehicle ${vehicle} does not begin at its start`);
    if (goals && last[vehicle] !== goals[vehicle])
      problems.push(`vehicle ${vehicle} does not end at its goal`);
  }
  plan.forEach((at, step) => {
    const here = new Map<number, number>();
    for (let vehicle = 0; vehicle < starts.length; vehicle += 1) {
      const node = at[vehicle]!;
      const other = here.get(node);
      if (other !== undefined)
        problems.push(`vehicles ${other} and ${vehicle} are both at ${node} in step ${step}`);
      here.set(node, vehicle);
    }
    const before = plan[step - 1];
    if (!before) return;
    const was = new Map(Array.from({ length: starts.length }, (_, vehicle) => [before[vehicle]!, vehicle]));
    const follows = new Map<number, number>();
    for (let vehicle = 0; vehicle < starts.length; vehicle += 1) {
      const [from, to] = [before[vehicle]!, at[vehicle]!];
      if (from === to) continue;
      if (!lanes[from]!.has(to)) problems.push(`vehicle ${vehicle}: no lane from ${from} to ${to}`);
      const other = was.get(to);
      if (other === undefined || other === vehicle) continue;
      if (at[other] === from)
        problems.push(`vehicles ${vehicle} and ${other} meet between ${from} and ${to}`);
      if (following === "never")
        problems.push(`vehicle ${vehicle} follows ${other} to ${to} in step ${step}`);
      follows.set(vehicle, other);
    }
    if (following !== "no-circle") return;
    for (const begin of follows.keys()) {
      let vehicle: number | undefined = begin;
      for (let left = starts.length; left > 0 && vehicle !== undefined; left -= 1) {
        vehicle = follows.get(vehicle);
        if (vehicle !== begin) continue;
        problems.push(`vehicle ${begin} follows a circle to itself in step ${step}`);
        break;
      }
    }
  });
  return problems;
};
