import { sql } from "kysely";
import type { PlantClock } from "../../../services/core/clock.ts";
import { every } from "../../../services/core/every.ts";
import type { Logger } from "../../../services/core/log.ts";
import { clearAlert, noteJudged, raiseAlert } from "../../../services/mes/commands/alerts.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { advisoryLocks } from "../../../services/mes/locks.ts";
import {
  type AlertRow,
  type AlertRuleRow,
  activeRules,
  holdRule,
  openAlerts,
} from "../../../services/mes/queries/alerts.ts";
import { type Reading, readingOf } from "../figures/reading.ts";
import { type Watched, watchNow } from "./breach.ts";
import { isOfCharacteristic } from "./characteristic.ts";
import { watchCharacteristic } from "./characteristic-watch.ts";

/** Takes what was found of a line, window by window: raises what is beyond the rule, and clears it by a later window that is back. */
const follow = async (
  tx: Tx,
  { id: ruleId, metric, role }: AlertRuleRow,
  found: readonly Watched[],
  open: AlertRow | undefined,
  now: Date,
): Promise<number> => {
  let count = 0;
  let alert = open;
  for (const { line = "", window, value, bound, isBreach, isBack } of found)
    if (isBreach && !alert) {
      const { key, to } = window;
      const breach = { ruleId, metric, role, line, window: key, windowEnd: new Date(to), value, bound };
      alert = await raiseAlert(tx, breach, now);
      if (alert) count += 1;
    } else if (alert && isBack && window.to > alert.window_end.getTime()) {
      await clearAlert(tx, alert.id, value, now);
      alert = undefined;
    }
  return count;
};

/** Looks at one rule. A rule that was ended meanwhile raises nothing: nobody would ever clear it. */
const lookAt = async (reading: Reading, rule: AlertRuleRow, now: Date): Promise<number> => {
  const { found, judgedUntil } = isOfCharacteristic(rule)
    ? await watchCharacteristic(reading, rule, now, rule.judged_until)
    : await watchNow(reading, rule, now, rule.judged_until);
  return reading.db.transaction().execute(async (tx) => {
    // Of several workers one looks at a time.
    await sql`select pg_advisory_xact_lock(${advisoryLocks.alerts})`.execute(tx);
    if (!(await holdRule(tx, rule.id))) return 0;
    const open = (await openAlerts(tx)).filter(({ rule_id }) => rule_id === rule.id);
    let count = 0;
    for (const [line, own] of Map.groupBy(found, (one) => one.line ?? ""))
      count += await follow(
        tx,
        rule,
        own,
        open.find((one) => one.line === line),
        now,
      );
    if (judgedUntil) await noteJudged(tx, rule, judgedUntil);
    return count;
  });
};

/**
 * Looks at every rule once: raises what is beyond it, once a breach, and clears what is back. Gives how many were raised.
 *
 * @param failed Told of a rule that could not be looked at, such as one of a metric that is no more; the others are looked at.
 */
export const lookOnce = async (
  db: Db,
  now: Date,
  failed: (rule: AlertRuleRow, error: Error) => void = () => {},
): Promise<number> => {
  let raised = 0;
  // Rules look at the same lines and calendars, and often at the same amounts.
  const reading = readingOf(db);
  for (const rule of await activeRules(db))
    raised += await lookAt(reading, rule, now).catch((error: Error) => {
      failed(rule, error);
      return 0;
    });
  return raised;
};

/** Wall time between two looks. */
const everyMs = 15_000;

/** Looks at the rules as long as the house runs. What is raised is in the data store, so that a restart forgets nothing. */
export const watchAlerts = (db: Db, clock: PlantClock, log: Logger): { close(): Promise<void> } =>
  every(
    everyMs,
    () =>
      lookOnce(db, clock.now(), ({ id }, { message: error }) =>
        log.warn({ rule: id, error }, "an alert rule could not be looked at"),
      ),
    (error) => log.warn({ error: error.message }, "alerts could not be looked at"),
  );
