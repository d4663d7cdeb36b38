import type { Db } from "../../services/mes/database.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { choiceOf } from "../runtime/choice.ts";
import { toolNamed } from "../runtime/tool.ts";
import { readyOrders } from "../scheduler/ready-orders.ts";
import type { Decision } from "./decide.ts";
import type { Understanding } from "./understand.ts";

/** As many as can be looked over at a glance. */
const offered = 6;

const onHold = async (db: Db, held: boolean): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom("work_order")
    .select("id")
    .where("held", "=", held)
    .where("status", "in", held ? ["Waiting", "Released", "Running"] : ["Released", "Running"])
    .orderBy("due_time")
    .orderBy("id")
    .limit(offered)
    .execute();
  return rows.map(({ id }) => id);
};

const applicable = async (db: Db, tool: ToolCall["tool"], now: Date): Promise<readonly string[]> => {
  if (tool === "resume_order") return onHold(db, true);
  if (tool === "hold_order") return onHold(db, false);
  return (await readyOrders(db, now)).map(({ id }) => id);
};

/**
 * Asks which order is meant where a sentence speaks of all of them ("release everything that is ready"): an act is checked
 * and approved one order at a time, and the one that was talked about last is not what was said.
 */
export const askWhichOrder = async (
  db: Db,
  call: ToolCall,
  { candidates, everyOrder, now }: Understanding,
  language: "zh" | "en",
): Promise<Decision | undefined> => {
  const { policy, arguments: taken, title } = toolNamed(call.tool);
  const ofOrder = policy.kind === "confirm" && "order" in taken.shape;
  if (!ofOrder || candidates.named.has("order") || !everyOrder) return undefined;
  const orders = await applicable(db, call.tool, now);
  return {
    doubt: {
      zh: `${title.zh}要一张一张来，每张都先检查再批准。${orders.length > 0 ? "先办哪一张？" : "现在没有可以办的工单。"}`,
      en: `${title.en} goes order by order, each one checked and approved. ${orders.length > 0 ? "Which one first?" : "There is none now for which it could be done."}`,
    },
    choices: orders.map((order) => choiceOf(call.tool, { ...call, order }, language)),
  };
};
