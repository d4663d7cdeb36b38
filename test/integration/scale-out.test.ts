import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningApi, startApi } from "../../services/api/server.ts";
import { newId } from "../../services/core/ids.ts";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { openChat } from "../../services/launcher/chat-client.ts";
import { advisoryLocks } from "../../services/mes/locks.ts";
import { sendTested } from "../support/cfx.ts";
import { finished, proposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";
import { waitFor } from "../support/wait.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
/** The second API; the house has the first. */
let second: RunningApi;
let broker: RunningBroker;
let machine: MqttClient;
let workers: Awaited<ReturnType<typeof house.startWorker>>[];
beforeAll(async () => {
  house = await startTestHouse();
  workers = await Promise.all([house.startWorker(), house.startWorker()]);
  second = await startApi(house.apiOptions);
  broker = await startBroker({ port: 0 });
  machine = await connectAsync(broker.url);
});
afterAll(async () => {
  await machine.endAsync();
  await broker.stop();
  await second.close();
  await house.close();
});

const viewerOf = async (url: string, token: string): Promise<string | undefined> => {
  const answer: { data?: { viewer: { id: string } } } = await postTo(
    url,
    "/graphql",
    { query: "{ viewer { id } }" },
    { authorization: `Bearer ${token}` },
  );
  return answer.data?.viewer.id;
};
/** What a subscription at an API says until a word has come. */
const heardAt = async (url: string, token: string, types: string, word: string): Promise<string> => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      query: `subscription { events(after: "0", types: [${types}]) { type objects } }`,
    }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(word)) text += (await reader.read()).value ?? "";
  await reader.cancel();
  return text;
};

test("a session of one API is one of the other, and ends at both", async () => {
  const token = await signInTo(house.api.url, "li.wei");
  expect(await viewerOf(second.url, token)).toBe("li.wei");
  await fetch(`${second.url}/auth/sign-out`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  expect([await viewerOf(house.api.url, token), await viewerOf(second.url, token)]).toEqual([
    undefined,
    undefined,
  ]);
});

test("what is said at one API is seen and decided at the other, while one of two workers falls", async () => {
  const conversation = newId();
  const here = await house.chat("li.wei", conversation);
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await here.say("Release WO-1042 to SMT-1");
  const there = await openChat(second.url, { demo: "li.wei" }, conversation);
  const proposal = await there.until(proposed, "the proposal at the second API");
  await workers[0]!.kill("SIGKILL");
  const [heard] = await Promise.all([
    heardAt(second.url, await signInTo(second.url, "zhao.lei"), '"job.released"', "JO-1042-10"),
    there.decide(proposal, "approve"),
  ]);
  expect(heard).toContain("job.released");
  await Promise.all([
    here.until(finished, "the end at the first", 240_000),
    there.until(finished, "the end at the second", 240_000),
  ]);
  expect(there.events.map(({ seq, type }) => [seq, type])).toEqual(
    here.events.map(({ seq, type }) => [seq, type]),
  );
  const jobs = await house.plant.db
    .selectFrom("job_order")
    .select("id")
    .where("work_order_id", "=", "WO-1042")
    .execute();
  expect(jobs).toHaveLength(1);
  here.close();
  there.close();
});

test("of two ingests one has the broker; when it falls the other goes on, and each message is taken once", async () => {
  const { db, url } = house.plant;
  const log: string[] = [];
  const open = (name: string): Promise<RunningIngest> =>
    startIngest({
      databaseUrl: url,
      mqttUrl: broker.url,
      hostId: "scale-out",
      log: { ...silentLogger, info: (_: unknown, said?: string) => log.push(`${name} ${said}`) } as never,
    });
  const unit = (number: number) => `SN-SCALE-${number}`;
  const taken = (number: number) =>
    waitFor(url, () => db.selectFrom("unit").select("id").where("id", "=", unit(number)).executeTakeFirst());
  const one = await open("one");
  const two = await open("two");
  await sendTested(machine, unit(1));
  await taken(1);
  expect(log).toEqual(["one has the broker"]);
  // The server drops the connection that holds the turn, as it would that of a machine that is gone.
  const holder = await house.plant.pool.query(
    // Other houses live on this server: only the lock in this database is meant.
    `select pg_terminate_backend(pid)
       from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where datname = current_database() and locktype = 'advisory' and objid = $1 and granted`,
    [advisoryLocks.ingest],
  );
  expect(holder.rowCount).toBe(1);
  await one.close();
  await sendTested(machine, unit(2));
  await taken(2);
  expect(log.filter((line) => line.endsWith("has the broker")).at(-1)).toBe("two has the broker");
  const events = await db
    .selectFrom("event")
    .select("id")
    .where("type", "=", "unit.tested")
    .where("source", "like", "%FT-1%")
    .execute();
  expect(events).toHaveLength(2);
  await two.close();
});
