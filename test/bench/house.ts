import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openChat } from "../../services/launcher/chat-client.ts";
import { readStartOptions } from "../../services/launcher/options.ts";
import { createProgress } from "../../services/launcher/progress.ts";
import { startHouse } from "../../services/launcher/start.ts";
import { aborted, awaitStopWish } from "../../services/launcher/stop-wish.ts";
import { runImport } from "../../services/mes/import/command.ts";
import { runUsers } from "../../services/mes/users/command.ts";
import { type Client, createClient } from "./house/client.ts";
import { dayOf, plantFiles } from "./house/files.ts";
import { startProbe } from "./house/probe.ts";
import { queries, sentences } from "./house/queries.ts";
import { createPlant, relationsOf } from "./plant-generator.ts";
import { atMost, createReport, finishReport, printRow, type Row } from "./report.ts";

/** What may be left out; a plan is made in any case. */
const parts = ["questions", "repair", "anew"] as const;

const help = `npm run bench:house -- [options]
  A generated plant through the whole house: import, plan, every question, a repair that is approved; beside each, how
  long a plain question to the API takes at worst.
  --orders N (10000)  --materials N (15000)  --relations N (1000000)  --weeks N (12)
  --budget MS (8000)  time to plan
  --without PART,...  leaves out some of: ${parts.join(", ")}
  --quick             2,000 orders, 3,000 materials, 150,000 relations, 3 weeks
  --json FILE         writes the rows`;

const { values } = parseArgs({
  options: {
    orders: { type: "string" },
    materials: { type: "string" },
    relations: { type: "string" },
    weeks: { type: "string" },
    budget: { type: "string", default: "8000" },
    without: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const preset = values.quick
  ? { orders: 2_000, materials: 3_000, relations: 150_000, weeks: 3 }
  : { orders: 10_000, materials: 15_000, relations: 1_000_000, weeks: 12 };
const size = {
  seed: 1,
  orders: Number(values.orders ?? preset.orders),
  materials: Number(values.materials ?? preset.materials),
  relations: Number(values.relations ?? preset.relations),
  weeks: Number(values.weeks ?? preset.weeks),
};
const has = (part: (typeof parts)[number]) => !values.without.split(",").includes(part);
const budgetSeconds = Number(values.budget) / 1_000;
/** What is left to reading, verifying and writing, beside the time to plan. */
const beside = 10;
const longestBlock = 0.2;
const askedEach = 12;
const password = "for this measurement only";

const rows: Row[] = [];
const note = (row: Row) => {
  rows.push(row);
  printRow(row);
};
const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
};

/** Measures some work with the worst wait of anybody else meanwhile. */
const beheld = async (url: string, client: Client, work: () => Promise<number>) => {
  const stop = startProbe(url, client.token);
  const seconds = await work();
  const { max } = await stop();
  return { seconds, others: max / 1_000 };
};
const told = (others: number) => `others wait ${(others * 1_000).toFixed(0)} ms at most`;

const isEnd = (event: { readonly type: string }) =>
  event.type === "RUN_FINISHED" || event.type === "RUN_ERROR";

/** Seconds from a sentence to the end of its run; what it proposes is approved at once. */
const say = async (url: string, text: string): Promise<number> => {
  const chat = await openChat(url, { user: "planner", password });
  try {
    return await secondsOf(async () => {
      await chat.say(text);
      const found = await chat.until(
        (event) => isEnd(event) || event.type === "APPROVAL_REQUESTED",
        text,
        600_000,
      );
      if (found.type === "APPROVAL_REQUESTED") {
        await chat.decide(found, "approve");
        await chat.until(isEnd, text, 600_000);
      }
      const failed = chat.events.find(({ type }) => type === "RUN_ERROR");
      if (failed) throw new Error(`${text}: ${JSON.stringify(failed["error"])}`);
    });
  } finally {
    chat.close();
  }
};

/** Measures seconds against a target, with what others wait meanwhile. */
type Watched = (measured: string, target: number, work: () => Promise<number>) => Promise<void>;

const measureQuestions = async (
  url: string,
  client: Client,
  start: Date,
  watched: Watched,
): Promise<void> => {
  for (const { name, query, variables = {}, times = askedEach, target = 1 } of queries(start))
    await watched(`${name}, p95 s`, target, () => client.p95(query, variables, times));
  for (const sentence of sentences) await watched(`“${sentence}”, s`, 1, () => say(url, sentence));
};

const measureRepair = async (client: Client, start: Date, watched: Watched): Promise<void> => {
  const from = start.getTime();
  const lineDown = {
    equipmentId: "SMT-3",
    from: new Date(from + 3_600_000).toISOString(),
    to: new Date(from + 9 * 3_600_000).toISOString(),
  };
  let proposed = { number: 0, approval: { argsHash: "" } };
  await watched("a stopped line to a proposed repair, s", 10, () =>
    secondsOf(async () => {
      const { proposeRepair } = await client.ask<{ proposeRepair: typeof proposed }>(
        `mutation P($happens: Happening!) {
          proposeRepair(happens: $happens, idempotencyKey: "bench") { number approval { argsHash } }
        }`,
        { happens: { lineDown } },
      );
      proposed = proposeRepair;
    }),
  );
  await watched("proposals with before and after, p95 s", 1, () =>
    client.p95(
      "{ planProposals { number change { moved orders { workOrderId } } moves { workOrderId segment before { start } after { start } } } }",
      {},
      askedEach,
    ),
  );
  await watched("approval to the repaired plan in force, s", beside, () =>
    secondsOf(() =>
      client.ask(
        `mutation D($number: Int!, $argsHash: String!) {
          decidePlanProposal(number: $number, argsHash: $argsHash, approve: true) { status }
        }`,
        { number: proposed.number, argsHash: proposed.approval.argsHash },
      ),
    ),
  );
};

const measure = async (url: string, databaseUrl: string, folder: string): Promise<void> => {
  const output = { answer: () => {}, note: (line: string) => console.error(line) };
  const person = ["--id", "planner", "--name", "Planner", "--roles", "planner,dispatcher"];
  await runUsers([...person, "--database-url", databaseUrl], { ...output, secret: async () => password });
  const client = await createClient(url, "planner", password);
  const read = async (...more: readonly string[]) => {
    const code = await runImport(["--dir", folder, "--database-url", databaseUrl, ...more], output);
    if (code !== 0) throw new Error(`the import ended with ${code}`);
  };
  note(atMost("import, dry run, s", await secondsOf(() => read("--dry-run")), 60));
  note(atMost("import, s", await secondsOf(() => read()), 60));

  const worst: number[] = [];
  const watched: Watched = async (measured, target, work) => {
    const { seconds, others } = await beheld(url, client, work);
    worst.push(others);
    note(atMost(measured, seconds, target, told(others)));
  };
  await watched("first plan in force, s", budgetSeconds + beside, () => say(url, "排产"));
  const { plan } = await client.ask<{ plan: { plantTime: string } }>("{ plan { plantTime } }");
  const started = new Date(plan.plantTime);
  if (has("questions")) await measureQuestions(url, client, started, watched);
  if (has("repair")) await measureRepair(client, started, watched);
  if (has("anew")) await watched("planned anew, s", budgetSeconds + beside, () => say(url, "重新排产"));
  note(atMost("longest that anybody else waited for a plain question, s", Math.max(...worst), longestBlock));
};

const run = async (): Promise<void> => {
  if (values.help) return console.log(help);
  // A house that is left running would be in the way of the next one.
  const wish = awaitStopWish();
  const root = await mkdtemp(join(tmpdir(), "millwright-bench-"));
  // Where this is run as root, PostgreSQL is not, and has to enter it.
  await chmod(root, 0o755);
  try {
    const plant = createPlant(size);
    const folder = join(root, "plant");
    await mkdir(folder);
    for (const [name, text] of Object.entries(plantFiles(plant, dayOf(new Date()))))
      await writeFile(join(folder, name), text);
    console.log(
      `${size.orders} orders, ${plant.problem.materials.length} materials, ${relationsOf(plant.problem)} relations, ${plant.problem.resources.length} lines`,
    );
    const free = { POSTGRES_PORT: "0", TEMPORAL_PORT: "0", MQTT_PORT: "0", LLM_PORT: "0", API_PORT: "0" };
    const { only } = readStartOptions([]);
    const house = await startHouse(
      {
        only,
        settings: { ...free, DATA_DIR: join(root, "data"), DEMO: "false", PLAN_BUDGET_MS: values.budget },
      },
      createProgress(() => {}),
      wish,
    );
    try {
      const stopped = aborted(wish).then(() => {
        throw new Error("stopped");
      });
      await Promise.race([measure(house.url, house.databaseUrl, folder), stopped]);
    } finally {
      await house.stop();
    }
    const command = `npm run bench:house -- --orders ${size.orders} --materials ${size.materials} --relations ${size.relations} --weeks ${size.weeks} --budget ${values.budget}${values.without ? ` --without ${values.without}` : ""}`;
    finishReport(createReport(command, rows), values.json);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

await run();
