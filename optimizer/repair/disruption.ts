import { z } from "zod";
import { closedIn } from "../calendar.ts";
import { type Material, type Problem, ProblemError, type Resource } from "../problem.ts";
import { type Inquiry, parseInquiry } from "../promise/inquiry.ts";
import { withRunsAnew } from "../running.ts";
import { id, pieces, time, units } from "../schema/common.ts";
import { toIssues } from "../schema/issues.ts";
import { nearestName } from "../schema/nearest.ts";

const times = { from: time, to: time };

/** What may happen to a plan; times are whole seconds, as in the problem. */
const schema = z.discriminatedUnion("kind", [
  /** A resource does not work. */
  z.strictObject({ kind: z.literal("down"), resource: id, ...times }),
  /** Units of a secondary resource are not there: people of a skill, a tool. */
  z.strictObject({ kind: z.literal("absent"), resource: id, units: units.default(1), ...times }),
  /** Receipts of a material that were to come at one moment, or the one of them that is named, come at another. */
  z.strictObject({ kind: z.literal("late"), material: id, receipt: id.optional(), ...times }),
  /** Pieces in stock turn out to be unfit: loose ones first, then lots, or one lot alone. */
  z.strictObject({ kind: z.literal("scrap"), material: id, quantity: pieces, lot: id.optional() }),
  /** A new order, or a known one that has changed. */
  z.strictObject({ kind: z.literal("rush"), order: z.unknown() }),
  /** An order that is not wanted any more. */
  z.strictObject({ kind: z.literal("cancel"), order: id }),
]);

/** Something that happened after the plan was made. */
export type Disruption =
  z.input<typeof schema> extends infer Kind
    ? Kind extends { kind: "rush" }
      ? { readonly kind: "rush"; readonly order: Inquiry }
      : Readonly<Kind>
    : never;

const shut = (resource: Resource, from: number, to: number): Resource => ({
  ...resource,
  calendar: closedIn(resource.calendar, [[from, to]]),
});

/** Takes pieces out of the loose stock, then out of the lots; only out of one lot when it is named. */
const scrapped = (material: Material, quantity: number, lot: string | undefined): Material => {
  let open = quantity;
  const less = (there: number): number => {
    const taken = Math.min(open, there);
    open -= taken;
    return there - taken;
  };
  const stock = lot === undefined ? less(material.stock) : material.stock;
  const lots = (material.lots ?? [])
    .map((each) => (lot === undefined || each.id === lot ? { ...each, quantity: less(each.quantity) } : each))
    .filter((each) => each.quantity > 0);
  return { ...material, stock, ...(material.lots ? { lots } : {}) };
};

const nearOf = (list: readonly { readonly id: string }[], said: string): string => {
  const near = nearestName(
    said,
    list.map((item) => item.id),
  );
  return near ? `; did you mean ${near}?` : "";
};

/** One of a list changed; an error that names the disruption when it is not there. */
const changed = <T extends { readonly id: string }>(
  list: readonly T[],
  wanted: string,
  what: string,
  path: string,
  change: (item: T) => T,
): T[] => {
  if (!list.some((item) => item.id === wanted))
    throw new ProblemError([{ path, problem: `there is no ${what} ${wanted}${nearOf(list, wanted)}` }]);
  return list.map((item) => (item.id === wanted ? change(item) : item));
};

const disruptOnce = (problem: Problem, given: Disruption, index: number): Problem => {
  const at = `disruptions.${index}`;
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new ProblemError(
      parsed.error.issues
        .flatMap((issue) => toIssues(schema, given, issue))
        .map(({ path, problem }) => ({ path: path ? `${at}.${path}` : at, problem })),
    );
  const disruption = parsed.data;
  if ("from" in disruption && disruption.kind !== "late" && disruption.to <= disruption.from)
    throw new ProblemError([{ path: `${at}.to`, problem: "must be after from" }]);
  switch (disruption.kind) {
    case "down": {
      const { resource, from, to } = disruption;
      const shutDown = (item: Resource) => shut(item, from, to);
      return withRunsAnew({
        ...problem,
        resources: changed(problem.resources, resource, "resource", `${at}.resource`, shutDown),
      });
    }
    case "absent": {
      const { resource, from, to, units: gone } = disruption;
      const list = problem.secondaryResources ?? [];
      return {
        ...problem,
        secondaryResources: changed(list, resource, "secondary resource", `${at}.resource`, (item) => ({
          ...item,
          away: [...(item.away ?? []), { from, to, units: gone }],
        })),
      };
    }
    case "late": {
      const { material, receipt: named, from, to } = disruption;
      const late = (item: Material): Material => ({
        ...item,
        receipts: item.receipts.map((receipt) =>
          receipt.time === from && (named === undefined || receipt.id === named)
            ? { ...receipt, time: to }
            : receipt,
        ),
      });
      return {
        ...problem,
        materials: changed(problem.materials, material, "material", `${at}.material`, late),
      };
    }
    case "scrap": {
      const { material, quantity, lot } = disruption;
      const scrap = (item: Material) => scrapped(item, quantity, lot);
      return {
        ...problem,
        materials: changed(problem.materials, material, "material", `${at}.material`, scrap),
      };
    }
    case "rush": {
      const order = parseInquiry(problem, disruption.order as Inquiry);
      return { ...problem, orders: [...problem.orders.filter((other) => other.id !== order.id), order] };
    }
    case "cancel": {
      const kept = problem.orders.filter((other) => other.id !== disruption.order);
      if (kept.length === problem.orders.length)
        throw new ProblemError([{ path: `${at}.order`, problem: `there is no order ${disruption.order}` }]);
      return { ...problem, orders: kept };
    }
  }
};

/**
 * The problem as it is after the disruptions.
 *
 * @throws ProblemError when a disruption is not sound or names what is not there.
 */
export const disrupt = (problem: Problem, disruptions: readonly Disruption[]): Problem => {
  let after = problem;
  for (const [index, disruption] of disruptions.entries()) after = disruptOnce(after, disruption, index);
  return after;
};
