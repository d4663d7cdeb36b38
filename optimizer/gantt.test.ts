import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import type { Chart } from "./gantt/chart.ts";
import { ganttPage } from "./gantt.ts";
import { parseProblem, plan } from "./index.ts";

const readExample = async () =>
  JSON.parse(await readFile(join(import.meta.dirname, "example/problem.json"), "utf8"));

const scripts = (html: string): string[] =>
  [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1]!);
const chartIn = (html: string): Chart => JSON.parse(scripts(html)[0]!);

test("the page holds the whole plan, why late orders are late, and a script that is one program", async () => {
  const problem = parseProblem(await readExample());
  const found = await plan(problem, { constructOnly: true });
  const html = ganttPage(problem, found, { start: "2026-11-02T00:00:00+08:00" });
  const chart = chartIn(html);
  expect(chart.operations).toHaveLength(found.operations.length);
  expect(chart.operations.some(({ frozen }) => frozen)).toBe(true);
  // Two orders go through the oven together: they stand in lanes of their own.
  expect(chart.resources.find(({ id }) => id === "OVEN-1")!.lanes).toBeGreaterThan(1);
  for (const { id, use, capacity } of chart.secondary) {
    expect(Math.max(...use.map(({ units }) => units)), id).toBe(capacity);
    expect(use.at(-1)!.units).toBe(0);
  }
  const late = chart.orders.filter(({ end, due }) => end !== undefined && end > due);
  expect(late.length).toBeGreaterThan(0);
  for (const { facts } of late) expect(facts!.at(-1)!.zh).toMatch(/2026-11-\d\d .*晚/);
  expect(() => new Script(scripts(html)[1]!)).not.toThrow();
  expect(html).not.toMatch(/(src|href)=/);
});

test("names that look like markup stay names", async () => {
  const input = await readExample();
  const name = `</script><img src=x onerror="alert(1)"><!--`;
  input.orders[3].id = name;
  const problem = parseProblem(input);
  const html = ganttPage(problem, await plan(problem, { constructOnly: true }));
  expect(html).not.toContain("<img");
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(chartIn(html).orders[3]!.id).toBe(name);
});

test("a plan of nothing, or of what the problem does not know, is drawn all the same", () => {
  const problem = parseProblem({ resources: [{ id: "M" }], orders: [] });
  const terms = { tardiness: 0, setup: 0, energy: 0, flow: 0, promise: 0, change: 0, opened: 0 };
  const nothing = { operations: [], pegs: new Map(), unplanned: [], objective: 0, terms };
  const bounds = { bound: 0, boundWithPegs: 0, gap: 0 };
  expect(chartIn(ganttPage(problem, { ...nothing, ...bounds })).operations).toEqual([]);
  const stray = {
    orderId: "?",
    operationId: "1",
    resource: "M",
    start: 0,
    end: 9,
    setup: 0,
    materialTime: 0,
  };
  expect(chartIn(ganttPage(problem, { ...nothing, ...bounds, operations: [stray] })).operations).toEqual([]);
});
