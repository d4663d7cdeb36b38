import { sql } from "kysely";
import type { Tx } from "../database.ts";
import { type RemoveBatch, type Removed, rowsOf } from "./removal.ts";

/** Conversations of one batch. */
const batch = 50;

/** Conversations in which nothing was said since a moment, and that have turns left to remove. */
const silent = async (tx: Tx, before: Date): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select c.id from conversation c
    where c.created_at < ${before}
      and exists (select 1 from chat_event e where e.conversation_id = c.id)
      and not exists (select 1 from chat_event e where e.conversation_id = c.id and e.time >= ${before})
      and not exists (select 1 from chat_message m where m.conversation_id = c.id and m.created_at >= ${before})
    order by c.created_at limit ${batch}`.execute(tx);
  return rows.map(({ id }) => id);
};

/**
 * Removes the turns of conversations that have long been silent. Where somebody decided, or what was said became a proposal, a job, a
 * run or a step of a playbook, the sentence, the call, its checks and the approval stay: they say who wished what, and why it was
 * allowed. What the model was asked and answered goes everywhere.
 */
export const removeChat: RemoveBatch = async (tx, before) => {
  const ids = await silent(tx, before);
  if (ids.length === 0) return {};
  const mine = sql`conversation_id = any(${ids}::text[])`;
  const free = sql`${mine}
    and not exists (select 1 from approval a where a.tool_call_id = t.id)
    and not exists (select 1 from plan_proposal p where p.tool_call_id = t.id)
    and not exists (select 1 from cell_run r where r.tool_call_id = t.id)
    and not exists (select 1 from job_order j where j.tool_call_id = t.id)
    and not exists (select 1 from material_requisition q where q.tool_call_id = t.id)
    and not exists (select 1 from playbook_step s where s.tool_call_id = t.id)`;
  // In the order of their references.
  const removed: Removed = {
    chat_event: await rowsOf(tx, sql`delete from chat_event where ${mine}`),
    agent_step: await rowsOf(
      tx,
      sql`delete from agent_step where tool_call_id in (select t.id from tool_call t where ${free})`,
    ),
    tool_call: await rowsOf(tx, sql`delete from tool_call t where ${free}`),
    agent_run: await rowsOf(
      tx,
      sql`delete from agent_run r where ${mine} and not exists (select 1 from tool_call t where t.run_id = r.id)`,
    ),
    chat_message: await rowsOf(
      tx,
      sql`delete from chat_message m where ${mine} and not exists (select 1 from agent_run r where r.message_id = m.id)`,
    ),
    conversation: await rowsOf(
      tx,
      sql`delete from conversation c where c.id = any(${ids}::text[])
        and not exists (select 1 from chat_message m where m.conversation_id = c.id)
        and not exists (select 1 from tool_call t where t.conversation_id = c.id)`,
    ),
  };
  await sql`update agent_run set prompt = null, answer = null where ${mine}`.execute(tx);
  return removed;
};
