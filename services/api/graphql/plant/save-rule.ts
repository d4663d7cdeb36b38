import type { AlertRule } from "../../../../agents/analyst/alerts/rule.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { type PersonRole, personRoles } from "../../../core/roles.ts";
import { plantNow } from "../../../mes/clock.ts";
import { saveAlertRule } from "../../../mes/commands/alerts.ts";
import type { GraphContext } from "../builder.ts";
import { once } from "../idempotency.ts";

export const invalid = (path: string, problem: string) =>
  new MillwrightError("INVALID_INPUT", { path, problem });

/** Who is told by a rule: who is named, or the usual one. @throws MillwrightError INVALID_INPUT. */
export const toldBy = (named: string | null | undefined, usual: PersonRole): string => {
  const role = named ?? usual;
  if (!(personRoles as readonly string[]).includes(role))
    throw invalid("role", `must be one of ${personRoles.join(", ")}`);
  return role;
};

/** Has a rule watch from now on, once for an idempotency key. */
export const saveRule = async (context: GraphContext, idempotencyKey: string, rule: AlertRule) => {
  const created_at = await plantNow(context.db);
  return once(context, idempotencyKey, { act: "alert-rule", ...rule }, async (tx, actId) => {
    const id = `ALERT-${actId.replaceAll("-", "").slice(0, 8).toUpperCase()}`;
    await saveAlertRule(tx, { ...rule, id, created_by: context.viewer.id, created_at });
    return { id };
  });
};
