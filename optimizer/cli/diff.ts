import { comparePlans, type PlanDiff } from "../diff.ts";
import type { Times } from "../tell.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { print, readPlanFile, timesOf } from "./files.ts";
import { firstOf, table } from "./report.ts";

const signed = (value: number): string => `${value > 0 ? "+" : ""}${value.toFixed(2)}`;

const orderLine = (
  { orderId, kind, shift, endBefore, endAfter }: PlanDiff["orders"][number],
  times: Times,
) => {
  switch (kind) {
    case "new":
      return `  ${orderId} is new, ends ${times.at(endAfter!).en}`;
    case "gone":
      return `  ${orderId} is gone, ended ${times.at(endBefore!).en}`;
    case "moved":
      return `  ${orderId} is moved, ends as before ${times.at(endAfter!).en}`;
    default:
      return `  ${orderId} ends ${times.span(Math.abs(shift)).en} ${kind}, ${times.at(endAfter!).en}`;
  }
};

const tellDiff = (diff: PlanDiff, times: Times): string => {
  const of = (kind: PlanDiff["operations"][number]["kind"]) =>
    diff.operations.filter((change) => change.kind === kind).length;
  const orders = diff.orders.toSorted((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
  return [
    ...table([
      ["same", `${diff.same} operations`],
      [
        "changed",
        `${of("moved")} on other resources, ${of("later")} later, ${of("earlier")} earlier, ${of("new")} new, ${of("gone")} gone`,
      ],
      ["objective", signed(diff.objective)],
      ...Object.entries(diff.terms).flatMap(([term, value]): [string, string][] =>
        Math.abs(value) > 0.005 ? [[`  ${term}`, signed(value)]] : [],
      ),
    ]),
    ...(orders.length > 0 ? ["orders:", ...firstOf(orders.map((order) => orderLine(order, times)))] : []),
    ...(diff.resources.length > 0 ? ["resources:"] : []),
    ...firstOf(
      diff.resources.map(
        ({ resource, gained, lost, later, earlier, hours }) =>
          `  ${resource}: ${gained} came, ${lost} went, ${later} later, ${earlier} earlier, ${signed(hours)} h`,
      ),
    ),
  ].join("\n");
};

export const diffPlans: Command = {
  name: "diff",
  files: ["BEFORE", "AFTER"],
  help: "Tells what two plans of one plant differ in.",
  options: { json: shared.json, start: shared.start },
  run: async (given) => {
    const { plan: before } = await readPlanFile(given.files[0]!);
    const { plan: after } = await readPlanFile(given.files[1]!);
    const times = timesOf(given);
    const diff = comparePlans(before, after);
    print(given, diff, () => tellDiff(diff, times));
    return exitCode.done;
  },
};
