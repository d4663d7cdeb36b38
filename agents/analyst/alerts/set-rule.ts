import type { Insertable } from "kysely";
import { contentHash } from "../../../services/core/ids.ts";
import { saveAlertRule } from "../../../services/mes/commands/alerts.ts";
import type { AlertRuleTable } from "../../../services/mes/schema/figure.ts";
import type { ToolContext } from "../../runtime/context.ts";

/** Sets a rule that was approved, and gives its id; approved again it is the same one. */
export const setRule = async (
  { db, actorId, toolCallId }: Pick<ToolContext, "db" | "actorId" | "toolCallId">,
  rule: Omit<Insertable<AlertRuleTable>, "id" | "created_by" | "created_at">,
  now: Date,
): Promise<string> => {
  const id = `ALERT-${contentHash("alert-rule", toolCallId).slice(0, 8).toUpperCase()}`;
  await db
    .transaction()
    .execute((tx) => saveAlertRule(tx, { ...rule, id, created_by: actorId, created_at: now }));
  return id;
};
