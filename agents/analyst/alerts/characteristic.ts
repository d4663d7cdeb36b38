import type { Bilingual } from "../../../services/core/errors.ts";
import { roleSaid } from "../../../services/core/roles.ts";
import type { AlertRow } from "../../../services/mes/queries/alerts.ts";
import { type AlertRule, eachLine } from "./rule.ts";

/**
 * What can be watched of a characteristic, which is a step of the test of a product: its indices, whether its level has moved, and whether
 * points of its control chart stand out.
 */
export type Watchable = "cpk" | "ppk" | "drift" | "control";
export const isIndex = (watched: string): watched is "cpk" | "ppk" => watched === "cpk" || watched === "ppk";

/** Days whose values are looked at, until the end of each window. */
export const characteristicDays = 28;

/** A rule of a step of a product. Its line is the tester: one, * for each by itself, null for all of them together. */
export interface CharacteristicRule extends AlertRule {
  readonly metric: Watchable;
  readonly product: string;
  readonly step: string;
}

export const isOfCharacteristic = <Rule extends AlertRule>(rule: Rule): rule is Rule & CharacteristicRule =>
  typeof rule.step === "string";

const names: Readonly<Record<Watchable, Bilingual>> = {
  cpk: { zh: "Cpk", en: "Cpk" },
  ppk: { zh: "Ppk", en: "Ppk" },
  drift: { zh: "水平漂移", en: "drift" },
  control: { zh: "控制图", en: "control chart" },
};

const placeOf = (line: string | null | undefined): Bilingual => {
  if (line === eachLine) return { zh: "任一测试台", en: "any tester" };
  return line ? { zh: line, en: line } : { zh: "全部测试台", en: "all testers" };
};

const conditionOf = ({ metric, threshold }: CharacteristicRule): Bilingual => {
  if (metric === "drift") return { zh: "水平漂移", en: "drifts" };
  if (metric === "control") return { zh: "控制图出现失控点", en: "has points out of control" };
  const bound = (threshold ?? 0).toFixed(2);
  return {
    zh: `最近 ${characteristicDays} 天的 ${names[metric].zh} 低于 ${bound} `,
    en: `has a ${names[metric].en} of the last ${characteristicDays} days below ${bound}`,
  };
};

/** A rule in words: "RRU-5201 的 TX_PWR（FT-2）最近 28 天的 Cpk 低于 1.33 时通知工艺员". */
export const characteristicRuleText = (rule: CharacteristicRule): Bilingual => {
  const { product, step, line } = rule;
  const [place, condition, role] = [placeOf(line), conditionOf(rule), roleSaid(rule.role)];
  return {
    zh: `${product} 的 ${step}（${place.zh}）${condition.zh}时通知${role.zh}`,
    en: `tell the ${role.en} when ${step} of ${product} at ${place.en} ${condition.en}`,
  };
};

const measured = (value: number): string => String(Number(value.toPrecision(4)));
const sigmas = (shift: number): string => `${shift > 0 ? "+" : "−"}${Math.abs(shift).toFixed(1)} σ`;

/** What was found, and what it is held against. */
const foundOf = (
  { metric }: CharacteristicRule,
  { value, bound }: Pick<AlertRow, "value" | "bound">,
): Bilingual => {
  if (isIndex(metric)) {
    const [is, least] = [value.toFixed(2), bound.toFixed(2)];
    return { zh: `${is}，低于 ${least}`, en: `${is}, below ${least}` };
  }
  if (metric === "drift") return { zh: sigmas(value), en: sigmas(value) };
  const side = value > bound ? { zh: "高于", en: "above" } : { zh: "低于", en: "below" };
  const [at, line] = [measured(value), measured(bound)];
  return { zh: `失控点 ${at}，${side.zh} ${line}`, en: `point ${at} out of control, ${side.en} ${line}` };
};

/** An alert of such a rule: what it is of, and how it stands. */
export const characteristicAlertTold = (
  alert: Pick<AlertRow, "line" | "value" | "bound">,
  rule: CharacteristicRule,
): { readonly name: Bilingual; readonly scope: Bilingual; readonly found: Bilingual } => {
  const place = placeOf(alert.line || rule.line);
  return {
    name: names[rule.metric],
    scope: {
      zh: `${rule.product} ${rule.step}（${place.zh}）`,
      en: `${rule.step} of ${rule.product} at ${place.en}`,
    },
    found: foundOf(rule, alert),
  };
};
