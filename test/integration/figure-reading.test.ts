import { createYoga } from "graphql-yoga";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import type { FigureQuery } from "../../agents/analyst/figures/query.ts";
import { readingOf } from "../../agents/analyst/figures/reading.ts";
import { dimensionsOf, metrics } from "../../agents/runtime/metrics/catalogue.ts";
import { schema } from "../../services/api/graphql/schema.ts";
import { causeQuery, tileMetrics, tilesQuery, trendQuery } from "../../services/console/src/figures/types.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
let asked = 0;
/** A Wednesday, 10:30 by the plant's clock; three weeks lie behind it. */
const now = new Date("2026-11-25T02:30:00Z");
const at = (text: string) => new Date(`2026-${text}+08:00`);

beforeAll(async () => {
  plant = await createTestPlant();
  await seedPast(plant.db, now, 20);
  plant.pool.on("acquire", () => {
    asked += 1;
  });
});
afterAll(() => plant.close());

/** Sums of fractions may end otherwise when they are added in another order. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, one) =>
    typeof one === "number" ? Number(one.toPrecision(12)) : one,
  );

test("figures that share what they read are those that each one is by itself", async () => {
  const stretches = [
    { from: at("11-16T00:00"), to: at("11-23T00:00") },
    { from: at("11-24T03:17"), to: now },
  ];
  const filters = [
    {},
    { lines: ["SMT-4"] },
    { kind: "FT" },
    { product: "AAU-5611" },
    { shift: "night" },
  ] as const;
  const queries = metrics.flatMap((metric): FigureQuery[] => {
    const known = dimensionsOf(metric);
    const narrowed = filters.filter(
      (filter) =>
        (!("lines" in filter || "kind" in filter) || known.includes("line")) &&
        (!("product" in filter) || known.includes("product")),
    );
    const splits = [undefined, "line", "product", "day"] as const;
    return stretches.flatMap((stretch) =>
      narrowed.flatMap((filter) =>
        splits
          .filter((split) => split === undefined || known.includes(split))
          .map((split) => ({ metric: metric.id, filter, split, ...stretch })),
      ),
    );
  });
  // Those of the whole plant come first, and those that are narrowed find their amounts there.
  const reading = readingOf(plant.db);
  const shared = [];
  for (const ofFilter of Map.groupBy(queries, ({ filter }) => filter).values())
    shared.push(
      ...(await Promise.all(
        ofFilter.map(async (query) => [query, await askFigure(reading, query)] as const),
      )),
    );
  expect(shared).toHaveLength(queries.length);
  for (const [query, figure] of shared)
    expect(rounded(figure), JSON.stringify(query)).toEqual(rounded(await askFigure(plant.db, query)));
});

test("a page of figures asks the data store for each thing once", async () => {
  const yoga = createYoga({ schema, logging: false, maskedErrors: false, context: () => ({ db: plant.db }) });
  const count = async (query: string, variables: object): Promise<number> => {
    const before = asked;
    const answer = await yoga.fetch("http://plant/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    expect(await answer.json()).not.toHaveProperty("errors");
    return asked - before;
  };
  const filtered = new Set<string>(
    metrics.filter((metric) => dimensionsOf(metric).includes("line")).map(({ id }) => id),
  );
  const span = { from: at("11-18T00:00"), to: at("11-25T00:00"), beforeFrom: at("11-11T00:00"), filter: {} };
  expect(await count(tilesQuery(tileMetrics, filtered, "values"), span)).toBeLessThan(15);
  expect(await count(tilesQuery(tileMetrics, filtered, "series"), span)).toBeLessThan(15);
  expect(await count(trendQuery, { m: "oee", ...span })).toBeLessThan(20);
  for (const m of ["oee", "quality", "downtime", "lead_time"])
    expect(await count(causeQuery, { m, ...span }), m).toBeLessThan(40);
});
