import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { plantZone } from "../core/zone.ts";
import { type Db, openDatabase } from "../mes/database.ts";
import { recentEvents } from "../mes/events.ts";
import { planOperations } from "../mes/queries/planned-operations.ts";
import { latestPlanVersion } from "../mes/queries/plans.ts";
import { type ChatClient, type ChatEvent, openChat } from "./chat-client.ts";
import { awaitPlan } from "./machines.ts";
import { partNames } from "./options.ts";
import type { Progress } from "./progress.ts";
import { startHouse } from "./start.ts";
import { aborted, awaitStopWish } from "./stop-wish.ts";

const order = "WO-1042";
const sentence = `把工单 ${order} 下达到最早能做的产线`;
/** Plant seconds a second: half an hour of work takes some seconds. */
const speed = 300;

interface Stop {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  /** Milliseconds since the sentence was sent, by a wall clock and not by the plant's. */
  readonly ms: number;
}

interface Row {
  readonly row: string;
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean;
}

const told = (event: ChatEvent): { who: string; what: string } | undefined => {
  const text = (value: unknown) => (value as { zh?: string } | undefined)?.zh ?? "";
  switch (event.type) {
    case "USER_MESSAGE":
      return { who: String(event["actor"]), what: String(event["text"]) };
    case "TOOL_CALL_END":
      return { who: "model", what: `${event["tool"]} ${JSON.stringify(event["args"])}` };
    case "STEP_FINISHED":
      return {
        who: String(event["role"]),
        what: `${event["status"]}: ${text(event["summary"])} (${(event["evidence"] as unknown[]).length} evidence)`,
      };
    case "APPROVAL_REQUESTED":
      return {
        who: "steward",
        what: `proposes ${JSON.stringify(event["args"])}, plan ${event["planVersion"]}`,
      };
    case "APPROVAL_DECIDED":
      return { who: String(event["actor"]), what: String(event["decision"]) };
    case "RUN_FINISHED":
      return { who: "steward", what: String(event["outcome"]) };
    case "JOB_PROGRESS":
      return {
        who: String(event["equipmentId"]),
        what: `${event["jobOrderId"]} ${event["state"]} ${event["good"]}/${event["quantity"]}`,
      };
    default:
      return undefined;
  }
};

const timeline = (events: readonly ChatEvent[]): Stop[] => {
  const start = Date.parse(events.find((event) => event.type === "USER_MESSAGE")?.time ?? "");
  return events.flatMap((event) => {
    const line = told(event);
    return line
      ? [{ at: event.time, ms: Math.round((Date.parse(event.time) - start) / speed), ...line }]
      : [];
  });
};

/** The rows that have to be there when the trip is over. */
const checkRows = async (db: Db): Promise<Row[]> => {
  const jobs = await db.selectFrom("job_order").selectAll().where("work_order_id", "=", order).execute();
  const requisitions = await db
    .selectFrom("material_requisition")
    .selectAll()
    .where("work_order_id", "=", order)
    .execute();
  const transports = await db
    .selectFrom("transport_order")
    .selectAll()
    .where("requisition_id", "in", [...requisitions.map((row) => row.id), ""])
    .execute();
  const planned = await planOperations(db, await latestPlanVersion(db), { order });
  const actuals = planned.filter(({ actual_end: end }) => end !== null);
  const approvals = await db
    .selectFrom("approval")
    .selectAll()
    .where(sql<boolean>`args->>'order' = ${order}`)
    .execute();
  const audit = new Set((await recentEvents(db, 1_000, { objectId: order })).map((event) => event.type));
  const wanted = [
    "approval.approved",
    "job.released",
    "requisition.created",
    "transport.ordered",
    "transport.delivered",
    "requisition.issued",
    "job.running",
    "job.completed",
  ];
  const missing = wanted.filter((type) => !audit.has(type));
  const row = (name: string, expected: string, found: string): Row => ({
    row: name,
    expected,
    found,
    ok: found === expected,
  });
  return [
    row("job orders", "1 Completed", `${jobs.length} ${jobs.map((job) => job.dispatch_status).join()}`),
    row(
      "requisition",
      "1 Issued",
      `${requisitions.length} ${requisitions.map((requisition) => requisition.status).join()}`,
    ),
    row(
      "transport",
      "1 Delivered",
      `${transports.length} ${transports.map((transport) => transport.status).join()}`,
    ),
    row(
      "approval",
      "1 Approved",
      `${approvals.length} ${approvals.map((approval) => approval.status).join()}`,
    ),
    row("actuals on the plan", "yes", actuals.length > 0 ? "yes" : "no"),
    row("audit", "complete", missing.length === 0 ? "complete" : `without ${missing.join(", ")}`),
  ];
};

/** One order's whole trip without a browser, on a folder that is thrown away; 0 only if every row is there. */
export const runDemo = async (args: readonly string[], progress: Progress): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { json: { type: "string" } } });
  const folder = await mkdtemp(join(tmpdir(), "millwright-demo-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const free = Object.fromEntries(
    ["API_PORT", "POSTGRES_PORT", "TEMPORAL_PORT", "MQTT_PORT", "LLM_PORT"].map((name) => [name, "0"]),
  );
  const settings = {
    ...free,
    DATA_DIR: folder,
    PLANT_SPEED: String(speed),
    DEMO: "true",
    PLAN_BUDGET_MS: "4000",
  };
  const wish = awaitStopWish();
  const house = await startHouse({ only: new Set(partNames), settings }, progress, wish);
  const { db, close } = openDatabase(house.databaseUrl, { max: 2 });
  let chat: ChatClient | undefined;
  try {
    const trip = async () => {
      await awaitPlan(house.databaseUrl);
      chat = await openChat(house.url, { demo: "li.wei" });
      progress.say(`\n> ${sentence}`);
      await chat.say(sentence);
      const failed = (event: ChatEvent) => event.type === "RUN_FINISHED" && event["outcome"] !== "done";
      const proposal = await chat.until(
        (event) => event.type === "APPROVAL_REQUESTED" || failed(event),
        "a proposal",
      );
      if (proposal.type !== "APPROVAL_REQUESTED")
        throw new Error(`There was no proposal: ${proposal["outcome"]}.`);
      await chat.decide(proposal, "approve");
      await chat.until(
        (event) => event.type === "JOB_PROGRESS" && event["state"] === "Completed",
        "the job's completion",
        300_000,
      );
      return timeline(chat.events);
    };
    const interrupted = aborted(wish).then(() => Promise.reject(new Error("stopped")));
    const stops = await Promise.race([trip(), interrupted]);
    progress.say(`  waited  plant   (the plant's clock runs ${speed} times as fast)`);
    for (const { at, ms, who, what } of stops)
      progress.say(
        `${(ms / 1_000).toFixed(2).padStart(6)} s  ${plantZone().dayTimeAt(new Date(at)).time}   ${who.padEnd(12)} ${what}`,
      );
    const rows = await checkRows(db);
    progress.say("");
    for (const { row, found, expected, ok } of rows)
      progress.say(`  ${ok ? "✓" : "✗"} ${row}: ${found}${ok ? "" : `, expected ${expected}`}`);
    if (values.json)
      await writeFile(values.json, `${JSON.stringify({ sentence, timeline: stops, rows }, null, 2)}\n`);
    return rows.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    chat?.close();
    await close();
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
