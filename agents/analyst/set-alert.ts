import { MillwrightError } from "../../services/core/errors.ts";
import type { Check, RoleCheck, ToolContext, ToolHandler } from "../runtime/context.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import type { MetricId } from "../runtime/metrics/metric.ts";
import type { Evidence } from "../runtime/tool.ts";
import { breachesOf, windowsBefore } from "./alerts/breach.ts";
import { type AlertRule, eachLine, filterOf, ruleIn } from "./alerts/rule.ts";
import { ruleText } from "./alerts/rule-text.ts";
import { setRule } from "./alerts/set-rule.ts";
import { checkKept } from "./figures/ask.ts";
import { dimensionNames } from "./figures/dimension-names.ts";
import { questionIn } from "./figures/read.ts";
import { scopeText, valueText } from "./figures/tell.ts";

/** Windows of the past that a new rule is tried on. */
const triedOn = 28;

const ruleOf = async (context: ToolContext): Promise<AlertRule> => {
  const question = await questionIn(context);
  // A rule keeps neither, so that it would watch more than was asked for.
  const { customer, without } = question.filter;
  if (customer ?? without)
    throw new MillwrightError("FIGURE_NOT_KEPT", {
      metric: { zh: "预警", en: "An alert rule" },
      dimension: customer ? dimensionNames.customer : { zh: "除外的范围", en: "what is left out" },
      known: { zh: "产线、工序、产品、产品系列、班次", en: "line, process, product, product family, shift" },
    });
  const rule = ruleIn(question, context.text);
  checkKept(question.metric, {
    filter: filterOf(rule),
    ...(rule.line === eachLine ? { split: "line" as const } : {}),
  });
  return rule;
};

/** What the rule is, and how often it would have been broken lately: a rule that is always or never broken helps nobody. */
const check = async (context: ToolContext): Promise<Check> => {
  const { db, clock } = context;
  const now = clock.now();
  const rule = await ruleOf(context);
  const metric = metricOf(rule.metric as MetricId);
  const windows = await windowsBefore(db, rule, now, triedOn);
  const past = await breachesOf(db, rule, windows);
  const text = ruleText(rule);
  const [first] = past;
  const threshold = rule.threshold === null || rule.threshold === undefined ? undefined : rule.threshold;
  const scope = rule.line === eachLine ? "any line" : scopeText(filterOf(rule)).en;
  const evidence: Evidence = {
    kind: "figure",
    id: metric.id,
    label: scope,
    facts: {
      rule: text.en,
      ...(threshold === undefined ? {} : { threshold: valueText(metric, threshold).en }),
      windows: windows.length,
      breaches: past.length,
      formula: metric.formula.en,
    },
    source: "event",
    at: now.toISOString(),
  };
  return {
    status: past.length > windows.length / 2 ? "warn" : "ok",
    summary: {
      zh: `${text.zh}；按过去 ${windows.length} 个时段试算，会触发 ${past.length} 次`,
      en: `${text.en}; over the last ${windows.length} windows it would have been raised ${past.length} times`,
    },
    evidence: [
      evidence,
      ...(first
        ? [
            {
              ...evidence,
              id: first.line ?? metric.id,
              facts: { latest: first.window.key, value: valueText(metric, first.value).en },
            },
          ]
        : []),
    ],
  };
};

export const analystCheck: RoleCheck = {
  role: "analyst",
  title: { zh: "数据分析", en: "Analyst" },
  run: check,
};

/** Sets the rule that was approved; approved again it is the same one. @throws MillwrightError FIGURE_NOT_KEPT. */
export const setAlert: ToolHandler = async (context) => {
  const now = context.clock.now();
  const rule = await ruleOf(context);
  const id = await setRule(context, rule, now);
  const text = ruleText(rule);
  return {
    text: {
      zh: `已设置预警 ${id}：${text.zh}。`,
      en: `Alert ${id} is set: ${text.en}.`,
    },
    evidence: [
      {
        kind: "figure",
        id,
        facts: {
          rule: text.en,
          metric: rule.metric,
          condition: rule.condition,
          threshold: rule.threshold ?? null,
        },
        source: "alert_rule",
        at: now.toISOString(),
      },
    ],
  };
};
