import { dayMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { MeasuredWanted } from "../../../services/mes/queries/measured.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { testSteps } from "../../../services/mes/queries/test-steps.ts";
import type { ToolContext, ToolHandler, ToolResult } from "../../runtime/context.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import {
  asksForChart,
  asksForDrift,
  codesIn,
  stepNamedIn,
  stepNumberIn,
  withoutIndexWords,
} from "../../runtime/spoken/about/capability.ts";
import { comparedWith, periodsIn } from "../../runtime/spoken/asked/compare.ts";
import { asksWhetherMoved } from "../../runtime/spoken/asked/moved.ts";
import { unreadIn } from "../../runtime/spoken/asked/unread.ts";
import type { Period } from "../../runtime/spoken/periods/said.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { stretchText } from "../figures/tell.ts";
import { type Charted, chartedOf } from "./charted.ts";
import { comparedTo } from "./compared.ts";
import { type Characteristic, type Study, studyOf, worstFirst } from "./study.ts";
import {
  brokenRules,
  capabilityTold,
  chartTold,
  cpkShort,
  driftTold,
  limitsText,
  shiftShort,
  valueText,
} from "./tell.ts";

/** Days that are looked at where no stretch is named, and what a sentence and a card hold. */
const [days, mostSaid, mostShown] = [28, 3, 14];

const evidenceOf = (one: Characteristic, now: Date): Evidence => {
  const { capability, station, stations, product, step, name, outside } = one;
  const [told, drift] = [capabilityTold(one), driftTold(one)];
  return {
    kind: "unit",
    id: step,
    label: `${name.zh} ${name.en}`,
    facts: {
      product,
      stations: station ?? stations.join(", "),
      values: capability.values,
      outside,
      mean: valueText(capability.mean),
      limits: limitsText(one).en,
      capability: told.en,
      ...(drift.en ? { drift: drift.en } : {}),
      formula: "Cpk = min(USL − x̄, x̄ − LSL) / 3σ within; ISO 22514-2, Bissell 1990",
    },
    source: "unit_measurement",
    at: now.toISOString(),
  };
};

const labelOf = ({ product, name, station }: Characteristic) => ({
  zh: [product, name.zh, station].filter(Boolean).join(" "),
  en: [product, name.en, station].filter(Boolean).join(" "),
});

interface Asked {
  readonly wanted: MeasuredWanted;
  readonly when: { readonly zh: string; readonly en: string };
  readonly now: Date;
  /** A stretch that each is told beside; undefined where nobody asks. */
  readonly before: Period | undefined;
}

const tellList = async (
  db: Db,
  all: readonly Characteristic[],
  { wanted, when, now, before }: Asked,
): Promise<ToolResult> => {
  const compared = before && (await comparedTo(db, wanted, before));
  const shown = all.slice(0, mostShown).map((one) => ({ one, was: compared?.(one) }));
  const said = shown.slice(0, mostSaid).map(({ one, was }) => {
    const told = capabilityTold(one);
    return { zh: told.zh + (was?.zh ?? ""), en: told.en + (was?.en ?? "") };
  });
  const more = all.length > mostSaid;
  return {
    text: {
      zh: `${when.zh}${more ? "，能力最低的" : ""}：${said.map(({ zh }) => zh).join("。")}。`,
      en: `${when.en}${more ? ", the least capable" : ""}: ${said.map(({ en }) => en).join(". ")}.`,
    },
    rows: shown.map(({ one }) => ({ label: labelOf(one), value: cpkShort(one) })),
    evidence: shown.map(({ one, was }) => {
      const evidence = evidenceOf(one, now);
      return was ? { ...evidence, facts: { ...evidence.facts, before: `${was.en} / ${was.zh}` } } : evidence;
    }),
  };
};

const tellDrifts = ({ apart }: Study, { when, now }: Asked): ToolResult => {
  const all = apart
    .filter(({ drift }) => drift)
    .toSorted((a, b) => Math.abs(b.drift!.shift) - Math.abs(a.drift!.shift));
  const said = all.slice(0, mostSaid).map(driftTold);
  return {
    text:
      all.length > 0
        ? {
            zh: `${when.zh}，最后四分之一和之前相比移动的测试项有 ${all.length} 个：${said.map(({ zh }) => zh).join("；")}。`,
            en: `${when.en}, the last quarter beside what was before: ${all.length} ${all.length === 1 ? "test step has" : "test steps have"} moved: ${said.map(({ en }) => en).join("; ")}.`,
          }
        : { zh: `${when.zh}，没有测试项在漂移。`, en: `${when.en}, no test step drifts.` },
    rows: all.slice(0, mostShown).map((one) => ({ label: labelOf(one), value: shiftShort(one) })),
    evidence: [
      {
        kind: "unit",
        id: "ALL",
        facts: { moved: all.length, looked: apart.length },
        source: "unit_measurement",
        at: now.toISOString(),
      },
      ...all.slice(0, mostShown).map((one) => evidenceOf(one, now)),
    ],
  };
};

const tellChart = (charted: Charted, { when, now }: Asked): ToolResult => {
  const { characteristic, chart } = charted;
  const [capable, told] = [capabilityTold(characteristic), chartTold(charted)];
  const evidence = evidenceOf(characteristic, now);
  return {
    text: {
      zh: `${when.zh}，${capable.zh}。${told.zh}。图在“指标”页。`,
      en: `${when.en}, ${capable.en}. ${told.en}. Its picture is on the Figures page.`,
    },
    rows: chart
      ? [...brokenRules(chart)].map(([rule, count]) => ({
          label: { zh: `Nelson 规则 ${rule}`, en: `Nelson's rule ${rule}` },
          value: String(count),
        }))
      : [],
    evidence: [{ ...evidence, facts: { ...evidence.facts, chart: `${told.en} / ${told.zh}` } }],
  };
};

/** The step that is meant: by its name, or by its number in the program of the product that is meant or of those measured there. */
const stepMeant = async ({ db, text }: ToolContext, wanted: MeasuredWanted): Promise<string | undefined> => {
  const steps = await testSteps(db);
  const number = stepNumberIn(text);
  if (number === undefined) return stepNamedIn(text, steps)?.step;
  const { together } = await studyOf(db, wanted);
  const product = together.toSorted((a, b) => b.capability.values - a.capability.values)[0]?.product;
  return together.filter((one) => one.product === product)[number - 1]?.step;
};

/** So many signs of a name that nothing else in the sentence is: 锡膏厚度, "paste thickness". */
const name = /\p{Script=Han}{3,12}|[a-z]{4,}(?: [a-z]{3,}){1,3}/u;

/** What is said as a step's code or name, and is that of none, nor of a line, a product or anything else that is read. */
const unknownStep = async ({ db, text }: ToolContext, now: Date): Promise<string | undefined> => {
  const names = await namesOfPlant(db);
  const plain = (id: string) => id.replaceAll(/[\s_-]/g, "").toUpperCase();
  const known = [...names.lines.map(({ id }) => id), ...names.products].map(plain);
  const code = codesIn(text).find((one) => !known.some((id) => id.endsWith(plain(one))));
  const left = name.exec(unreadIn(withoutIndexWords(text), names, now))?.[0];
  // Its last sign may be read as a unit: 厚度.
  return code ?? (left && (new RegExp(`${left}[度率值量]?`, "i").exec(text)?.[0] ?? left));
};

/**
 * How capable test steps are, their control chart, or what drifts: of a product, a step, a tester, over four weeks where no stretch is named.
 */
export const tellCapability: ToolHandler = async (context) => {
  const { db, clock, args, text } = context;
  const now = clock.now();
  const { period: said, compare } = periodsIn(text, now);
  const stretch: Period = said ?? {
    from: new Date(now.getTime() - days * dayMs),
    to: now,
    name: { zh: `最近 ${days} 天`, en: `The last ${days} days` },
  };
  const { from, to } = stretch;
  const read = stretchText(stretch);
  const scope: MeasuredWanted = {
    from,
    to,
    product: args.product ?? undefined,
    station: args.line ?? undefined,
  };
  const step = await stepMeant(context, scope);
  const unknown = step === undefined ? await unknownStep(context, now) : undefined;
  const [noneZh, noneEn] = unknown
    ? [`没有叫 ${unknown} 的测试项。`, `There is no test step ${unknown}. `]
    : ["", ""];
  const when = {
    zh: `${noneZh}${stretch.name.zh}（${read.zh}）`,
    en: `${noneEn}${stretch.name.en} (${read.en})`,
  };
  const beside = compare ?? (asksWhetherMoved(text) ? "before" : undefined);
  const before = beside && comparedWith(stretch, beside);
  const asked: Asked = { wanted: { ...scope, step }, when, now, before };
  const withStretch = (result: ToolResult): ToolResult => ({
    ...result,
    evidence: [
      {
        kind: "unit",
        id: "STRETCH",
        facts: {
          ...(unknown ? { unknown } : {}),
          from: formatPlantTime(from),
          to: formatPlantTime(to),
          period: `${said?.name.en ?? `${days} days`}`,
        },
        source: "unit_test",
        at: now.toISOString(),
      },
      ...result.evidence,
    ],
    ...(args.line ? { mentioned: { line: args.line } } : {}),
  });
  const study = await studyOf(db, asked.wanted);
  if (study.together.length === 0)
    return withStretch({
      text: { zh: `${when.zh}没有这样的测量值。`, en: `${when.en}: nothing of the kind was measured.` },
      evidence: [],
    });
  if (asksForDrift(text) && step === undefined) return withStretch(tellDrifts(study, asked));
  const all = args.line ? study.apart : study.together;
  if (step !== undefined && (asksForChart(text) || args.product)) {
    const [most] = all.toSorted((a, b) => b.capability.values - a.capability.values);
    const charted = await chartedOf(db, { ...asked.wanted, product: most!.product, step });
    if (charted && asksForChart(text)) return withStretch(tellChart(charted, asked));
    return withStretch(await tellList(db, [...all, ...(args.line ? [] : worstFirst(study.apart))], asked));
  }
  return withStretch(await tellList(db, worstFirst(all), asked));
};
