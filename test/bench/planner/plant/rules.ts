import type { Problem } from "../../../../optimizer/index.ts";
import { usualObjective } from "../../../../optimizer/problem.ts";
import { createRandom } from "../../../../optimizer/random.ts";

/** Rules beyond calendars, set-ups and material that a plant may have. */
export const rules = ["tools", "lots", "lags", "ovens", "tariff"] as const;
export type Rule = (typeof rules)[number];

type Order = Problem["orders"][number];
type Step = Order["operations"][number];

const hour = 3_600;
/** Units of each pool of people, for the resources of the stage that they serve. */
const crews = { TEST: { units: 1, capacity: 11 }, ASSY: { units: 2, capacity: 17 } } as const;
const ovenCapacity = 6;
/** Kilowatts of a resource of each stage: ovens and soldering live by them. */
const powers: Readonly<Record<string, number>> = { SMT: 45, AOI: 3, TEST: 8, BURN: 30, ASSY: 2, PACK: 2 };
/** Prices of a kilowatt-hour, and what the cost of energy weighs beside an hour of lateness. */
const prices = { day: 0.25, night: 0.1, weight: 1 };
const days = 180;

/** Orders of one product share the resources that may do them and are kitted alike. */
const productOf = (order: Order): string =>
  order.operations
    .map(({ alternatives, needs }) => [alternatives[0]!.resource, ...needs.map(({ material }) => material)])
    .join();

/**
 * The same plant with more rules: a stencil for each product, people who test and assemble (fewer than there are resources);
 * lots that go on in parts from SMT to inspection; pastes and parts that must not wait; ovens that orders share; energy that is
 * cheaper at night.
 */
export const withRules = (problem: Problem, wanted: readonly Rule[], seed: number): Problem => {
  if (wanted.length === 0) return problem;
  const has = (rule: Rule) => wanted.includes(rule);
  const { int } = createRandom(seed ^ 0x7001);
  const products = new Map<string, number>();
  const calendarOf = (stage: string) => problem.resources.find(({ id }) => id.startsWith(stage))!.calendar;
  const toolsOf = (step: Step, product: number): Step["secondary"] => {
    if (step.id === "SMT") return [{ resource: `STENCIL-${product}`, units: 1 }];
    const crew = crews[step.id as keyof typeof crews];
    return crew ? [{ resource: `CREW-${step.id}`, units: crew.units }] : undefined;
  };
  const enrich = (step: Step, product: number): Step => {
    const secondary = has("tools") ? toolsOf(step, product) : undefined;
    const inOven = has("ovens") && step.id === "BURN";
    return {
      ...step,
      ...(secondary ? { secondary } : {}),
      ...(has("lots") && step.id === "SMT" ? { transfer: 0.25 } : {}),
      ...(has("lags") && step.id === "AOI" ? { maxLag: 48 * hour } : {}),
      ...(inOven ? { batch: { family: `B${product % 6}`, size: 1 + int(2) } } : {}),
      // What shares an oven takes as long however much there is of it.
      ...(inOven ? { alternatives: step.alternatives.map((way) => ({ ...way, duration: 4 * hour })) } : {}),
    };
  };
  const orders = problem.orders.map((order) => {
    const key = productOf(order);
    const product = products.get(key) ?? products.size;
    products.set(key, product);
    return { ...order, operations: order.operations.map((step) => enrich(step, product)) };
  });
  return {
    ...problem,
    orders,
    resources: problem.resources.map((resource) => ({
      ...resource,
      ...(has("ovens") && resource.id.startsWith("BURN") ? { batch: { capacity: ovenCapacity } } : {}),
      ...(has("tariff") ? { power: powers[resource.id.split("-")[0]!]! } : {}),
    })),
    ...(has("tariff")
      ? {
          objective: { ...usualObjective, energy: prices.weight },
          tariff: {
            price: prices.night,
            windows: Array.from({ length: days }, (_, day) => ({
              from: (24 * day + 6) * hour,
              to: (24 * day + 22) * hour,
              price: prices.day,
            })),
          },
        }
      : {}),
    ...(has("tools")
      ? {
          secondaryResources: [
            ...Array.from(products.values(), (product) => ({ id: `STENCIL-${product}`, capacity: 1 })),
            ...Object.entries(crews).map(([stage, { capacity }]) => ({
              id: `CREW-${stage}`,
              capacity,
              calendar: calendarOf(stage),
            })),
          ],
        }
      : {}),
  };
};
