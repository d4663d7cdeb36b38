import type { Bilingual } from "../../../services/core/errors.ts";
import {
  type AlertRow,
  type AlertRuleRow,
  activeRules,
  openAlerts,
} from "../../../services/mes/queries/alerts.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import { isMetric, metricOf } from "../../runtime/metrics/catalogue.ts";
import type { MetricId } from "../../runtime/metrics/metric.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { scopeText, valueText } from "../figures/tell.ts";
import { characteristicAlertTold, isOfCharacteristic } from "./characteristic.ts";
import { eachLine, filterOf } from "./rule.ts";
import { ruleText } from "./rule-text.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 3;
const mostShown = 20;

/** What an alert is of, and how that stands to its bound. */
const standingOf = (alert: AlertRow, rule: AlertRuleRow) => {
  if (isOfCharacteristic(rule)) {
    const { found, ...of } = characteristicAlertTold(alert, rule);
    return { ...of, found, short: found, facts: { found: found.en } };
  }
  const metric = metricOf(rule.metric as MetricId);
  const scope = alert.line ? { zh: alert.line, en: alert.line } : scopeText(filterOf(rule));
  const [value, bound] = [valueText(metric, alert.value), valueText(metric, alert.bound)];
  const isAbove = alert.value > alert.bound;
  const mark = isAbove ? ">" : "<";
  return {
    ...{ name: metric.name, scope, facts: { value: value.en, bound: bound.en } },
    found: {
      zh: `${value.zh}，${isAbove ? "高于" : "低于"} ${bound.zh}`,
      en: `${value.en}, ${isAbove ? "above" : "below"} ${bound.en}`,
    },
    short: { zh: `${value.zh} ${mark} ${bound.zh}`, en: `${value.en} ${mark} ${bound.en}` },
  };
};

/** An alert in words: "SMT-2 的OEE 62.0%，低于 80.0%". */
export const alertText = (alert: AlertRow, rule: AlertRuleRow): Bilingual => {
  const { name, scope, found } = standingOf(alert, rule);
  return { zh: `${scope.zh}的${name.zh} ${found.zh}`, en: `${name.en} of ${scope.en} ${found.en}` };
};

/** The same with since when, and what it rests on. */
const toldOf = (alert: AlertRow, rule: AlertRuleRow) => {
  const { name, scope, short, facts } = standingOf(alert, rule);
  const since = formatPlantTime(alert.raised_at);
  const said = alertText(alert, rule);
  const text: Bilingual = { zh: `${said.zh}，自 ${since}`, en: `${said.en}, since ${since}` };
  const evidence = (at: Date): Evidence => ({
    kind: "figure",
    id: rule.metric,
    label: scope.en,
    facts: { ...facts, since, seenBy: alert.acknowledged_by, role: rule.role },
    source: "alert",
    at: at.toISOString(),
  });
  return { name, scope, short, since, text, evidence };
};

const ruleEvidence = (rule: AlertRuleRow, at: Date): Evidence => ({
  kind: "figure",
  id: rule.metric,
  label: ruleText(rule).en,
  facts: {
    line: rule.line === eachLine ? "each" : rule.line,
    condition: rule.condition,
    threshold: rule.threshold,
    period: rule.period,
    role: rule.role,
  },
  source: "alert_rule",
  at: at.toISOString(),
});

/** The alerts that are open: of which figure, where, how far, since when; and what is watched at all. */
export const tellAlerts: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const [alerts, active] = await Promise.all([openAlerts(db), activeRules(db)]);
  // A figure that is no more is watched no more.
  const rules = active.filter((rule) => isOfCharacteristic(rule) || isMetric(rule.metric));
  const language = languageIn(text);
  const told = alerts
    .toSorted((a, b) => b.raised_at.getTime() - a.raised_at.getTime())
    .flatMap((alert) => {
      const rule = rules.find(({ id }) => id === alert.rule_id);
      return rule ? [toldOf(alert, rule)] : [];
    });
  const head: Evidence = {
    kind: "figure",
    id: "ALERTS",
    facts: { open: told.length, watched: rules.length },
    source: "alert",
    at: now.toISOString(),
  };
  const watches = rules.slice(0, mostShown).map((rule) => ruleEvidence(rule, now));
  const first = told.slice(0, mostTold);
  const watched = rules.slice(0, mostTold).map(ruleText);
  const more = (shown: number, of: number) => ({
    zh: of > shown ? "；其余见下" : "",
    en: of > shown ? "; the rest below" : "",
  });
  const rest = told.length > 0 ? more(first.length, told.length) : more(watched.length, rules.length);
  return {
    text:
      told.length > 0
        ? {
            zh: `有 ${told.length} 个未解除的预警：${first.map((one) => one.text.zh).join("；")}${rest.zh}。`,
            en: `${told.length === 1 ? "1 alert is" : `${told.length} alerts are`} open: ${first.map((one) => one.text.en).join("; ")}${rest.en}.`,
          }
        : rules.length > 0
          ? {
              zh: `现在没有未解除的预警。在监控 ${rules.length} 项：${watched.map(({ zh }) => zh).join("；")}${rest.zh}。`,
              en: `No alert is open. Watched, ${rules.length} in all: ${watched.map(({ en }) => en).join("; ")}${rest.en}.`,
            }
          : {
              zh: "现在没有未解除的预警，也没有设置任何监控。",
              en: "No alert is open, and nothing is watched yet.",
            },
    rows: [
      ...told.slice(0, mostShown).map(({ name, scope, short, since }) => ({
        label: { zh: `${scope.zh} ${name.zh}`, en: `${name.en}, ${scope.en}` },
        value: `${short[language]} · ${since}`,
      })),
      ...rules.slice(0, mostShown).map((rule) => ({
        label: { zh: "在监控", en: "Watched" },
        value: ruleText(rule)[language],
      })),
    ],
    evidence: [head, ...told.slice(0, mostShown).map(({ evidence }) => evidence(now)), ...watches],
    choices: [choiceOf("set_alert", { metric: "oee" }, language), choiceOf("overview", {}, language)],
  };
};
