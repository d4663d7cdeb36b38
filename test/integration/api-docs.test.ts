import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addApiKey } from "../../services/mes/api-keys.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

const docs = join(import.meta.dirname, "../../docs");
let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.close());

test("the schema that lies in docs is the one that is served; npm test -- -u brings it up to date", async () => {
  const token = await signInTo(house.api.url, "integrator");
  const { data }: { data: IntrospectionQuery } = await postTo(
    house.api.url,
    "/graphql",
    { query: getIntrospectionQuery({ oneOf: true }) },
    { authorization: `Bearer ${token}` },
  );
  await expect(`${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`).toMatchFileSnapshot(
    join(docs, "schema.graphql"),
  );
});

test("every example of the page answers as the page says", async () => {
  const page = await readFile(join(docs, "api.md"), "utf8");
  const examples = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = ""]) => script);
  const key = await addApiKey(house.plant.db, "integrator", null);
  const answers: string[] = [];
  for (const script of examples) {
    const { stdout } = await promisify(execFile)("bash", ["-c", script], {
      env: { ...process.env, HOUSE: house.api.url, KEY: key },
    });
    answers.push(stdout);
  }
  const [who, orders, floor, written, refused, stream, aside] = answers;
  expect(JSON.parse(who!).data.viewer.id).toBe("integrator");
  expect(JSON.parse(orders!).data.workOrders.edges).toHaveLength(2);
  expect(JSON.parse(floor!).data.lines.length).toBeGreaterThan(10);
  const { writeRecords } = JSON.parse(written!).data;
  expect(writeRecords.written).toEqual([
    { table: "materials", rows: 1 },
    { table: "lots", rows: 1 },
  ]);
  expect(writeRecords.issues).toMatchObject([{ table: "lots", row: 1, column: "material_id" }]);
  expect(JSON.parse(refused!).errors[0].extensions.code).toBe("INVALID_INPUT");
  expect(stream).toContain("records.written");
  expect(JSON.parse(aside!).data.setAsideMessages.totalCount).toBe(0);
});
