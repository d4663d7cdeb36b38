import { parseArgs } from "node:util";
import pg from "pg";
import { embeddedUrlOf } from "../../services/core/embedded-database.ts";
import { postTo, signInTo } from "../support/http.ts";

/**
 * What a house takes of its disk in a day of its plant. It follows the plan of a house that runs: each operation is released when it is
 * due, and a plan is asked for every six hours of plant time.
 *
 *   PLANT_SPEED=60 npm start        # in another shell; then, for 25 minutes:
 *   node test/bench/growth.ts --minutes 25
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:7310" },
    database: { type: "string", default: embeddedUrlOf(".millwright", 7311) },
    minutes: { type: "string", default: "25" },
  },
});
const hourMs = 3_600_000;
const db = new pg.Pool({ connectionString: values.database });

interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}
const [dispatcher, planner] = await Promise.all(
  ["li.wei", "zhang.min"].map((user) => signInTo(values.url, user)),
);
const ask = <T>(query: string, variables: object, token = dispatcher): Promise<Answer<T>> =>
  postTo(values.url, "/graphql", { query, variables }, { authorization: `Bearer ${token}` });

const plantNow = async (): Promise<number> => {
  type Clock = { clock: { plantAnchor: number; wallAnchor: number; speed: number; wallNow: number } };
  const { clock } = (await ask<Clock>("{ clock { plantAnchor wallAnchor speed wallNow } }", {})).data;
  return clock.plantAnchor + (clock.wallNow - clock.wallAnchor) * clock.speed;
};

const sizes = async (): Promise<Map<string, number>> => {
  const { rows } = await db.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
};

const due = `query($from: DateTime, $to: DateTime) {
  plan { operations(from: $from, to: $to) { workOrderId segment equipmentId start status } }
}`;
const release = `mutation($order: ID!, $line: ID!, $key: String!) {
  releaseWorkOrder(workOrderId: $order, equipmentId: $line, idempotencyKey: $key)
}`;

interface Operation {
  readonly workOrderId: string;
  readonly segment: number;
  readonly equipmentId: string;
  readonly start: string;
  readonly status: string;
}
/** Releases what the plan wants begun by now; what is not ready is tried again later. */
const followPlan = async (now: number): Promise<number> => {
  const range = { from: new Date(now - 12 * hourMs), to: new Date(now + hourMs / 6) };
  const { data } = await ask<{ plan: { operations: readonly Operation[] } | null }>(due, range);
  const wanted = (data.plan?.operations ?? []).filter(
    ({ status, start }) => status === "Planned" && Date.parse(start) <= range.to.getTime(),
  );
  let released = 0;
  for (const { workOrderId, segment, equipmentId } of wanted) {
    const key = `${workOrderId}/${segment}/${Math.floor(now / hourMs)}`;
    const { errors } = await ask(release, { order: workOrderId, line: equipmentId, key });
    if (!errors) released += 1;
  }
  return released;
};

const [begun, before] = [await plantNow(), await sizes()];
const until = Date.now() + Number(values.minutes) * 60_000;
let [released, nextPlan] = [0, begun + 6 * hourMs];
while (Date.now() < until) {
  const now = await plantNow();
  released += await followPlan(now);
  if (now > nextPlan) {
    await ask(
      'mutation($key: String!) { requestPlan(reason: "growth", idempotencyKey: $key) }',
      { key: `growth-${nextPlan}` },
      planner,
    );
    nextPlan += 6 * hourMs;
  }
  await new Promise((resolve) => setTimeout(resolve, 4_000));
}
const days = ((await plantNow()) - begun) / (24 * hourMs);
const grown = [...(await sizes())]
  .map(([name, bytes]) => [name, (bytes - (before.get(name) ?? 0)) / days / 1_000] as const)
  .filter(([, kB]) => kB >= 20)
  .sort(([, a], [, b]) => b - a);
console.log(`${days.toFixed(2)} days of the plant, ${released} jobs released; kB a day:`);
for (const [name, kB] of grown) console.log(`${name.padEnd(24)}${kB.toFixed(0).padStart(8)}`);
console.log(
  `${"together".padEnd(24)}${grown
    .reduce((sum, [, kB]) => sum + kB, 0)
    .toFixed(0)
    .padStart(8)}`,
);
await db.end();
