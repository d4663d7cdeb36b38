import type { Insertable } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import type { AlertRow, AlertRuleRow } from "../queries/alerts.ts";
import type { AlertRuleTable } from "../schema/figure.ts";

const event = (
  type: string,
  id: string,
  time: Date,
  { line, actor }: { readonly line?: string | null | undefined; readonly actor?: string },
  attributes: Readonly<Record<string, unknown>>,
): NewEvent => ({
  id: contentHash(type, id),
  type,
  time,
  source: "analyst",
  objects: [
    { id, type: type === "alert.set" ? "alert_rule" : "alert", qualifier: "about" },
    ...(line && line !== "*" ? [{ id: line, type: "equipment", qualifier: "line" }] : []),
    ...(actor ? [{ id: actor, type: "person", qualifier: "actor" }] : []),
  ],
  attributes,
});

/** Sets a rule; the same one again changes nothing. */
export const saveAlertRule = async (tx: Tx, rule: Insertable<AlertRuleTable>): Promise<void> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("alert_rule")
    .values(rule)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return;
  const { id, metric, line, product, step, condition, threshold, period, role, created_by, created_at } =
    rule;
  await appendEvents(tx, [
    event(
      "alert.set",
      id,
      created_at as Date,
      { line, actor: created_by },
      { metric, ...(step ? { product, step } : {}), condition, threshold: threshold ?? null, period, role },
    ),
  ]);
};

/** Ends a rule, and what it has raised. @throws MillwrightError NOT_FOUND. */
export const endAlertRule = async (tx: Tx, id: string, actorId: string, now: Date): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable("alert_rule")
    .set({ is_active: false })
    .where("id", "=", id)
    .where("is_active", "=", true)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new MillwrightError("NOT_FOUND", { kind: "alert rule", id });
  await tx
    .updateTable("alert")
    .set({ cleared_at: now })
    .where("rule_id", "=", id)
    .where("cleared_at", "is", null)
    .execute();
  await appendEvents(tx, [event("alert.ended", id, now, { actor: actorId }, {})]);
};

/** A figure beyond its rule. */
export interface Breach {
  readonly ruleId: string;
  readonly metric: string;
  readonly role: string;
  /** Of a rule for each line; empty for any other. */
  readonly line: string;
  /** The window that was broken, such as "2026-11-20". */
  readonly window: string;
  readonly windowEnd: Date;
  readonly value: number;
  readonly bound: number;
}

/** Raises an alert, once a window; undefined where the window was told before. */
export const raiseAlert = async (tx: Tx, breach: Breach, now: Date): Promise<AlertRow | undefined> => {
  const { ruleId, metric, role, line, window, windowEnd, value, bound } = breach;
  const id = `AL-${contentHash("alert", ruleId, line, window).slice(0, 10).toUpperCase()}`;
  const alert = await tx
    .insertInto("alert")
    .values({
      id,
      rule_id: ruleId,
      line,
      raised_at: now,
      window_end: windowEnd,
      value,
      bound,
      cleared_at: null,
      acknowledged_by: null,
      acknowledged_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!alert) return undefined;
  await appendEvents(tx, [
    event("alert.raised", id, now, { line }, { rule: ruleId, metric, role, window, value, bound }),
  ]);
  return alert;
};

/** Notes until when all windows of a rule are judged. */
export const noteJudged = async (
  tx: Tx,
  { id, judged_until }: Pick<AlertRuleRow, "id" | "judged_until">,
  until: Date,
): Promise<void> => {
  if (judged_until && judged_until >= until) return;
  await tx.updateTable("alert_rule").set({ judged_until: until }).where("id", "=", id).execute();
};

/** What was beyond its rule is back. */
export const clearAlert = async (tx: Tx, id: string, value: number, now: Date): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable("alert")
    .set({ cleared_at: now })
    .where("id", "=", id)
    .where("cleared_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await appendEvents(tx, [event("alert.cleared", id, now, {}, { value })]);
};

/** Somebody has seen it. The first one counts. @throws MillwrightError NOT_FOUND. */
export const acknowledgeAlert = async (tx: Tx, id: string, actorId: string, now: Date): Promise<void> => {
  const alert = await tx.selectFrom("alert").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!alert) throw new MillwrightError("NOT_FOUND", { kind: "alert", id });
  if (alert.acknowledged_at) return;
  await tx
    .updateTable("alert")
    .set({ acknowledged_by: actorId, acknowledged_at: now })
    .where("id", "=", id)
    .execute();
  await appendEvents(tx, [event("alert.acknowledged", id, now, { actor: actorId }, {})]);
};
