import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { formatPercent, languageIn, plantDayTime } from "../runtime/format.ts";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import { productByNumber } from "../runtime/spoken/ids/product-number.ts";
import type { Evidence } from "../runtime/tool.ts";
import { findBySymptom, measuredElsewhere, type SymptomCause, type SymptomFindings } from "./by-symptom.ts";
import { causeEvidence } from "./cause-evidence.ts";
import type { RepairKnowledge } from "./knowledge.ts";

type Language = "zh" | "en";

const mostCauses = 3;
/** Causes less probable are not named. */
const least = 0.02;

const causeTold = ({ name, probability, action, cases }: SymptomCause, language: Language): string => {
  const share = formatPercent(probability);
  const done = action
    ? language === "zh"
      ? `，${action.name.zh}，${action.minutes} 分钟`
      : `; ${action.name.en}, ${action.minutes} min`
    : "";
  return language === "zh"
    ? `${name.zh} ${share}（案例 ${cases} 个${done}）`
    : `${name.en} ${share} (${cases} cases${done})`;
};

const stepsTold = ({ steps }: SymptomFindings, language: Language): string =>
  steps.map(({ name }) => name[language]).join(language === "zh" ? "、" : ", ");

const evidenceOf = (found: SymptomFindings, now: Date): Evidence[] => {
  const at = now.toISOString();
  return [
    {
      kind: "unit",
      id: found.family,
      facts: {
        steps: `${stepsTold(found, "zh")} / ${stepsTold(found, "en")}`,
        learnt: found.learnt,
        alsoPossible: found.others.join(", ") || null,
      },
      source: "test_step",
      at,
    },
    ...found.causes
      .slice(0, mostCauses)
      .map((cause) => causeEvidence(cause, { casesOfFamily: cause.cases }, at)),
  ];
};

/** Where a sentence says that a unit was tested, and of which products it is. */
const saidOf = async (db: Db, text: string, now: Date) => {
  const names = await namesOfPlant(db);
  const { lines, product: named, family } = readFigure(text, names, now, plantDayTime(now));
  const product = named ?? productByNumber(text, names.products);
  const known = product
    ? await db
        .selectFrom("product_family")
        .select("family")
        .where("product_id", "=", product)
        .executeTakeFirst()
    : undefined;
  return { product, family: known?.family ?? family, station: lines.length === 1 ? lines[0] : undefined };
};

/** That no test of a family measures what is said of it, and which families' tests do: their causes are no answer for it. */
const notMeasured = async (
  db: Db,
  text: string,
  of: string,
  family: string,
  now: Date,
): Promise<ToolResult | undefined> => {
  const measured = await measuredElsewhere(db, text);
  if (measured.length === 0 || measured.some((one) => one.family === family)) return undefined;
  const language = languageIn(text);
  const steps = (own: Language) =>
    [...new Set(measured.map(({ name }) => name[own]))].join(own === "zh" ? "、" : ", ");
  const families = [...new Set(measured.map((one) => one.family))].join(", ");
  return {
    text: {
      zh: `${of} 的测试里没有${steps("zh")}这一项，没有可依据的维修案例；测这一项的是 ${families} 系列，它们的原因不能套用到 ${of}。说出 ${of} 测不过的项目，或扫序列号（SN-…）。`,
      en: `No test of ${of} measures ${steps("en")}, so no repair of it tells a cause; ${families} units are tested for it, and their causes do not hold for ${of}. Say which test ${of} fails, or scan its serial number (SN-…).`,
    },
    evidence: [
      {
        kind: "unit",
        id: of,
        facts: { steps: `${steps("zh")} / ${steps("en")}`, measuredOf: families },
        source: "test_step",
        at: now.toISOString(),
      },
    ],
    choices: [choiceOf("diagnose_unit", {}, language)],
    page: "repairs",
  };
};

/** What a symptom that is told comes from, by the repairs that were learnt; undefined where the plant measures nothing like it. */
export const tellSymptom = async (
  { db, clock, text }: ToolContext,
  knowledge: RepairKnowledge,
): Promise<ToolResult | undefined> => {
  const now = clock.now();
  const said = await saidOf(db, text, now);
  const found = await findBySymptom(db, knowledge, { text, ...said });
  if (!found)
    return said.family ? notMeasured(db, text, said.product ?? said.family, said.family, now) : undefined;
  const causes = found.causes
    .slice(0, mostCauses)
    .filter(({ probability }, at) => at === 0 || probability >= least);
  const list = (language: Language) =>
    causes.map((cause) => causeTold(cause, language)).join(language === "zh" ? "；" : "; ");
  const [zhSteps, enSteps] = [stepsTold(found, "zh"), stepsTold(found, "en")];
  const language = languageIn(text);
  return {
    text: {
      zh: `${found.family} 系列${zhSteps}不过，最可能的原因：${list("zh")}。修后复测，重点看${zhSteps}。按学过的 ${found.learnt} 个维修案例估计，只凭您说的症状；扫序列号（SN-…）后按实测数据诊断会更准，在“维修”页打开。`,
      en: `${found.family} units that fail ${enSteps} most probably have: ${list("en")}. Test it again afterwards and look at ${enSteps}. Judged by ${found.learnt} repairs on record from the symptom alone; with the serial number (SN-…) its own measurements tell more, on the Repair page.`,
    },
    rows: causes.map(({ name, probability }) => ({ label: name, value: formatPercent(probability) })),
    evidence: evidenceOf(found, now),
    choices: [choiceOf("diagnose_unit", {}, language)],
    page: "repairs",
  };
};
