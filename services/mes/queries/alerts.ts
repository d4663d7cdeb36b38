import type { Selectable } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import type { AlertRuleTable, AlertTable } from "../schema/figure.ts";

export type AlertRuleRow = Selectable<AlertRuleTable>;
export type AlertRow = Selectable<AlertTable>;

export const activeRules = (db: Db | Tx): Promise<AlertRuleRow[]> =>
  db
    .selectFrom("alert_rule")
    .selectAll()
    .where("is_active", "=", true)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** A rule that watches. @throws MillwrightError NOT_FOUND. */
export const activeRule = async (db: Db | Tx, id: string): Promise<AlertRuleRow> => {
  const rule = await db
    .selectFrom("alert_rule")
    .selectAll()
    .where("id", "=", id)
    .where("is_active", "=", true)
    .executeTakeFirst();
  if (!rule) throw new MillwrightError("NOT_FOUND", { kind: "alert rule", id });
  return rule;
};

export const ruleById = (db: Db | Tx, id: string): Promise<AlertRuleRow> =>
  db.selectFrom("alert_rule").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** Keeps a rule from being ended until the transaction is over; false for one that has been. */
export const holdRule = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx
    .selectFrom("alert_rule")
    .select("id")
    .where("id", "=", id)
    .where("is_active", "=", true)
    .forShare()
    .executeTakeFirst()) !== undefined;

/** Alerts that are not over. */
export const openAlerts = (db: Db | Tx): Promise<AlertRow[]> =>
  db.selectFrom("alert").selectAll().where("cleared_at", "is", null).execute();

/** An alert with the rule that raised it, whether or not that still watches. */
export interface AlertOfRule extends AlertRow {
  readonly rule: AlertRuleRow;
}

/** The latest alerts, those first that nobody has seen. */
export const latestAlerts = async (db: Db | Tx, limit: number): Promise<AlertOfRule[]> => {
  const alerts = await db
    .selectFrom("alert")
    .selectAll()
    .orderBy((where) => where("acknowledged_at", "is", null), "desc")
    .orderBy("raised_at", "desc")
    .limit(limit)
    .execute();
  if (alerts.length === 0) return [];
  const ids = [...new Set(alerts.map(({ rule_id }) => rule_id))];
  const rules = await db.selectFrom("alert_rule").selectAll().where("id", "in", ids).execute();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return alerts.map((alert) => ({ ...alert, rule: byId.get(alert.rule_id)! }));
};
