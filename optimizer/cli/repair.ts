import { keyOf, type Plan } from "../plan.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { type Disruption, disrupt } from "../repair/disruption.ts";
import { withLapsed } from "../repair/lapsed.ts";
import { repair } from "../repair/repair.ts";
import type { Violation } from "../verify/verify.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { inFile, print, readJson, readPlanFile, readProblemFile, timesOf, writeText } from "./files.ts";
import { reportOf, table, tellReport } from "./report.ts";
import { writePlan } from "./solve.ts";

type Late = Extract<Disruption, { kind: "late" }>;
type Scrap = Extract<Disruption, { kind: "scrap" }>;
type Materials = Problem["materials"];

const checkLate = ({ material, receipt, from }: Late, materials: Materials, path: string): void => {
  const { receipts } = materials.find(({ id }) => id === material)!;
  if (receipts.some(({ id, time }) => time === from && (receipt === undefined || id === receipt))) return;
  const known = receipts.map(({ id, time }) => (id === undefined ? time : `${time} (${id})`)).join(", ");
  throw new ProblemError([
    {
      path: `${path}.from`,
      problem: `${material} has no ${receipt === undefined ? "receipt" : `receipt ${receipt}`} then; its receipts are at ${known || "no time"}`,
    },
  ]);
};

const checkScrap = ({ material, lot, quantity }: Scrap, materials: Materials, path: string): void => {
  const { stock, lots = [] } = materials.find(({ id }) => id === material)!;
  const known = lots.flatMap(({ id }) => id ?? []);
  if (lot !== undefined && !known.includes(lot))
    throw new ProblemError([
      {
        path: `${path}.lot`,
        problem: `${material} has no lot ${lot}; its lots are ${known.join(", ") || "none"}`,
      },
    ]);
  const there = lots
    .filter(({ id }) => lot === undefined || id === lot)
    .reduce((sum, one) => sum + one.quantity, lot === undefined ? stock : 0);
  if (quantity > there)
    throw new ProblemError([
      { path: `${path}.quantity`, problem: `is ${quantity}; only ${there} of ${lot ?? material} are there` },
    ]);
};

/** A file of disruptions: a list, or one. @throws ProblemError with what is wrong. */
const parseDisruptions = (problem: Problem, value: unknown): Disruption[] => {
  const list = (Array.isArray(value) ? value : [value]) as Disruption[];
  disrupt(problem, list);
  for (const [index, item] of list.entries()) {
    const path = `disruptions.${index}`;
    if (item.kind === "late") checkLate(item, problem.materials, path);
    if (item.kind === "scrap") checkScrap(item, problem.materials, path);
  }
  return list;
};

/** What was to stay where it is and does not. */
const strayed = ({ orders }: Problem, { operations }: Pick<Plan, "operations">): Violation[] => {
  const places = new Map(operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  return orders.flatMap((order) =>
    order.operations.flatMap(({ id, fixed }): Violation[] => {
      const key = keyOf(order.id, id);
      const place = places.get(key);
      return !fixed || (place?.resource === fixed.resource && place.start === fixed.start)
        ? []
        : [{ rule: "fixed", subject: key, problem: "was moved although it is frozen" }];
    }),
  );
};

export const repairPlan: Command = {
  name: "repair",
  files: ["PROBLEM", "PLAN", "DISRUPTIONS"],
  help: "Mends a plan after disruptions (a JSON file: a list of machines down, people or tools absent, late or scrapped material, rush and cancelled orders) and moves as little as it can.",
  options: {
    ...shared,
    seconds: { value: "N", help: "time to search (2)" },
    "frozen-until": { value: "N", help: "what starts before this second stays where it is (0)" },
    "problem-out": { value: "FILE", help: "write the problem as it is after the disruptions" },
  },
  run: async (given) => {
    const [problemFile, planFile, file] = given.files as [string, string, string];
    const before = await readProblemFile(problemFile);
    const { plan } = await readPlanFile(planFile);
    const value = await readJson(file);
    const disruptions = inFile(file, () => parseDisruptions(before, value));
    const times = timesOf(given);
    const iterations = given.text("iterations");
    const repaired = await repair(before, plan, disruptions, {
      budgetMs: given.number("seconds", 2) * 1_000,
      seed: given.whole("seed", 1),
      ...(iterations === undefined ? {} : { iterations: given.whole("iterations", 0) }),
      frozenUntil: given.whole("frozen-until", 0, "zero"),
    });
    const { plan: mended, problem, lapsed, moved, affected, movedUnaffected } = repaired;
    // What was frozen is no fact of the plant: it keeps every rule, and stays.
    const kept = reportOf(problem, mended, withLapsed(disrupt(before, disruptions), lapsed));
    const report = { ...kept, violations: [...kept.violations, ...strayed(problem, mended)] };
    await writePlan(given, problem, mended);
    const problemOut = given.text("problem-out");
    if (problemOut) await writeText(problemOut, `${JSON.stringify(problem, null, 2)}\n`);
    print(given, { moved, affected, movedUnaffected, before: plan.objective, ...report }, () =>
      [
        ...table([
          ["hit", `${affected} of ${plan.operations.length} operations`],
          ["moved", `${moved}, of which ${movedUnaffected} were not hit`],
          ["before", `objective ${plan.objective.toFixed(2)}`],
        ]),
        tellReport(report, problem, mended, times),
      ].join("\n"),
    );
    return report.violations.length === 0 ? exitCode.done : exitCode.broken;
  },
};
