import type { Bilingual } from "../../../services/core/errors.ts";
import { roleSaid } from "../../../services/core/roles.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../../runtime/metrics/metric.ts";
import { scopeText, valueText } from "../figures/tell.ts";
import { characteristicRuleText, isOfCharacteristic } from "./characteristic.ts";
import { type AlertRule, eachLine, filterOf } from "./rule.ts";

const periodNames: Readonly<Record<AlertRule["period"], Bilingual>> = {
  hour: { zh: "每小时", en: "per hour" },
  shift: { zh: "每班", en: "per shift" },
  day: { zh: "每天", en: "per day" },
};
const conditionText = (metric: Metric, { condition, threshold }: AlertRule): Bilingual => {
  if (condition === "limits") return { zh: "超出自身控制限", en: "beyond its control limits" };
  const bound = valueText(metric, threshold ?? undefined);
  return condition === "below"
    ? { zh: `低于 ${bound.zh}`, en: `below ${bound.en}` }
    : { zh: `高于 ${bound.zh}`, en: `above ${bound.en}` };
};

/** A rule in words: "SMT-2 的OEE，每天，低于 80.0%，通知厂长". */
export const ruleText = (rule: AlertRule): Bilingual => {
  if (isOfCharacteristic(rule)) return characteristicRuleText(rule);
  const metric = metricOf(rule.metric as MetricId);
  const lines = scopeText(filterOf(rule));
  const each = rule.kind
    ? { zh: `任一${lines.zh}`, en: `any of the ${lines.en}` }
    : { zh: "任一产线", en: "any line" };
  const scope = rule.line === eachLine ? each : lines;
  const [condition, period] = [conditionText(metric, rule), periodNames[rule.period]];
  const role = roleSaid(rule.role);
  return {
    zh: `${scope.zh}的${metric.name.zh}${period.zh}${condition.zh}时通知${role.zh}`,
    en: `tell the ${role.en} when the ${metric.name.en} of ${scope.en} is ${condition.en} ${period.en}`,
  };
};
