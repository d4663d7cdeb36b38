import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import type { ToolCallTable } from "../schema/conversation.ts";

export interface NewRun {
  readonly id: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly language: "zh" | "en";
}

export const startRun = async (db: Db | Tx, run: NewRun): Promise<void> => {
  await db
    .insertInto("agent_run")
    .values({
      id: run.id,
      conversation_id: run.conversationId,
      message_id: run.messageId,
      language: run.language,
      prompt: "null",
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

export const recordAnswer = async (
  db: Db | Tx,
  runId: string,
  answer: {
    readonly model: string;
    readonly prompt: object;
    readonly text: string;
    readonly confidence: number | null;
  },
): Promise<void> => {
  await db
    .updateTable("agent_run")
    .set({
      model: answer.model,
      prompt: JSON.stringify(answer.prompt),
      answer: answer.text,
      confidence: answer.confidence,
    })
    .where("id", "=", runId)
    .execute();
};

/** Ends a run; how it ended first stands. */
export const finishRun = async (db: Db | Tx, runId: string, outcome: string): Promise<void> => {
  await db
    .updateTable("agent_run")
    .set({ outcome, finished_at: new Date() })
    .where("id", "=", runId)
    .where("finished_at", "is", null)
    .execute();
};

export const runOfMessage = (db: Db | Tx, messageId: string) =>
  db.selectFrom("agent_run").selectAll().where("message_id", "=", messageId).executeTakeFirst();

export interface NewToolCall {
  readonly id: string;
  readonly runId: string;
  readonly conversationId: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, string | number | null>>;
  readonly argsHash: string;
  readonly userId: string;
}

export const createToolCall = async (db: Db | Tx, call: NewToolCall): Promise<void> => {
  await db
    .insertInto("tool_call")
    .values({
      id: call.id,
      run_id: call.runId,
      conversation_id: call.conversationId,
      tool: call.tool,
      args: JSON.stringify(call.args),
      args_hash: call.argsHash,
      user_id: call.userId,
      resolved: "null",
      result: "null",
      status: "Created",
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

/** @throws MillwrightError NOT_FOUND. */
export const toolCallById = async (db: Db | Tx, id: string) => {
  const row = await db
    .selectFrom("tool_call as t")
    .innerJoin("agent_run as r", "r.id", "t.run_id")
    .innerJoin("chat_message as m", "m.id", "r.message_id")
    .selectAll("t")
    .select(["r.language", "r.message_id", "m.text"])
    .where("t.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "tool call", id });
  return row;
};
/** Who asked for each of some calls; by the id alone once there is no such account. */
export const askersOfCalls = async (db: Db | Tx, ids: readonly string[]) => {
  const rows = await db
    .selectFrom("tool_call as t")
    .leftJoin("app_user as u", "u.id", "t.user_id")
    .select(["t.id", "t.user_id", "u.name_zh", "u.name_en"])
    .where("t.id", "in", ids)
    .execute();
  return new Map(
    rows.map(({ id, user_id: user, name_zh: nameZh, name_en: nameEn }) => [
      id,
      { id: user, nameZh: nameZh ?? user, nameEn: nameEn ?? user },
    ]),
  );
};

export type ToolCallRow = Awaited<ReturnType<typeof toolCallById>>;

/** What the answer before came to: the call, what was asked, and what it rested on. */
export interface LastCall<Args> {
  readonly tool: string;
  readonly args: Args;
  readonly text: string;
  readonly evidence: readonly {
    readonly kind: string;
    readonly id: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  }[];
  /** Of a call that told nothing of the plant: the one before that did. */
  readonly before?: LastCall<Args> | undefined;
}

/** How a run ends that put a question back. */
export const putQuestion = "choices";

/** Answers that are looked through for a list that a sentence points into. */
const mostLookedBack = 10;

/** Messages that came to nothing and are passed over for what was talked about before them. */
const mostPassedOver = 3;

/**
 * The call of the message before this one, with the one that was talked about before where it told nothing of the plant. A message
 * that came to a question back, or was not understood, changes no subject.
 *
 * @param tellNothing Tools that tell nothing of the plant.
 */
export const callBefore = async <Args>(
  db: Db | Tx,
  conversationId: string,
  messageId: string,
  tellNothing: ReadonlySet<string>,
): Promise<LastCall<Args> | undefined> => {
  const rows = await db
    .selectFrom("agent_run as r")
    .innerJoin("chat_message as m", "m.id", "r.message_id")
    .leftJoin("tool_call as t", "t.run_id", "r.id")
    .select(["t.tool", "t.args", "t.result", "m.text", "r.outcome"])
    .where("r.conversation_id", "=", conversationId)
    .where("r.message_id", "!=", messageId)
    .orderBy("r.started_at", "desc")
    .limit(1 + mostPassedOver)
    .execute();
  const calls = rows.map(({ tool, args, result, text, outcome }): LastCall<Args> | undefined => {
    const { evidence = [] } = (result ?? {}) as { evidence?: LastCall<Args>["evidence"] };
    return tool && outcome !== putQuestion ? { tool, args: args as Args, text, evidence } : undefined;
  });
  const [latest] = calls;
  const before = calls.find((call) => call && !tellNothing.has(call.tool));
  return latest && tellNothing.has(latest.tool) ? { ...latest, before } : before;
};

/** The call that the message just before this one left open, of which a question was put back; undefined where none was. */
export const callLeftOpen = async <Args>(
  db: Db | Tx,
  conversationId: string,
  messageId: string,
): Promise<Pick<LastCall<Args>, "tool" | "args" | "text"> | undefined> => {
  const row = await db
    .selectFrom("agent_run as r")
    .innerJoin("chat_message as m", "m.id", "r.message_id")
    .leftJoin("tool_call as t", "t.run_id", "r.id")
    .select(["t.tool", "t.args", "m.text", "r.outcome"])
    .where("r.conversation_id", "=", conversationId)
    .where("r.message_id", "!=", messageId)
    .orderBy("r.started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.tool && row.outcome === putQuestion
    ? { tool: row.tool, args: row.args as Args, text: row.text }
    : undefined;
};

/** The last calls of a conversation before a message, the latest first. */
const lastCalls = (db: Db | Tx, conversationId: string, messageId: string) =>
  db
    .selectFrom("agent_run as r")
    .innerJoin("tool_call as t", "t.run_id", "r.id")
    .where("r.conversation_id", "=", conversationId)
    .where("r.message_id", "!=", messageId)
    .orderBy("r.started_at", "desc")
    .limit(mostLookedBack);

/** Orders that the last answer with more than one of them told, in its order, each once; none where there was no such answer. */
export const ordersToldLast = async (
  db: Db | Tx,
  conversationId: string,
  messageId: string,
): Promise<readonly string[]> => {
  const rows = await lastCalls(db, conversationId, messageId).select("t.result").execute();
  for (const { result } of rows) {
    const { evidence = [] } = (result ?? {}) as { evidence?: LastCall<unknown>["evidence"] };
    const orders = new Set(evidence.filter(({ kind }) => kind === "order").map(({ id }) => id));
    if (orders.size > 1) return [...orders];
  }
  return [];
};

/** The orders that the last calls of a conversation were about, one each, the latest first. */
export const ordersCalledLast = async (
  db: Db | Tx,
  conversationId: string,
  messageId: string,
): Promise<readonly string[]> => {
  const rows = await lastCalls(db, conversationId, messageId).select("t.args").execute();
  const orders = rows.map(({ args }) => (args as { order?: unknown }).order);
  return [...new Set(orders.filter((order) => typeof order === "string"))];
};

export const setToolCall = async (
  db: Db | Tx,
  id: string,
  change: { readonly status?: ToolCallTable["status"]; readonly resolved?: object; readonly result?: object },
): Promise<void> => {
  await db
    .updateTable("tool_call")
    .set({
      ...(change.status ? { status: change.status } : {}),
      ...(change.resolved ? { resolved: JSON.stringify(change.resolved) } : {}),
      ...(change.result ? { result: JSON.stringify(change.result) } : {}),
    })
    .where("id", "=", id)
    .execute();
};

export interface NewStep {
  readonly id: string;
  readonly toolCallId: string;
  readonly role: string;
  readonly status: "ok" | "warn" | "fail";
  readonly summary: { readonly zh: string; readonly en: string };
  readonly evidence: readonly object[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Stores a role's check; a repeated check replaces the earlier one. */
export const saveStep = async (db: Db | Tx, step: NewStep): Promise<void> => {
  const content = {
    status: step.status,
    summary: JSON.stringify(step.summary),
    evidence: JSON.stringify(step.evidence),
    facts: JSON.stringify(step.facts),
  };
  await db
    .insertInto("agent_step")
    .values({ id: step.id, tool_call_id: step.toolCallId, role: step.role, ...content })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(content))
    .execute();
};

export const stepsOf = (db: Db | Tx, toolCallId: string) =>
  db.selectFrom("agent_step").selectAll().where("tool_call_id", "=", toolCallId).orderBy("role").execute();

/** The same of some calls, by the call; a call without any is left out. */
export const stepsOfCalls = async (db: Db | Tx, toolCallIds: readonly string[]) =>
  Map.groupBy(
    await db
      .selectFrom("agent_step")
      .selectAll()
      .where("tool_call_id", "in", toolCallIds)
      .orderBy("role")
      .execute(),
    (step) => step.tool_call_id,
  );
