import type { Bilingual } from "../../../services/core/errors.ts";
import type { ControlChart } from "../statistics/control-chart.ts";
import type { Charted } from "./charted.ts";
import type { Characteristic } from "./study.ts";
import { fewTold, nelsonTold, noIndexTold } from "./words.ts";

/** A measured value to four digits, as far as they say something. */
export const valueText = (value: number): string => String(Number(value.toPrecision(4)));
const indexText = (value: number): string => value.toFixed(2);

const withUnit = (value: number, unit: string): string => [valueText(value), unit].filter(Boolean).join(" ");

const places = (one: Characteristic): Bilingual =>
  one.station
    ? { zh: `在 ${one.station}`, en: `at ${one.station}` }
    : { zh: `在 ${one.stations.join("、")}`, en: `at ${one.stations.join(", ")}` };

export const limitsText = ({ lower, upper, unit }: Characteristic): Bilingual => {
  const [low, high] = [lower, upper].map((one) => (one === undefined ? undefined : withUnit(one, unit)));
  if (low && high) return { zh: `限值 ${low} 到 ${high}`, en: `limits ${low} to ${high}` };
  if (low) return { zh: `下限 ${low}`, en: `at least ${low}` };
  return high ? { zh: `上限 ${high}`, en: `at most ${high}` } : { zh: "没有限值", en: "no limits" };
};

/** "1.42 (95 %: 1.31 to 1.53)" */
export const cpkText = ({ capability: { cpk } }: Characteristic): Bilingual =>
  cpk
    ? {
        zh: `Cpk ${indexText(cpk.value)}（95 % 区间 ${indexText(cpk.low)} 到 ${indexText(cpk.high)}）`,
        en: `Cpk ${indexText(cpk.value)} (95 % interval ${indexText(cpk.low)} to ${indexText(cpk.high)})`,
      }
    : { zh: "没有 Cpk", en: "no Cpk" };

/** "1.42 (1.31 – 1.53)" */
export const cpkShort = ({ capability: { cpk } }: Characteristic): string =>
  cpk ? `Cpk ${indexText(cpk.value)} (${indexText(cpk.low)} – ${indexText(cpk.high)})` : "–";

const shiftText = (shift: number): string => `${shift > 0 ? "+" : "−"}${Math.abs(shift).toFixed(1)} σ`;
export const shiftShort = ({ drift }: Characteristic): string => (drift ? shiftText(drift.shift) : "–");

/** A step of a product in a sentence, with its indices or why there are none. */
export const capabilityTold = (one: Characteristic): Bilingual => {
  const { capability, unit, product, name, outside } = one;
  const { cp, ppk, none, isFew, values, mean, overall } = capability;
  const [at, limits, cpk] = [places(one), limitsText(one), cpkText(one)];
  const spread = overall === undefined ? undefined : withUnit(overall, unit);
  const parts = {
    zh: [
      none ? noIndexTold[none].zh : cpk.zh,
      ...(ppk ? [`Ppk ${indexText(ppk.value)}`] : []),
      ...(cp === undefined ? [] : [`Cp ${indexText(cp)}`]),
      `${values} 个值，均值 ${withUnit(mean, unit)}${spread ? `，标准差 ${spread}` : ""}，${limits.zh}，超限 ${outside} 个`,
      ...(!none && isFew ? [fewTold.zh] : []),
    ],
    en: [
      none ? noIndexTold[none].en : cpk.en,
      ...(ppk ? [`Ppk ${indexText(ppk.value)}`] : []),
      ...(cp === undefined ? [] : [`Cp ${indexText(cp)}`]),
      `${values} ${values === 1 ? "value" : "values"}, mean ${withUnit(mean, unit)}${spread ? `, standard deviation ${spread}` : ""}, ${limits.en}, ${outside} beyond them`,
      ...(!none && isFew ? [fewTold.en] : []),
    ],
  };
  return {
    zh: `${product} 的${name.zh}${at.zh}：${parts.zh.join("；")}`,
    en: `${name.en} of ${product} ${at.en}: ${parts.en.join("; ")}`,
  };
};

/** "发射功率 of RRU-5201 at FT-2: 42.6 instead of 43.1 (−1.8 σ)" */
export const driftTold = ({ product, name, station, unit, drift }: Characteristic): Bilingual => {
  if (!drift) return { zh: "", en: "" };
  const [was, is] = [withUnit(drift.before, unit), withUnit(drift.after, unit)];
  const shift = shiftText(drift.shift);
  return {
    zh: `${product} ${name.zh}（${station}）由 ${was} 变为 ${is}（${shift}）`,
    en: `${name.en} of ${product} at ${station}: ${is} instead of ${was} (${shift})`,
  };
};

/** The rules that points of a chart break, with how many do. */
export const brokenRules = (chart: ControlChart): ReadonlyMap<keyof typeof nelsonTold, number> =>
  new Map(
    [
      ...Map.groupBy(
        chart.points.flatMap(({ nelson }) => nelson),
        (rule) => rule,
      ),
    ]
      .toSorted(([a], [b]) => a - b)
      .map(([rule, own]) => [rule, own.length]),
  );

/** A control chart in a sentence. */
export const chartTold = ({ chart, characteristic: { unit } }: Charted): Bilingual => {
  if (!chart)
    return {
      zh: "值太少或全部一样，画不出控制图",
      en: "too few values, or all alike: there is no control chart",
    };
  const { centre, lower, upper } = chart.values;
  const rules = [...brokenRules(chart)];
  const list = (language: "zh" | "en") =>
    rules
      .map(([rule, count]) =>
        language === "zh"
          ? `规则 ${rule}（${nelsonTold[rule].zh}）${count} 点`
          : `rule ${rule} (${nelsonTold[rule].en}) at ${count} ${count === 1 ? "point" : "points"}`,
      )
      .join(language === "zh" ? "、" : ", ");
  const kind =
    chart.size === 1
      ? { zh: "单值-移动极差图", en: "Individuals and moving range" }
      : { zh: "X̄-R 图", en: "X̄ and R" };
  return {
    zh: `${kind.zh}：中心线 ${withUnit(centre, unit)}，控制限 ${valueText(lower)} 到 ${valueText(upper)}${chart.isSettled ? "" : "（没有受控的一段，限值只作参考）"}；${rules.length > 0 ? `Nelson ${list("zh")}` : "没有违反 Nelson 规则的点"}`,
    en: `${kind.en}: centre ${withUnit(centre, unit)}, control limits ${valueText(lower)} to ${valueText(upper)}${chart.isSettled ? "" : " (no stretch was in control: for orientation)"}; ${rules.length > 0 ? `Nelson's ${list("en")}` : "no point breaks a rule of Nelson"}`,
  };
};
