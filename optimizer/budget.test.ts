import { expect, test } from "vitest";
import { createAlone } from "./alone.ts";
import { createBook } from "./peg/book.ts";
import { findClusters } from "./peg/clusters.ts";
import { statedIn } from "./peg/effort.ts";
import { buildWaitTable, createLateness } from "./peg/lateness.ts";
import { buildNetwork } from "./peg/network.ts";
import { buildRules } from "./peg/rules.ts";
import { parseProblem } from "./problem.ts";
import { createRandom } from "./random.ts";
import { randomProblem } from "./random-problem.ts";
import { plan } from "./solve.ts";
import { verify } from "./verify/verify.ts";

const day = 86_400;

/** Orders of one operation each that all want the same scarce material, of which some comes every day. */
const scarceProblem = (orders: number) => {
  const { int } = createRandom(7);
  const days = 40;
  return parseProblem({
    resources: Array.from({ length: 8 }, (_, at) => ({ id: `R${at}`, calendar: [] })),
    materials: [
      {
        id: "M",
        stock: 0,
        receipts: Array.from({ length: days }, (_, at) => ({
          time: (at + 1) * day,
          quantity: Math.ceil((orders * 5.5) / days),
        })),
      },
    ],
    orders: Array.from({ length: orders }, (_, at) => ({
      id: `O${at}`,
      release: 0,
      due: int((days * day) / 2),
      weight: 1 + int(9),
      operations: [
        {
          id: "1",
          alternatives: [{ resource: `R${at % 8}`, duration: 600 + int(1_800) }],
          needs: [{ material: "M", quantity: 1 + int(9) }],
        },
      ],
    })),
  });
};

const network = (orders: number) => {
  const problem = scarceProblem(orders);
  const alone = createAlone(problem);
  const net = buildNetwork(problem, alone, { flowFactor: 1, flowCost: 0 });
  const book = createBook(net);
  const { scarce } = findClusters(net, book, 1);
  const table = buildWaitTable(net, createLateness(net, alone), scarce);
  return { net, table, scarce, slack: book.slack };
};

test("what rules are stated about fits the time, and each that is stated is as it would be among all", () => {
  const { net, table, scarce, slack } = network(500);
  const all = buildRules(net, table, scarce, slack);
  const most = table.cost.length / 7;
  const some = buildRules(net, table, scarce, slack, most);
  expect(some.rule.length).toBeGreaterThan(0);
  expect(some.rule.length).toBeLessThanOrEqual(most + net.needed.length);
  for (const [rule, lack] of some.lack.entries()) expect([0, all.lack[rule]]).toContain(lack);
  expect(statedIn(10_000)).toBeLessThan(statedIn(20_000));
});

test("a large plan in next to no time is verified, the same every time, and above a bound that holds", async () => {
  const problem = scarceProblem(3_200);
  const hasty = await plan(problem, { budgetMs: 1 });
  expect(verify(problem, hasty)).toEqual([]);
  expect(hasty.bound).toBeGreaterThan(0);
  expect(hasty.bound).toBeLessThanOrEqual(hasty.objective);
  const again = await plan(problem, { budgetMs: 1 });
  expect(again.operations).toEqual(hasty.operations);
  expect(again.bound).toBe(hasty.bound);
});

test("a search that counts its tries ends when it is asked to, with the best plan so far", async () => {
  const controller = new AbortController();
  const problem = randomProblem(3, 20);
  const found = await plan(problem, {
    iterations: 1_000_000,
    signal: controller.signal,
    onImprovement: () => setImmediate(() => controller.abort()),
  });
  expect(controller.signal.aborted).toBe(true);
  expect(verify(problem, found)).toEqual([]);
});
