import { afterAll, beforeAll, expect, test } from "vitest";
import { createProcessCheck } from "../../agents/process/checks.ts";
import { createPlantDocuments } from "../../agents/process/instruction/plant-documents.ts";
import type { ToolContext } from "../../agents/runtime/context.ts";
import { runCheck } from "../../agents/steward/checks.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { seedDemoDocuments } from "../../services/knowledge/demo/seed.ts";
import { createKnowledge } from "../../services/knowledge/knowledge.ts";
import { writeDemoInstructions } from "../../services/launcher/demo-instructions.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { askIn } from "../support/ask.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let engineer: string;

beforeAll(async () => {
  house = await startTestHouse();
  const { db } = house.plant;
  await seedDemoDocuments(db);
  await writeDemoInstructions(db, createPlantDocuments(db, createKnowledge({ db })));
  engineer = await signInTo(house.api.url, "wang.fang");
});
afterAll(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
const ask = (query: string, variables: object = {}, as = engineer): Promise<any> =>
  postTo(house.api.url, "/graphql", { query, variables }, { authorization: `Bearer ${as}` });
const codeOf = (answer: { errors?: { extensions: { code: string } }[] }) =>
  answer.errors?.[0]?.extensions.code;

const write = `mutation($productId: ID!, $segment: Int!, $key: String!) {
  writeInstruction(productId: $productId, segment: $segment, idempotencyKey: $key) { documentId version conflicts } }`;
const given = "$documentId: ID!, $version: Int!, $edition: Int!, $key: String!";
const passed = "documentId: $documentId, version: $version, edition: $edition, idempotencyKey: $key";
const move = `mutation(${given}, $to: InstructionStage!) { moveInstruction(${passed}, to: $to) { version } }`;
const edit = `mutation(${given}, $edit: InstructionEditInput!) { editInstruction(${passed}, edit: $edit) { version } }`;
const read = `query($documentId: ID!, $version: Int!) { workInstruction(documentId: $documentId, version: $version) {
  status edition content problems { code step } edits { step field } pictures(language: en) { step svg } changes { steps was now } } }`;
const open = async (of: { documentId: string; version: number }) =>
  (await ask(read, of)).data.workInstruction;

const askList = (variables: object) =>
  ask(
    `query($first: Int, $after: String, $search: String, $urgentFirst: Boolean) { workInstructions(first: $first, after: $after, search: $search, urgentFirst: $urgentFirst) {
      totalCount outOfDate pageInfo { hasNextPage endCursor } edges { cursor node { documentId version productId segment status staleSteps } } } }`,
    variables,
  );
interface Listed {
  readonly documentId: string;
  readonly version: number;
  readonly productId: string;
  readonly segment: number;
  readonly status: string;
  readonly staleSteps: readonly string[];
}
interface ListedPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly cursor: string; readonly node: Listed }[];
}
const listed = async (variables: object = {}): Promise<Listed[]> =>
  (await askList(variables)).data.workInstructions.edges.map(({ node }: { node: Listed }) => node);

test("an instruction is written, edited and put in force by an engineer, and by nobody else", async () => {
  const other = await signInTo(house.api.url, "zhang.min");
  const target = { productId: "AAU-5613", segment: 20, key: "w1" };
  expect(codeOf(await ask(write, target, other))).toBe("FORBIDDEN");
  const { data } = await ask(write, target);
  const of = { documentId: data.writeInstruction.documentId, version: data.writeInstruction.version };
  expect((await ask(write, target)).data).toEqual(data);
  const first = await open(of);
  expect(first).toMatchObject({ status: "DRAFT", edition: 1, problems: [], edits: [], changes: [] });
  expect(first.pictures.length).toBeGreaterThan(2);
  for (const { svg } of first.pictures) expect(svg).toMatch(/^<svg [^>]*>.*<\/svg>$/s);

  const change = (action: object[]) => ({ kind: "change", step: "finish", action });
  const seen = { ...of, edition: 1 };
  expect(
    (
      await ask(edit, {
        ...seen,
        key: "e1",
        edit: change([{ zh: "吹净装箱。", en: "Blow it clean and pack it." }]),
      })
    ).errors,
  ).toBeUndefined();
  expect(codeOf(await ask(edit, { ...seen, key: "e2", edit: change([]) }))).toBe("INSTRUCTION_CHANGED");
  expect((await open(of)).edits).toContainEqual({ step: "finish", field: "action" });
  await ask(edit, { ...of, edition: 2, key: "e3", edit: change([]) });
  expect((await open(of)).problems).toContainEqual({ code: "missing", step: "finish" });
  expect(codeOf(await ask(move, { ...of, edition: 3, key: "m0", to: "FOR_REVIEW" }))).toBe(
    "INSTRUCTION_REFUSED",
  );
  await ask(edit, { ...of, edition: 3, key: "e4", edit: change([{ zh: "装箱。", en: "Pack it." }]) });
  const lead = await signInTo(house.api.url, "xu.jing");
  const moved = (edition: number, to: string, as: string) =>
    ask(move, { ...of, edition, key: `m-${to}`, to }, as);
  expect((await moved(4, "FOR_REVIEW", engineer)).errors).toBeUndefined();
  expect(codeOf(await moved(5, "APPROVED", engineer))).toBe("FOUR_EYES");
  expect((await moved(5, "APPROVED", lead)).errors).toBeUndefined();
  expect((await moved(6, "ACTIVE", engineer)).errors).toBeUndefined();
  expect(codeOf(await ask(edit, { ...of, edition: 7, key: "e5", edit: change([]) }))).toBe(
    "INVALID_TRANSITION",
  );
  expect((await open(of)).status).toBe("ACTIVE");
});

test("the page is for whoever is signed in, without a script, and its citations stand in it", async () => {
  const list = await listed();
  const smt = list.find((row) => row.productId === "RRU-5201" && row.segment === 10)!;
  const url = `${house.api.url}/export/instruction.html?${new URLSearchParams({ id: smt.documentId, version: String(smt.version), language: "zh" })}`;
  expect((await fetch(url)).status).toBe(401);
  const page = await (await fetch(url, { headers: { authorization: `Bearer ${engineer}` } })).text();
  expect(page).toContain("<!doctype html>");
  expect(page).not.toContain("<script");
  expect(page).toContain("QS-ESD-003");
  expect(page).toContain("WI-SMT-012");
});

test("a cited document that is no longer in force makes exactly the steps that cite it old", async () => {
  const { db } = house.plant;
  const list = await listed();
  const of = list.find((row) => row.productId === "RRU-5202" && row.segment === 10)!;
  expect((await open(of)).changes).toEqual([]);
  const set = (status: "InForce" | "Superseded") =>
    db
      .updateTable("knowledge_document")
      .set({ status })
      .where("id", "=", "WI-SMT-012")
      .where("revision", "=", "C")
      .execute();
  await set("Superseded");
  const { changes } = await open(of);
  expect(new Set(changes.flatMap(({ steps }: { steps: string[] }) => steps))).toEqual(new Set(["reflow"]));
  await set("InForce");
  expect((await open(of)).changes).toEqual([]);
});

test("the list tells what is out of date, and finds by product, id and title", async () => {
  const all = await listed();
  expect(all.filter(({ staleSteps }) => staleSteps.length > 0)).toEqual([
    expect.objectContaining({ documentId: "WI-SMT-SRV-310", staleSteps: ["reflow"] }),
  ]);
  expect(await listed({ first: 2 })).toEqual(all.slice(0, 2));
  expect((await listed({ search: "srv-310" })).length).toBe(2);
  expect(await listed({ search: "%" })).toEqual([]);
  expect((await listed({ search: "老化" })).map(({ documentId }) => documentId)).toEqual(["WI-BI-RRU-5201"]);
  expect(codeOf(await askList({ first: 0 }))).toBe("INVALID_INPUT");
});

test("what somebody has to see to comes first of all of them, however few are shown", async () => {
  const all = await listed();
  expect(all[0]!.staleSteps).toEqual([]);
  const { edges, totalCount, outOfDate } = (await askList({ urgentFirst: true, first: 1 })).data
    .workInstructions;
  expect(edges[0].node).toMatchObject({ documentId: "WI-SMT-SRV-310", staleSteps: ["reflow"] });
  expect({ totalCount, outOfDate }).toEqual({ totalCount: all.length, outOfDate: 1 });
  const stages = (await listed({ urgentFirst: true })).slice(1).map(({ status }) => status);
  const rank = ["FOR_REVIEW", "DRAFT"];
  const ranks = stages.map((status) => (rank.indexOf(status) + rank.length + 1) % (rank.length + 1));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect((await askList({})).data.workInstructions.outOfDate).toBeNull();
  const [first] = (await askList({ first: 1 })).data.workInstructions.edges;
  expect(codeOf(await askList({ urgentFirst: true, after: first.cursor }))).toBe("INVALID_INPUT");
});

test("pages of the list join without gap or repetition, whatever is changed at the same moment", async () => {
  const whole = (await askList({})).data.workInstructions;
  expect(whole.edges).toHaveLength(whole.totalCount);
  const found: object[] = [];
  for (let after: string | null = null, isMore = true; isMore; ) {
    const page: ListedPage = (await askList({ first: 3, after })).data.workInstructions;
    const { edges, pageInfo, totalCount } = page;
    expect(totalCount).toBe(whole.totalCount);
    found.push(...edges);
    [after, isMore] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  expect(found).toEqual(whole.edges);
  expect(codeOf(await askList({ after: "x" }))).toBe("INVALID_INPUT");
});

test("an order whose instruction is out of date is warned of, or stopped where the plant wants that", async () => {
  const { db } = house.plant;
  const order = await db
    .selectFrom("work_order")
    .select("id")
    .where("product_id", "=", "SRV-310")
    .where("status", "=", "Waiting")
    .executeTakeFirstOrThrow();
  const context: ToolContext = {
    db,
    clock: createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 }),
    tool: "release_order",
    toolCallId: "check",
    actorId: "li.wei",
    args: { order: order.id, line: "SMT-1" },
    text: "",
  };
  const documents = createPlantDocuments(db, createKnowledge({ db }));
  const statusWith = async (staleInstructions: "warn" | "block") =>
    (await runCheck(createProcessCheck({ documents, staleInstructions }), context)).status;
  expect(await statusWith("warn")).toBe("warn");
  expect(await statusWith("block")).toBe("fail");
});

test("one sentence writes the drafts of what it names, with evidence for every figure", async () => {
  const worker = await house.startWorker();
  const call = { tool: "write_document", product: "SRV-330" };
  const shown = await askIn(house, "写 SRV-330 的贴片作业指导书", call, "wang.fang");
  expect(shown.error).toBe("null");
  expect(shown.text).toContain("WI-SMT-SRV-330");
  expect(shown.evidence).toHaveLength(1);
  expect(shown.evidence[0]).toMatchObject({
    kind: "document",
    id: "WI-SMT-SRV-330",
    facts: { problems: 0, status: "DRAFT" },
  });
  const all = await askIn(house, "Write the work instructions for SRV-330", call, "wang.fang");
  expect(all.rows).toHaveLength(4);
  const none = await askIn(house, "写一份作业指导书", { tool: "write_document", product: null }, "wang.fang");
  expect(none.choices.length).toBeGreaterThan(1);
  const before = await house.plant.db.selectFrom("work_instruction").select("edition").execute();
  const other = await askIn(house, "写 SRV-330 的贴片作业指导书", call, "zhang.min");
  expect(other.error).toContain("FORBIDDEN");
  expect(await house.plant.db.selectFrom("work_instruction").select("edition").execute()).toEqual(before);
  await worker.kill("SIGKILL");
});
