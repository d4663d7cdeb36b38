import { afterAll, beforeAll, expect, test } from "vitest";
import { lookOnce } from "../../agents/analyst/alerts/watch.ts";
import { dayMs, hourMs } from "../../services/core/zone.ts";
import { refreshMeasured } from "../../services/mes/figures/measured.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";
import { type Measure, measureInto } from "../support/measured.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let engineer: string;
const [product, step] = ["RRU-5201", "TX_PWR"];
const now = demoEpoch();

const measure: Measure = (...of) => measureInto(house.plant.db, ...of);

beforeAll(async () => {
  house = await startTestHouse();
  engineer = await signInTo(house.api.url, "wang.fang");
  await measure("FT-1", "A", { level: 43, count: 400, endsMsAgo: 5 * dayMs });
  await measure("FT-2", "A", { level: 43, count: 400, endsMsAgo: 5 * dayMs });
  await refreshMeasured(house.plant.db);
});
afterAll(() => house.close());

interface Answer {
  readonly data?: { readonly watchCharacteristic?: { readonly id: string } } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const ask = <T = Answer>(query: string, variables: object): Promise<T> =>
  postTo(house.api.url, "/graphql", { query, variables }, { authorization: `Bearer ${engineer}` });
const watch = async (wanted: object): Promise<Answer> =>
  ask(
    `mutation($product: String!, $step: String!, $station: String, $watch: CharacteristicWatch!, $threshold: Float,
      $period: AlertPeriod!, $key: String!) { watchCharacteristic(productId: $product, step: $step, station: $station,
      watch: $watch, threshold: $threshold, period: $period, idempotencyKey: $key) { id } }`,
    { product, step, period: "day", key: JSON.stringify(wanted), ...wanted },
  );
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;
interface Told {
  readonly line: string;
  readonly clearedAt: string | null;
  readonly text: { readonly zh: string; readonly en: string };
  readonly rule: { readonly metric: string };
}
const alerts = async (metric: string): Promise<Told[]> => {
  const { data } = await ask<{ data: { alerts: Told[] } }>(
    "{ alerts { line clearedAt text { zh en } rule { metric } } }",
    {},
  );
  return data.alerts.filter(({ rule }) => rule.metric === metric);
};
const look = (msLater: number) =>
  lookOnce(house.plant.db, new Date(now.getTime() + msLater), (_, error) => {
    throw error;
  });

test("what cannot be watched is refused: a step that nobody measured, an index without a bound, a drift with one", async () => {
  expect(codeOf(await watch({ watch: "cpk", threshold: 1.33, step: "NONE" }))).toBe("NOT_FOUND");
  expect(codeOf(await watch({ watch: "cpk" }))).toBe("INVALID_INPUT");
  expect(codeOf(await watch({ watch: "cpk", threshold: 0 }))).toBe("INVALID_INPUT");
  expect(codeOf(await watch({ watch: "drift", threshold: 1 }))).toBe("INVALID_INPUT");
});

test("an engineer is told when an index falls under its bound, a level drifts, a chart is out of control, and ends the rule", async () => {
  const set = await watch({ watch: "ppk", threshold: 1.33 });
  const rule = set.data!.watchCharacteristic!.id;
  for (const wanted of [{ watch: "drift" }, { watch: "control", period: "hour", station: "FT-2" }])
    expect(codeOf(await watch(wanted))).toBeUndefined();
  const { data } = await ask<{ data: { alertRules: readonly object[] } }>(
    "{ alertRules { id text { zh en } step productId leave { allowed } } }",
    {},
  );
  expect(data.alertRules[0]).toEqual({
    id: rule,
    text: {
      zh: "RRU-5201 的 TX_PWR（全部测试台）最近 28 天的 Ppk 低于 1.33 时通知工艺员",
      en: "tell the process engineer when TX_PWR of RRU-5201 at all testers has a Ppk of the last 28 days below 1.33",
    },
    step,
    productId: product,
    leave: { allowed: true },
  });
  // All is well, and looked at again nothing is told.
  expect(await look(0)).toBe(0);
  expect(await look(0)).toBe(0);

  // FT-2 moves to its upper limit.
  await measure("FT-2", "B", { level: 43.5, count: 90, endsMsAgo: -20 * hourMs });
  expect(await look(dayMs + 2 * hourMs)).toBeGreaterThanOrEqual(3);
  const [index] = await alerts("ppk");
  expect(index).toMatchObject({ line: "", clearedAt: null });
  expect(index!.text.en).toMatch(/^Ppk of TX_PWR of RRU-5201 at all testers [01]\.\d\d, below 1\.33$/);
  const drifts = await alerts("drift");
  expect(drifts.map(({ line }) => line)).toEqual(["FT-2"]);
  expect(drifts[0]!.text.zh).toMatch(/^RRU-5201 TX_PWR（FT-2）的水平漂移 \+\d\.\d σ$/);
  const points = await alerts("control");
  expect(points[0]!.text.en).toMatch(
    /^control chart of TX_PWR of RRU-5201 at FT-2 point 43\.\d+ out of control, above 43/,
  );
  const chat = await house.plant.db.selectFrom("alert").select("rule_id").execute();
  expect(new Set(chat.map(({ rule_id: id }) => id)).size).toBe(3);

  const end = (id: string) =>
    ask<{ data: { endAlertRule: { id: string } } }>(
      "mutation($id: ID!, $key: String!) { endAlertRule(id: $id, idempotencyKey: $key) { id } }",
      {
        id,
        key: `end ${id}`,
      },
    );
  expect((await end(rule)).data.endAlertRule.id).toBe(rule);
});
