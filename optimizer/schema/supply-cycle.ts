import type { ParsedProblem } from "./problem.ts";

/** Materials that are made of each other in a circle, the first again at the end, and an order that makes the first. */
export interface SupplyCycle {
  readonly materials: readonly string[];
  /** Index of the order. */
  readonly order: number;
}

/** A circle among what orders make and what they need for it; none when every material is made of others. */
export const supplyCycle = ({ orders }: ParsedProblem): SupplyCycle | undefined => {
  const makers = new Map<string, number[]>();
  for (const [index, { produces }] of orders.entries())
    if (produces) makers.set(produces.material, [...(makers.get(produces.material) ?? []), index]);
  const partsOf = (material: string): string[] => [
    ...new Set(
      (makers.get(material) ?? []).flatMap((order) =>
        orders[order]!.operations.flatMap(({ needs }) =>
          needs.flatMap((need) => [need.material, ...need.alternates]),
        ),
      ),
    ),
  ];
  const done = new Set<string>();
  for (const start of makers.keys()) {
    // Depth first with a path of its own, so that a long chain of materials does not exhaust the stack.
    const path: { material: string; parts: string[] }[] = [];
    const enter = (material: string) =>
      path.push({ material, parts: done.has(material) ? [] : partsOf(material) });
    enter(start);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const part = top.parts.pop();
      if (part === undefined) {
        done.add(top.material);
        path.pop();
        continue;
      }
      const at = path.findIndex(({ material }) => material === part);
      if (at >= 0) {
        const materials = [...path.slice(at).map(({ material }) => material), part];
        return { materials, order: makers.get(part)![0]! };
      }
      if (makers.has(part) && !done.has(part)) enter(part);
    }
  }
  return undefined;
};
