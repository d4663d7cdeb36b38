import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { finished } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse({ APPROVAL_TTL_S: "2" });
  await house.startWorker();
});
afterAll(() => house.close());

const asAdmin = async (...statements: string[]) => {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

test("a proposal that nobody answers expires, and a late answer is told so", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  const proposal = await chat.until((event) => event.type === "APPROVAL_REQUESTED", "a proposal");
  await chat.until(
    (event) => event.type === "APPROVAL_DECIDED" && event["decision"] === "expired",
    "the expiry",
  );
  await chat.until(finished, "the end");
  await expect(chat.decide(proposal, "approve")).rejects.toMatchObject({ code: "APPROVAL_EXPIRED" });
  expect(
    await house.plant.db
      .selectFrom("job_order")
      .select("id")
      .where("work_order_id", "=", "WO-1042")
      .execute(),
  ).toEqual([]);
  chat.close();
});

/** Keeps the data store from taking a decision about a proposal, until it is let. */
const holdDecision = async (proposal: { readonly [field: string]: unknown }) => {
  let letGo = () => {};
  const isHeld = Promise.withResolvers<void>();
  const holding = house.plant.db.transaction().execute(async (tx) => {
    await tx
      .selectFrom("approval")
      .select("id")
      .where("id", "=", String(proposal["approvalId"]))
      .forUpdate()
      .execute();
    isHeld.resolve();
    await new Promise<void>((done) => {
      letGo = done;
    });
  });
  await isHeld.promise;
  return async () => {
    letGo();
    await holding;
  };
};

test("who decides while the data store is slow is told that it is being stored, and it is", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  const proposal = await chat.until((event) => event.type === "APPROVAL_REQUESTED", "a proposal");
  const letGo = await holdDecision(proposal);
  await expect(chat.decide(proposal, "reject")).rejects.toMatchObject({ code: "APPROVAL_BEING_STORED" });
  await letGo();
  await chat.until(finished, "the end");
  const { status } = await house.plant.db
    .selectFrom("approval")
    .select("status")
    .where("id", "=", String(proposal["approvalId"]))
    .executeTakeFirstOrThrow();
  expect(status).toBe("Rejected");
  chat.close();
});

test("while a decision waits for the data store, whoever decides again is told so", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  const proposal = await chat.until((event) => event.type === "APPROVAL_REQUESTED", "a proposal");
  const letGo = await holdDecision(proposal);
  const first = chat.decide(proposal, "approve");
  // Which of the two comes first nobody can say: the other one waits for it.
  const second = chat.decide(proposal, "approve");
  await expect(Promise.race([first, second])).rejects.toMatchObject({ code: "APPROVAL_BEING_STORED" });
  await letGo();
  const answers = await Promise.allSettled([first, second]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await chat.until(finished, "the end");
  chat.close();
});

test("while the database is away the person is told so; when it is back everything goes on", async () => {
  const chat = await house.chat();
  const database = new URL(house.plant.url).pathname.slice(1);
  // Wide open otherwise: a conversation under way, and listeners that will lose their connection.
  house.model.answer({ tool: "cannot_do" });
  await chat.say("讲个笑话");
  await chat.until(finished, "the first end");
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`;
  await asAdmin(`alter database ${database} allow_connections false`, end);
  await expect(chat.say("各条产线怎么样")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  await asAdmin(`alter database ${database} allow_connections true`);
  house.model.answer({ tool: "line_status", line: "all" });
  const { messageId } = await chat.say("各条产线怎么样");
  const started = await chat.until(
    (event) => event.type === "RUN_STARTED" && event["messageId"] === messageId,
    "the second run",
  );
  await chat.until((event) => finished(event) && event["runId"] === started["runId"], "the second end");
  const asked = chat.events.filter((event) => event.type === "USER_MESSAGE").map((event) => event["text"]);
  expect(asked).toEqual(["讲个笑话", "各条产线怎么样"]);
  chat.close();
});
