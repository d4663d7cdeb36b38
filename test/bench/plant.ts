import { parseArgs } from "node:util";
import { boundsOf } from "../../optimizer/bound/bound.ts";
import { createDecoder, emptySchedule, type Schedule } from "../../optimizer/construct/decode.ts";
import { dispatch, rules } from "../../optimizer/construct/dispatch.ts";
import { buildModel } from "../../optimizer/construct/model.ts";
import { kpisOf, type Plan, type Problem, parseProblem, verify } from "../../optimizer/index.ts";
import { goldenParts } from "../../optimizer/peg/golden.ts";
import { pegOrders } from "../../optimizer/peg/peg.ts";
import { toPlan } from "../../optimizer/present.ts";
import { demandByDemand } from "./peers/demand-by-demand.ts";
import { plantProblem } from "./plant-generator.ts";

/**
 * A whole plant from problem to verified plan, step by step with seconds and memory, beside the peer. Run:
 * node test/bench/plant.ts [--seed 1] [--orders 10000] [--materials 15000] [--relations 1000000]
 */
const number = (preset: string) => ({ type: "string", default: preset }) as const;
const { values } = parseArgs({
  options: {
    seed: number("1"),
    orders: number("10000"),
    materials: number("15000"),
    relations: number("1000000"),
    rounds: number("200"),
    exchanges: number("200000"),
  },
});

let since = performance.now();
const lap = (step: string, note = ""): void => {
  const seconds = ((performance.now() - since) / 1_000).toFixed(2);
  const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
  console.log(`${step.padEnd(22)} ${seconds.padStart(7)} s ${String(megabytes).padStart(6)} MB  ${note}`);
  since = performance.now();
};

/** Weight of the orders that end by their due time, and how many they are. */
const onTime = (problem: Problem, plan: Pick<Plan, "operations">): { value: number; orders: number } => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of plan.operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  const met = problem.orders.filter(({ id, due }) => (ends.get(id) ?? Number.POSITIVE_INFINITY) <= due);
  return { value: met.reduce((sum, { weight }) => sum + weight, 0), orders: met.length };
};

const raw = plantProblem({
  seed: Number(values.seed),
  orders: Number(values.orders),
  materials: Number(values.materials),
  relations: Number(values.relations),
});
lap("generate");
const effort = { rounds: Number(values.rounds), exchanges: Number(values.exchanges) };
const lateness = pegOrders(raw, { ...effort, flowCost: 0 });
lap(
  "peg, lateness only",
  `${lateness.relations} relations, cost ${lateness.cost.toFixed(0)}, bound ${lateness.bound.toFixed(0)}, gap ${(lateness.gap * 100).toFixed(2)} %`,
);
for (const { material, gated, orders } of goldenParts(raw, lateness, 5))
  console.log(`  golden part ${material}: gates ${gated.toFixed(0)} weighted hours of ${orders} orders`);

since = performance.now();
const first = since;
const problem = parseProblem(raw);
lap("parse");
const pegging = pegOrders(problem, effort);
lap("peg", `cost ${pegging.cost.toFixed(0)}, bound ${pegging.bound.toFixed(0)}`);
const model = buildModel(problem, pegging.pegs);
lap("model");
const decode = createDecoder(model);
let best: Schedule | undefined;
for (const rule of rules) {
  const schedule = emptySchedule(model);
  const cost = decode(dispatch(model, rule), schedule);
  if (!best || cost < best.cost) best = schedule;
  lap(`dispatch ${rule}`, cost.toFixed(0));
}
const plan = toPlan(model, pegging.pegs, best!, boundsOf(problem, model));
lap("bound", plan.bound.toFixed(0));
const violations = verify(problem, plan);
lap("verify", `${violations.length} violations`);
console.log(`problem to verified plan: ${((performance.now() - first) / 1_000).toFixed(2)} s`);
console.log(JSON.stringify({ ...kpisOf(problem, plan), unplanned: plan.unplanned.length }));

since = performance.now();
const peer = demandByDemand(problem);
lap("demand by demand", `${verify(problem, peer).length} violations, ${peer.unplanned.length} unplanned`);
const ours = onTime(problem, plan);
const theirs = onTime(problem, peer);
console.log(
  `on time: ours ${ours.orders} orders, weight ${ours.value}; peer ${theirs.orders}, ${theirs.value}; ratio ${(ours.value / theirs.value).toFixed(3)}`,
);
