import { parseArgs } from "node:util";
import { createLifelong } from "../../optimizer/fleet/lifelong.ts";
import { planFleet } from "../../optimizer/fleet/solve.ts";
import { verifyFleetPlan } from "../../optimizer/fleet/verify.ts";
import { createRandom } from "../../optimizer/random.ts";
import { drawVehicles, type GridMap, randomMap, warehouseMap } from "./fleet/maps.ts";
import { atMost, createReport, finishReport, printRow, type Row } from "./report.ts";

/**
 * Ways of many vehicles beside published figures of lacam3, on maps made by the MAPF benchmark's rules; no peer is run. Median
 * and worst of the seeds. `--quick` leaves out what has no published figure, `--seeds N` (5), `--json FILE`.
 */
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seeds: { type: "string", default: "5" },
    json: { type: "string" },
  },
});
const seeds = Number(values.seeds);
if (!(Number.isSafeInteger(seeds) && seeds > 0)) throw new Error("--seeds: a whole number above 0");

const rows: Row[] = [];
const show = (row: Row) => {
  rows.push(row);
  printRow(row);
};
const middle = (list: readonly number[]): number => list[Math.floor((list.length - 1) / 2)]!;

/** Published sum of costs over lower bound; seconds of the first plan for the largest. */
const cases: readonly {
  map: (seed: number) => GridMap;
  vehicles: number;
  budgetMs: number;
  ratio?: number;
  firstS?: number;
}[] = [
  { map: (seed) => randomMap(32, 20, seed), vehicles: 100, budgetMs: 5_000, ratio: 1.08 },
  { map: (seed) => randomMap(32, 20, seed), vehicles: 200, budgetMs: 5_000, ratio: 1.3 },
  { map: (seed) => randomMap(32, 20, seed), vehicles: 300, budgetMs: 5_000 },
  { map: (seed) => randomMap(32, 20, seed), vehicles: 400, budgetMs: 5_000, ratio: 2.51 },
  { map: () => warehouseMap(10, 20, [10, 2], 1), vehicles: 50, budgetMs: 2_000, ratio: 1.004 },
  { map: () => warehouseMap(10, 20, [10, 2], 1), vehicles: 100, budgetMs: 2_000, ratio: 1.004 },
  { map: () => warehouseMap(10, 20, [10, 2], 1), vehicles: 300, budgetMs: 2_000, ratio: 1.08 },
  { map: () => warehouseMap(20, 40, [10, 2], 2), vehicles: 1_000, budgetMs: 8_000, firstS: 2.9 },
];
for (const { map, vehicles, budgetMs, ratio, firstS } of cases) {
  if (values.quick && ratio === undefined && firstS === undefined) continue;
  const ratios: number[] = [];
  const firsts: number[] = [];
  let name = "";
  for (let seed = 1; seed <= seeds; seed += 1) {
    const made = map(seed);
    name = made.name;
    const drawn = drawVehicles(made, vehicles, seed);
    const found = await planFleet({ graph: made.graph, ...drawn }, { budgetMs, seed });
    if (found.violations.length > 0) throw new Error(`${name}: ${found.violations[0]}`);
    ratios.push(found.plan ? found.cost / found.bound : Number.POSITIVE_INFINITY);
    firsts.push(found.plan ? found.firstMs / 1_000 : Number.POSITIVE_INFINITY);
  }
  ratios.sort((a, b) => a - b);
  firsts.sort((a, b) => a - b);
  const note = (list: readonly number[]) => `worst ${list.at(-1)!.toFixed(3)}`;
  const title = `${name}, ${vehicles} vehicles: cost / bound, ${budgetMs / 1_000} s`;
  show(
    ratio === undefined
      ? { measure: title, value: middle(ratios), target: "", note: note(ratios) }
      : atMost(title, middle(ratios), ratio, note(ratios)),
  );
  const first = `${name}, ${vehicles} vehicles: first plan, s`;
  show(
    firstS === undefined
      ? { measure: first, value: middle(firsts), target: "", note: note(firsts) }
      : atMost(first, middle(firsts), firstS, note(firsts)),
  );
}

/** For information: the published ones (489 to 696, 794 to 1260) are of vehicles that take a step to turn. */
for (const [vehicles, published] of [
  [100, "489 to 696"],
  [200, "794 to 1260"],
] as const) {
  const done: number[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { graph } = randomMap(32, 20, seed);
    const random = createRandom(seed);
    const starts = drawVehicles({ graph, name: "", cells: [] }, vehicles, seed).starts;
    const life = createLifelong({ graph, starts, seed });
    const plan = [life.at()];
    const add = () => life.add({ pick: random.int(graph.size), drop: random.int(graph.size) });
    for (let step = 0; step < 600; step += 1) {
      while (life.left() < vehicles * 1.5) add();
      life.step();
      plan.push(life.at());
    }
    const problems = verifyFleetPlan(graph, starts, undefined, plan);
    if (problems.length > 0) throw new Error(problems[0]);
    done.push(life.done());
  }
  done.sort((a, b) => a - b);
  show({
    measure: `random-32-32-20, ${vehicles} vehicles, 600 steps: tasks dropped`,
    value: middle(done),
    target: "",
    note: `worst ${done[0]}; with turning, published: ${published}`,
  });
}
finishReport(createReport("npm run bench:fleet", rows, { seeds }), values.json);
