import {
  type Disruption,
  disrupt,
  type Inquiry,
  keyOf,
  type Plan,
  type Problem,
  plan,
  promise,
  repair,
  verify,
  verifyObjective,
} from "../../../../optimizer/index.ts";
import { createRandom } from "../../../../optimizer/random.ts";
import { atLeast, atMost } from "../../report.ts";
import type { BenchContext } from "../measure.ts";
import { createPlant, secondsOf, tell } from "./size.ts";

const hour = 3_600;
const day = 24 * hour;
const planSeconds = { full: 60, quick: 10 };
const repairSeconds = { full: 8, quick: 3 };
const promises = { full: 100, quick: 30 };

const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))]!;

/** Every second one asks for a known order with another date, the others for a new one of a known product in small. */
const inquiryLike = (problem: Problem, index: number, int: (below: number) => number): Inquiry => {
  const like = problem.orders[int(problem.orders.length)]!;
  if (index % 2 === 0) return { ...like, due: Math.max(like.release, like.due - int(14) * day) };
  return {
    ...like,
    id: `NEW-${index}`,
    release: 0,
    operations: like.operations.map((operation) => ({
      ...operation,
      needs: operation.needs.map((need) => ({ ...need, quantity: Math.ceil(need.quantity / 20) })),
      alternatives: operation.alternatives.map((way) => ({
        ...way,
        duration: Math.ceil(way.duration / 20),
      })),
    })),
  };
};

/** One disruption of each kind, in the first weeks of the plan; the last one is a golden part that comes late. */
const disruptionsOf = (problem: Problem, int: (below: number) => number): Disruption[] => {
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const from = (2 + int(10)) * day;
  const late = (materials: Problem["materials"]): Disruption => {
    const material = pick(materials.filter(({ receipts }) => receipts.length > 0));
    const receipt = material.receipts[Math.min(1, material.receipts.length - 1)]!;
    const to = receipt.time + (1 + int(6)) * day;
    return { kind: "late", material: material.id, from: receipt.time, to };
  };
  const like = pick(problem.orders);
  return [
    { kind: "down", resource: pick(problem.resources).id, from, to: from + (8 + int(40)) * hour },
    late(problem.materials),
    { kind: "scrap", material: pick(problem.materials).id, quantity: 1 + int(200) },
    {
      kind: "rush",
      order: {
        ...inquiryLike({ ...problem, orders: [like] }, 1, int),
        id: "RUSH",
        weight: 9,
        due: from + 2 * day,
      },
    },
    late(problem.materials.filter(({ id }) => id.startsWith("GP"))),
  ];
};

const promiseRows = (
  problem: Problem,
  planned: Plan,
  seed: number,
  { quick }: BenchContext,
): { took: number[]; given: number; violations: number } => {
  const { int } = createRandom(seed);
  const took: number[] = [];
  let given = 0;
  let violations = 0;
  for (let index = 0; index < promises[quick ? "quick" : "full"]; index += 1) {
    const inquiry = inquiryLike(problem, index, int);
    const started = performance.now();
    const found = promise(problem, planned, inquiry);
    took.push((performance.now() - started) / 1_000);
    if (found.end === undefined) continue;
    given += 1;
    if (index % 10 > 1) continue;
    // A sample is verified as a whole plan.
    const changed = new Map(found.changed.map((place) => [keyOf(place.orderId, place.operationId), place]));
    const others = planned.operations
      .filter(({ orderId }) => orderId !== inquiry.id)
      .map((place) => changed.get(keyOf(place.orderId, place.operationId)) ?? place);
    violations += verify(disrupt(problem, [{ kind: "rush", order: inquiry }]), {
      operations: [...others, ...found.operations],
      pegs: new Map([...planned.pegs, ...found.pegs]),
      unplanned: planned.unplanned.filter((id) => id !== inquiry.id),
    }).length;
  }
  return { took, given, violations };
};

/** Orders asked for and things that happen, at the size of a whole plant; the peer of a repair is a plan from the start. */
export const measureEvents = async (context: BenchContext): Promise<void> => {
  const speed = context.quick ? "quick" : "full";
  const budgetMs = (context.seconds ?? planSeconds[speed]) * 1_000;
  const asked: number[] = [];
  const mended: number[] = [];
  const shares: number[] = [];
  const moves: number[] = [];
  const golden: number[] = [];
  let given = 0;
  let violations = 0;
  for (let seed = 1; seed <= context.seeds; seed += 1) {
    const problem = createPlant(context, seed);
    const before = await plan(problem, { budgetMs, seed });
    const promised = promiseRows(problem, before, seed, context);
    asked.push(...promised.took);
    given += promised.given;
    violations += promised.violations;
    const happened = disruptionsOf(problem, createRandom(seed ^ 0xd15).int);
    for (const [index, disruption] of happened.entries()) {
      const { result, seconds } = await secondsOf(() =>
        repair(problem, before, [disruption], {
          budgetMs: repairSeconds[speed] * 1_000,
          seed,
          frozenUntil: day,
        }),
      );
      violations += verify(result.problem, result.plan).length;
      // What was frozen is no fact of the plant: it has to keep the rules too.
      violations += verify(disrupt(problem, [disruption]), result.plan).length;
      violations += verifyObjective(result.problem, result.plan).length;
      const anew = await plan(result.problem, { budgetMs, seed });
      const unaffected = result.plan.operations.length - result.affected;
      mended.push(seconds);
      // Who plans less of the orders has an easier objective; that is no measure.
      if (anew.unplanned.length === result.plan.unplanned.length)
        (index < happened.length - 1 ? shares : golden).push(anew.objective / result.plan.objective);
      moves.push((result.movedUnaffected / unaffected) * 100);
      context.say(
        `  seed ${seed}  ${disruption.kind.padEnd(6)} ${before.objective.toFixed(0)} -> ${result.plan.objective.toFixed(0)} in ${seconds.toFixed(1)} s, anew ${anew.objective.toFixed(0)}; hit ${result.affected}, others moved ${result.movedUnaffected}`,
      );
    }
  }
  const { add } = context;
  const size = tell(context);
  add(atMost("promise: p95 seconds", p95(asked), 1, `${given} of ${asked.length} given; ${size}`));
  add(atMost("repair: p95 seconds", p95(mended), 10, `${mended.length} repairs; ${size}`));
  add(
    atLeast(
      "repair: worst objective of a full replan over the repair's",
      Math.min(...shares),
      0.98,
      `a plan from the start in ${budgetMs / 1_000} s`,
    ),
  );
  add({
    measure: "repair, a golden part late: the same",
    value: golden.length > 0 ? Math.min(...golden) : null,
    target: "-",
    note: "many orders wait for it: few can keep their places in a good plan",
  });
  add(atMost("repair: worst % of unaffected operations moved", Math.max(...moves), 5));
  add(atMost("promises and repairs: violations", violations, 0));
};
