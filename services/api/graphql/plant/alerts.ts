import { isOfCharacteristic } from "../../../../agents/analyst/alerts/characteristic.ts";
import { ruleText } from "../../../../agents/analyst/alerts/rule-text.ts";
import { alertText } from "../../../../agents/analyst/alerts/tell.ts";
import { checkKept } from "../../../../agents/analyst/figures/ask.ts";
import { isMetric, metricOf, metrics } from "../../../../agents/runtime/metrics/catalogue.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import { acknowledgeAlert, endAlertRule } from "../../../mes/commands/alerts.ts";
import {
  type AlertOfRule,
  type AlertRuleRow,
  activeRule,
  activeRules,
  latestAlerts,
  ruleById,
} from "../../../mes/queries/alerts.ts";
import { leaveOf } from "../../leave.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";
import { once } from "../idempotency.ts";
import { LeaveType } from "../people/leave.ts";
import { BilingualText } from "./plant.ts";
import { invalid, saveRule, toldBy } from "./save-rule.ts";

const ConditionType = builder.enumType("AlertCondition", {
  description: "What raises an alert.",
  values: {
    above: { description: "The metric is above its threshold." },
    below: { description: "The metric is below its threshold." },
    limits: {
      description: "The metric is beyond its own control limits (Shewhart), which move with what it was.",
    },
  } as const,
});
export const PeriodType = builder.enumType("AlertPeriod", {
  description: "Stretch that a watched metric is summed over.",
  values: {
    hour: { description: "An hour of the plant's clock." },
    shift: { description: "A shift of the lines' calendar." },
    day: { description: "A day of the plant's time zone." },
  } as const,
});

/** Who may end a rule, beside those who may end any: of a test step the engineers who look after it. */
const endersOf = (rule: AlertRuleRow): string[] => [
  "manager",
  "planner",
  ...(isOfCharacteristic(rule) ? ["process"] : []),
];

const RuleType = builder.objectRef<AlertRuleRow>("AlertRule").implement({
  description: "A rule that watches a metric, or a step of the test of a product.",
  fields: (t) => ({
    id: t.exposeID("id"),
    text: t.field({
      type: BilingualText,
      description: "The rule in words.",
      resolve: (rule) => ruleText(rule),
    }),
    metric: t.exposeString("metric", {
      description: "Id of the metric; of a test step what is watched of it: cpk, ppk, drift or control.",
    }),
    productId: t.exposeString("product", {
      nullable: true,
      description: "The product that it is narrowed to; null where it is of all.",
    }),
    step: t.exposeString("step", {
      nullable: true,
      description: "Step of the product's test, whose tester is the line; null where a metric is watched.",
    }),
    line: t.exposeString("line", {
      nullable: true,
      description: "The line that is watched, * for each line for itself; null for all of them together.",
    }),
    condition: t.expose("condition", {
      type: ConditionType,
      description: "Which side of the bound raises it.",
    }),
    threshold: t.exposeFloat("threshold", {
      nullable: true,
      description: "Bound in the metric's unit; null for `limits`.",
    }),
    period: t.expose("period", {
      type: PeriodType,
      description: "Stretch that each value is summed over: the last one that is over.",
    }),
    role: t.exposeString("role", { description: "Who is told." }),
    createdBy: t.exposeString("created_by"),
    createdAt: t.expose("created_at", { type: "DateTime" }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may end it.",
      resolve: (rule, _args, { viewer }) => leaveOf(endersOf(rule), viewer),
    }),
  }),
});

/** Whoever an alert's rule tells may put it away: put away by others it would not reach whom it was set for. */
const rolesOfRule = ({ role }: AlertRuleRow): string[] => [...new Set([role, "manager"])];

const AlertType = builder.objectRef<AlertOfRule>("Alert").implement({
  description: "A metric that passed the bound of its rule.",
  fields: (t) => ({
    id: t.exposeID("id"),
    rule: t.expose("rule", {
      type: RuleType,
      description: "The rule that raised it, whether or not it still watches.",
    }),
    text: t.field({
      type: BilingualText,
      description: "What is beyond its bound, and how far, in words.",
      resolve: (alert) => alertText(alert, alert.rule),
    }),
    line: t.exposeString("line", {
      description: "Line of a rule for each line for itself; empty for any other.",
    }),
    raisedAt: t.expose("raised_at", {
      type: "DateTime",
      description: "When the watch found the metric beyond its bound; plant time.",
    }),
    value: t.exposeFloat("value", { description: "The metric when it was raised, in its unit." }),
    bound: t.exposeFloat("bound", {
      description: "The threshold, or the control limit, that was passed; in the metric's unit.",
    }),
    clearedAt: t.expose("cleared_at", {
      type: "DateTime",
      nullable: true,
      description: "When the metric was back within its bound; null while it is beyond. Plant time.",
    }),
    acknowledgedBy: t.exposeString("acknowledged_by", {
      nullable: true,
      description: "Person who has seen it; null while nobody has.",
    }),
    acknowledgedAt: t.expose("acknowledged_at", {
      type: "DateTime",
      nullable: true,
      description: "When somebody first said so; null while nobody has. Plant time.",
    }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may acknowledge it.",
      resolve: ({ rule }, _args, { viewer }) => leaveOf(rolesOfRule(rule), viewer),
    }),
  }),
});

const mostAlerts = 200;

builder.queryFields((t) => ({
  alertRules: t.field({
    type: [RuleType],
    description: "Rules that watch, the latest last.",
    resolve: (_root, _args, { db }) => activeRules(db),
  }),
  alerts: t.field({
    type: [AlertType],
    description: "The latest alerts, those first that nobody has acknowledged.",
    args: { first: t.arg.int() },
    resolve: (_root, { first }, { db }) => latestAlerts(db, pageSize({ first }, mostAlerts)),
  }),
}));

export const AlertDone = builder.objectRef<{ readonly id: string }>("AlertDone").implement({
  description: "The alert or rule that was changed.",
  fields: (t) => ({ id: t.exposeID("id") }),
});

builder.mutationFields((t) => ({
  setAlertRule: t.field({
    type: AlertDone,
    description: "Watches a metric from now on. Role manager or planner.",
    args: {
      metric: t.arg.string({ required: true }),
      line: t.arg.string({
        description: "A line; * for each line for itself; without, all of them together.",
      }),
      condition: t.arg({
        type: ConditionType,
        required: true,
        description: "Which side of the bound raises it.",
      }),
      threshold: t.arg.float({ description: "In the metric's unit; not for limits." }),
      period: t.arg({
        type: PeriodType,
        required: true,
        description: "Stretch that each value is summed over.",
      }),
      role: t.arg.string({ description: "Who is told; the plant manager unless it is said." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const { metric: id, condition, threshold } = given;
      if (!isMetric(id)) throw invalid("metric", `must be one of ${metrics.map((one) => one.id).join(", ")}`);
      const role = toldBy(given.role, "manager");
      if (condition !== "limits" && (threshold === null || threshold === undefined))
        throw invalid("threshold", "must be given unless the condition is limits");
      const line = given.line ?? null;
      if (line && line !== "*") {
        const known = await context.db
          .selectFrom("equipment")
          .select("id")
          .where("id", "=", line)
          .where("level", "=", "WorkCenter")
          .executeTakeFirst();
        if (!known) throw invalid("line", "must be a line of the plant");
      }
      const metric = metricOf(id);
      if (line) checkKept(metric, { filter: {}, split: "line" });
      return saveRule(context, idempotencyKey, {
        metric: id,
        line,
        kind: null,
        product: null,
        shift: null,
        condition,
        threshold: condition === "limits" ? null : threshold!,
        period: given.period,
        role,
      });
    },
  }),
  endAlertRule: t.field({
    type: AlertDone,
    description: "Watches no more. Role manager or planner; of a test step also process.",
    args: { id: t.arg.id({ required: true }), idempotencyKey: t.arg.string({ required: true }) },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const time = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "end-alert-rule", id }, async (tx) => {
        const rule = await activeRule(tx, String(id));
        const may = endersOf(rule);
        if (!leaveOf(may, context.viewer).allowed) throw new MillwrightError("FORBIDDEN", { role: may });
        await endAlertRule(tx, String(id), context.viewer.id, time);
        return { id: String(id) };
      });
    },
  }),
  acknowledgeAlert: t.field({
    type: AlertDone,
    description:
      "Tells that somebody has seen an alert; the first one counts. The role that its rule tells, or manager.",
    args: {
      id: t.arg.id({ required: true, description: "Alert that was seen." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const time = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "acknowledge-alert", id }, async (tx) => {
        const alert = await tx
          .selectFrom("alert")
          .select("rule_id")
          .where("id", "=", String(id))
          .executeTakeFirst();
        if (!alert) throw new MillwrightError("NOT_FOUND", { kind: "alert", id: String(id) });
        const told = rolesOfRule(await ruleById(tx, alert.rule_id));
        if (!leaveOf(told, context.viewer).allowed) throw new MillwrightError("FORBIDDEN", { role: told });
        await acknowledgeAlert(tx, String(id), context.viewer.id, time);
        return { id: String(id) };
      });
    },
  }),
}));
