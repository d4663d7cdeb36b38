import { parseArgs } from "node:util";
import type { Playbook } from "../../agents/runtime/playbook/model.ts";
import { tryPlaybook } from "../../agents/steward/playbook/try.ts";
import { createRandom } from "../../optimizer/random.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { atMost, createReport, finishReport, printRow } from "./report.ts";

/**
 * How long "try on the past" takes in a long record. Run:
 * node test/bench/try-playbooks.ts --server postgresql://…/postgres [--events 200000] [--json FILE]
 * Makes a database of its own on the server and takes it away again.
 */
const { values } = parseArgs({
  options: {
    server: { type: "string" },
    events: { type: "string", default: "200000" },
    json: { type: "string" },
  },
});
if (!values.server)
  throw new Error("Give --server, such as postgresql://millwright@127.0.0.1:7311/postgres.");
const count = Number(values.events);
const dayMs = 86_400_000;
const days = 62;
const end = Date.parse("2026-11-02T00:00:00Z");
const name = `try_playbooks_${process.pid}`;

const random = createRandom(1);
const kinds = ["equipment.state", "job.progress", "vehicle.state", "unit.tested"] as const;
/** A record as a plant's: three months of four kinds of events, 60 lines and 5,000 units. */
const eventAt = (number: number): NewEvent => {
  const type = kinds[random.int(kinds.length)]!;
  const line = `SMT-${1 + random.int(60)}`;
  const id =
    type === "unit.tested" ? `SN-${1 + random.int(5_000)}` : type === "vehicle.state" ? "AGV-01" : line;
  const code = random.share() < 0.1 ? 5_300 : 1_100;
  return {
    id: `event-${number}`,
    type,
    time: new Date(end - 90 * dayMs + (90 * dayMs * number) / count),
    source: "bench",
    objects: [{ id, type: type === "unit.tested" ? "unit" : "equipment", qualifier: "about" }],
    attributes:
      type === "unit.tested"
        ? { result: random.share() < 0.1 ? "Failed" : "Passed" }
        : { code, reason: "jam" },
  };
};

const playbook = (trigger: Playbook["trigger"]): Playbook => ({
  name: { zh: "", en: "bench" },
  language: "en",
  trigger,
  conditions: [],
  steps: [
    { do: "notify", id: "tell", role: "planner", text: { zh: "", en: "{event.line} {event.minutes}" } },
  ],
  limits: { atOnce: 5, cooldownMinutes: 0 },
});
const down = [{ fact: "event.code", is: "is" as const, value: 5_300 }];
const tried: readonly (readonly [string, Playbook])[] = [
  ["each stop", playbook({ kind: "event", type: "equipment.state", where: down })],
  ["stops longer than 20 min", playbook({ kind: "event", type: "equipment.state", where: down, lasts: 20 })],
  [
    "a unit's third failed test",
    playbook({
      kind: "event",
      type: "unit.tested",
      where: [{ fact: "event.result", is: "is", value: "Failed" }],
      times: 3,
    }),
  ],
];

const server = openDatabase(values.server, { max: 1 });
await server.pool.query(`create database ${name}`);
const url = new URL(values.server);
url.pathname = `/${name}`;
const own = openDatabase(url.href, { max: 4 });
const rows = [];
try {
  await migrate(own.pool);
  for (let from = 0; from < count; from += 1_000)
    await appendEvents(
      own.db,
      Array.from({ length: Math.min(1_000, count - from) }, (_, index) => eventAt(from + index)),
    );
  await own.pool.query("analyze event");
  for (const [what, one] of tried)
    for (const span of [7, days]) {
      const times: number[] = [];
      let starts = 0;
      for (let time = 0; time < 5; time += 1) {
        const began = performance.now();
        ({
          starts: { length: starts },
        } = await tryPlaybook(own.db, one, new Date(end - span * dayMs), new Date(end)));
        times.push((performance.now() - began) / 1_000);
      }
      const row = atMost(`${what}, ${span} days: seconds at most`, Math.max(...times), 1, `${starts} starts`);
      rows.push(row);
      printRow(row);
    }
} finally {
  await own.close();
  await server.pool.query(`drop database ${name}`);
  await server.close();
}
finishReport(createReport(`try-playbooks --events ${count}`, rows), values.json);
