import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let manager: string;
beforeAll(async () => {
  house = await startTestHouse();
  manager = await signInTo(house.api.url, "zhao.lei");
});
afterAll(() => house.close());

interface Answer {
  readonly data?: { readonly setAlertRule?: { readonly id: string } } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const set = (variables: object, as = manager): Promise<Answer> =>
  postTo(
    house.api.url,
    "/graphql",
    {
      query: `mutation($line: String, $threshold: Float, $key: String!) { setAlertRule(metric: "scrap", line: $line,
        condition: above, threshold: $threshold, period: day, idempotencyKey: $key) { id } }`,
      variables,
    },
    { authorization: `Bearer ${as}` },
  );
const end = (id: string, as = manager): Promise<Answer> =>
  postTo(
    house.api.url,
    "/graphql",
    {
      query: "mutation($id: ID!, $key: String!) { endAlertRule(id: $id, idempotencyKey: $key) { id } }",
      variables: { id, key: `end ${id} ${as.slice(-8)}` },
    },
    { authorization: `Bearer ${as}` },
  );
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;
const rules = () => house.plant.db.selectFrom("alert_rule").select(["id", "is_active"]).execute();

test("rules are set and ended by managers and planners only, and a button that is pressed twice sets one", async () => {
  const engineer = await signInTo(house.api.url, "wang.fang");
  const wanted = { line: "SMT-1", threshold: 5, key: "rule 1" };
  expect(codeOf(await set(wanted, engineer))).toBe("FORBIDDEN");
  expect(await rules()).toEqual([]);
  const [first, second] = await Promise.all([set(wanted), set(wanted)]);
  const id = first.data!.setAlertRule!.id;
  expect(second).toEqual(first);
  expect(await rules()).toEqual([{ id, is_active: true }]);
  expect(codeOf(await set({ ...wanted, threshold: 6 }))).toBe("IDEMPOTENCY_KEY_REUSED");
  expect(codeOf(await end(id, engineer))).toBe("FORBIDDEN");
  expect(codeOf(await end(id))).toBeUndefined();
  expect(await rules()).toEqual([{ id, is_active: false }]);
});

test("a rule is of a line, not of any equipment", async () => {
  const { id } = await house.plant.db
    .selectFrom("equipment")
    .select("id")
    .where("level", "!=", "WorkCenter")
    .executeTakeFirstOrThrow();
  for (const line of [id, "SMT-99"])
    expect(codeOf(await set({ line, threshold: 5, key: `rule of ${line}` }))).toBe("INVALID_INPUT");
});
