import { z } from "zod";
import { type Problem, ProblemError } from "../problem.ts";
import type { Disruption } from "../repair.ts";
import { toIssue } from "../schema/issues.ts";
import { orderOf } from "./files.ts";

const name = z.string().min(1);
const time = z.number().int().min(0);

const disruption = z.discriminatedUnion("kind", [
  z
    .object({ kind: z.literal("down"), resource: name, from: time, to: time })
    .refine(({ from, to }) => to > from, { path: ["to"], error: "must be after from" }),
  z.object({ kind: z.literal("late"), material: name, from: time, to: time }),
  z.object({ kind: z.literal("scrap"), material: name, quantity: z.number().int().min(1) }),
  z.object({ kind: z.literal("rush"), order: z.unknown() }),
]);

/**
 * A file of disruptions: a list, or one.
 *
 * @throws ProblemError with every field that is wrong, also what the problem does not have.
 */
export const parseDisruptions = (problem: Problem, value: unknown): Disruption[] => {
  const list = Array.isArray(value) ? value : [value];
  const parsed = z.array(disruption).safeParse(list);
  if (!parsed.success) throw new ProblemError(parsed.error.issues.map((issue) => toIssue(issue, list)));
  const resources = new Set(problem.resources.map(({ id }) => id));
  const materials = new Map(problem.materials.map((material) => [material.id, material]));
  const issues = parsed.data.flatMap((item, index) => {
    if (item.kind === "down" && !resources.has(item.resource))
      return [{ path: `${index}.resource`, problem: `the problem has no resource ${item.resource}` }];
    if (item.kind !== "late" && item.kind !== "scrap") return [];
    const material = materials.get(item.material);
    if (!material)
      return [{ path: `${index}.material`, problem: `the problem has no material ${item.material}` }];
    if (item.kind === "late" && !material.receipts.some(({ time: at }) => at === item.from)) {
      const times = material.receipts.map(({ time: at }) => at).join(", ") || "none";
      return [
        {
          path: `${index}.from`,
          problem: `${item.material} has no receipt then; its receipts are at ${times}`,
        },
      ];
    }
    return [];
  });
  if (issues.length > 0) throw new ProblemError(issues);
  return parsed.data.map((item, index) =>
    item.kind === "rush" ? { kind: "rush", order: orderOf(problem, item.order, `${index}.order`) } : item,
  );
};
