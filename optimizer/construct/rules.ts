import type { Model } from "./model.ts";

/** The best ones for most plants first: on a large one there is no time for all. */
export const rules = ["atcs", "due", "weightedSlack", "slack", "onTime", "setup", "weight"] as const;
export type Rule = (typeof rules)[number];

/** Look-ahead parameters of ATCS: how many mean operations of slack, and what part of a mean set-up, count as one. */
export interface Scales {
  readonly slack: number;
  readonly setup: number;
}
const usualScales: Scales = { slack: 4, setup: 0.3 };
const hopeless = 1_000;

/** Mean working seconds and mean set-up of the operations: the scales of the ATCS index. */
const meansOf = (model: Model) => {
  let work = 0;
  let count = 0;
  for (const alternatives of model.alternatives)
    for (const { duration } of alternatives) {
      work += duration;
      count += 1;
    }
  let setup = 0;
  let pairs = 0;
  const families = new Set(model.family.filter((family) => family >= 0));
  for (let resource = 0; resource < model.calendars.length; resource += 1)
    for (const from of families)
      for (const to of families) {
        const seconds = model.setup(resource, from, to);
        if (seconds === 0) continue;
        setup += seconds;
        pairs += 1;
      }
  return { work: work / Math.max(1, count), setup: pairs > 0 ? setup / pairs : 1 };
};

/** What a rule holds against an operation that would start at a moment after a set-up: the least goes first. */
export type Reluctance = (operation: number, start: number, setup: number) => number;

/**
 * The dispatching rules. "atcs" is the apparent tardiness cost with set-ups of Lee, Bhaskaran and Pinedo 1997; "onTime" is the
 * same but puts what is late already behind the rest. Who makes something for others is as urgent as they are.
 */
export const reluctanceOf = (
  model: Model,
  rule: Rule,
  { slack: slackScale, setup: setupScale }: Scales = usualScales,
): Reluctance => {
  const mean = meansOf(model);
  const { orderOf, pullWeight, pullDue, rest } = model;
  const slackOf = (operation: number, start: number) =>
    pullDue[orderOf[operation]!]! - start - rest[operation]!;
  switch (rule) {
    case "due":
      return (operation) => pullDue[orderOf[operation]!]!;
    case "slack":
      return slackOf;
    case "weightedSlack":
      return (operation, start, setup) =>
        Math.max(0, slackOf(operation, start)) / pullWeight[orderOf[operation]!]! + setup;
    case "setup":
      return (operation, start, setup) =>
        setup * 100 + slackOf(operation, start) / pullWeight[orderOf[operation]!]!;
    case "weight":
      return (operation) => -pullWeight[orderOf[operation]!]! * 1e7 + pullDue[orderOf[operation]!]!;
    default:
      // The negative logarithm of the index; who cannot be on time any more makes way for who can.
      return (operation, start, setup) => {
        const slack = slackOf(operation, start);
        return (
          Math.max(0, slack) / (slackScale * mean.work) +
          setup / (setupScale * mean.setup) -
          Math.log(pullWeight[orderOf[operation]!]! / rest[operation]!) +
          (rule === "onTime" && slack < 0 ? hopeless : 0)
        );
      };
  }
};
