import { afterAll, beforeAll, expect, test } from "vitest";
import { mayDo, routeRules } from "../../services/api/permissions.ts";
import { answerOf, finished, proposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse({ FOUR_EYES: "instructions,release_order" });
});
afterAll(() => house.close());

interface Answer {
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;
const mutate = async (as: string, query: string): Promise<Answer> =>
  postTo(
    house.api.url,
    "/graphql",
    { query },
    { authorization: `Bearer ${await signInTo(house.api.url, as)}` },
  );

test("each route answers nobody who may not ask", async () => {
  const repairer = await signInTo(house.api.url, "chen.hao");
  for (const [name, rule] of Object.entries(routeRules)) {
    if (rule === "public") continue;
    const [method = "", path = ""] = name.split(" ");
    const url = `${house.api.url}${path.replaceAll(/:\w+/g, "x")}`;
    const status = async (headers: Record<string, string>) => (await fetch(url, { method, headers })).status;
    if (path !== "/graphql") expect([name, await status({})]).toEqual([name, 401]);
    if (!mayDo(rule, ["repair"]))
      expect([name, await status({ authorization: `Bearer ${repairer}` })]).toEqual([name, 403]);
  }
  expect(codeOf(await postTo(house.api.url, "/graphql", { query: "{ viewer { id } }" }))).toBe(
    "UNAUTHENTICATED",
  );
});

test("where the plant wants two people for a release, the one who asked cannot approve it, in the chat or around it", async () => {
  const worker = await house.startWorker();
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "earliest" });
  await chat.say("把工单 WO-1042 下达到最早能做的产线");
  const proposal = await chat.until(proposed, "a proposal");
  // Whoever may decide it hears of it as it begins to wait.
  const waits = await house.plant.db
    .selectFrom("event")
    .select(["objects", "attributes"])
    .where("type", "=", "approval.requested")
    .execute();
  expect(waits).toEqual([
    {
      objects: [
        expect.objectContaining({ type: "tool_call" }),
        { id: "WO-1042", type: "work_order", qualifier: "order" },
        { id: "li.wei", type: "person", qualifier: "asked" },
      ],
      attributes: expect.objectContaining({
        tool: "release_order",
        args: expect.objectContaining({ line: expect.any(String) }),
      }),
    },
  ]);
  await expect(chat.decide(proposal, "approve")).rejects.toMatchObject({ code: "FOUR_EYES" });
  const alone = `mutation { releaseWorkOrder(workOrderId: "WO-1042", equipmentId: "SMT-1", idempotencyKey: "around") }`;
  expect(codeOf(await mutate("li.wei", alone))).toBe("FOUR_EYES");
  const shown = async (as: string) => {
    const { data } = (await mutate(
      as,
      "{ pendingApprovals { may { approve { allowed refusal who { en } } reject { allowed } } } viewer { mayDecide { tool decision { approve { refusal } } } } }",
    )) as { data?: { pendingApprovals: object[]; viewer: { mayDecide: object[] } } };
    return data!;
  };
  const author = await shown("li.wei");
  expect(author.pendingApprovals).toEqual([
    {
      may: {
        approve: { allowed: false, refusal: "FOUR_EYES", who: { en: "a dispatcher" } },
        reject: { allowed: true },
      },
    },
  ]);
  expect(author.viewer.mayDecide).toContainEqual({
    tool: "release_order",
    decision: { approve: { refusal: "FOUR_EYES" } },
  });
  expect((await shown("zhao.lei")).pendingApprovals).toMatchObject([{ may: { approve: { allowed: true } } }]);
  // Whoever decides in his place sees what it is, who asked, and what the agents found.
  const told = (await mutate(
    "zhao.lei",
    "{ pendingApprovals { title { en } askedBy { id name { en } } args checks { role summary { en } } } }",
  )) as { data?: { pendingApprovals: { checks: object[] }[] } };
  expect(told.data!.pendingApprovals).toMatchObject([
    {
      title: { en: "Release order" },
      askedBy: { id: "li.wei", name: { en: "Li Wei" } },
      args: { order: "WO-1042" },
    },
  ]);
  expect(told.data!.pendingApprovals[0]!.checks.length).toBeGreaterThan(0);
  expect((await shown("zhang.min")).pendingApprovals).toMatchObject([
    { may: { approve: { refusal: "FORBIDDEN" } } },
  ]);
  const manager = await house.chat("zhao.lei");
  await manager.decide(proposal, "approve");
  await chat.until(finished, "the end");
  expect(answerOf(chat.events)).toContain("JO-1042-10");
  manager.close();
  chat.close();
  await worker.kill("SIGKILL");
});

test("an alert is put away by whom it is for, or by a manager, and by nobody else", async () => {
  const { db } = house.plant;
  const time = new Date();
  const rule = {
    metric: "scrap",
    line: "SMT-1",
    kind: null,
    product: null,
    shift: null,
    condition: "above" as const,
    threshold: 5,
    period: "day" as const,
    role: "planner",
    created_by: "zhao.lei",
    created_at: time,
  };
  await db
    .insertInto("alert_rule")
    .values({ id: "ALERT-X", ...rule })
    .execute();
  await db
    .insertInto("alert")
    .values({
      id: "AL-X",
      rule_id: "ALERT-X",
      line: "SMT-1",
      raised_at: time,
      window_end: time,
      value: 9,
      bound: 5,
      cleared_at: null,
      acknowledged_by: null,
      acknowledged_at: null,
    })
    .execute();
  const acknowledge = `mutation { acknowledgeAlert(id: "AL-X", idempotencyKey: "seen") { id } }`;
  for (const other of ["wang.fang", "chen.hao", "integrator"])
    expect(codeOf(await mutate(other, acknowledge))).toBe("FORBIDDEN");
  expect(codeOf(await mutate("zhang.min", acknowledge))).toBeUndefined();
  const row = await db
    .selectFrom("alert")
    .select("acknowledged_by")
    .where("id", "=", "AL-X")
    .executeTakeFirst();
  expect(row).toEqual({ acknowledged_by: "zhang.min" });
});
