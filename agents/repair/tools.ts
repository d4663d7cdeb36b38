import type { Db } from "../../services/mes/database.ts";
import { waitingUnits } from "../../services/mes/queries/units.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolHandler, ToolResult } from "../runtime/context.ts";
import { formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import { repairsAtLeast } from "../runtime/spoken/about/repaired-often.ts";
import type { Evidence } from "../runtime/tool.ts";
import { causeEvidence } from "./cause-evidence.ts";
import { type CauseTold, type Diagnosis, diagnose } from "./diagnose.ts";
import type { RepairKnowledge } from "./knowledge.ts";
import { tellRepairedOften } from "./repaired-often.ts";
import { tellsSymptom } from "./symptom-words.ts";
import { tellSymptom } from "./tell-symptom.ts";

/** Causes, failed steps and waiting units that one answer tells. */
const mostCauses = 3;
const mostSteps = 3;
const mostWaiting = 8;

type Measured = Diagnosis["measurements"][number];
type Language = "zh" | "en";

const names = ({ name_zh, name_en, step }: Measured) => ({ zh: name_zh ?? step, en: name_en ?? step });
/** A value against the limit that it breaks. */
const measured = ({ value, unit, lower_limit, upper_limit }: Measured, language: Language): string => {
  const low = lower_limit !== null && value < lower_limit;
  const limit = low ? lower_limit : upper_limit;
  const words = low ? { zh: "下限", en: "at least" } : { zh: "上限", en: "at most" };
  const amount = [value, unit].filter((part) => part !== "").join(" ");
  return language === "zh" ? `${amount}（${words.zh} ${limit}）` : `${amount} (${words.en} ${limit})`;
};

const evidenceOf = (diagnosis: Diagnosis, now: Date): Evidence[] => {
  const { unit, test, measurements, repairs, inVain, causes, checks, learnt } = diagnosis;
  const at = now.toISOString();
  return [
    {
      kind: "unit",
      id: unit.id,
      label: unit.product_id,
      facts: {
        status: unit.status,
        station: test?.station ?? null,
        tested: test ? formatPlantTime(test.time) : null,
        repairs: repairs.length,
        attempt: repairs.length + 1,
        inVain: inVain.length,
        learnt,
      },
      source: "unit_test",
      at,
    },
    ...measurements
      .filter(({ failed }) => failed)
      .map((row): Evidence => {
        const { zh, en } = names(row);
        return {
          kind: "unit",
          id: row.step,
          facts: { name: `${zh} / ${en}`, value: row.value, lower: row.lower_limit, upper: row.upper_limit },
          source: "unit_measurement",
          at,
        };
      }),
    ...causes.slice(0, mostCauses).map((cause) => {
      const { action, cases, alike } = cause;
      const more = {
        cost: action?.cost ?? null,
        casesOfProduct: cases.product,
        casesOfFamily: cases.family,
        alike: alike.slice(0, 5).join(", ") || null,
      };
      return causeEvidence(cause, more, at);
    }),
    ...checks
      .filter(({ id }) => id === diagnosis.advice?.check?.id)
      .map(
        ({ id, name, minutes }): Evidence => ({
          kind: "unit",
          id,
          facts: { check: `${name.zh} / ${name.en}`, minutes },
          source: "repair_check",
          at,
        }),
      ),
  ];
};

const causeTold = ({ name, probability, action }: CauseTold, language: Language): string => {
  const share = formatPercent(probability);
  if (!action) return `${name[language]} ${share}`;
  return language === "zh"
    ? `${name.zh} ${share}（${action.name.zh}，${action.minutes} 分钟）`
    : `${name.en} ${share} (${action.name.en}, ${action.minutes} min)`;
};

const tell = (diagnosis: Diagnosis, language: Language): string => {
  const { unit, test, measurements, repairs, inVain, causes, advice } = diagnosis;
  const zh = language === "zh";
  const head = `${unit.id}${zh ? "（" : " ("}${unit.product_id}${zh ? "）" : ")"}`;
  if (!test) return zh ? `${head} 没有失败的测试记录。` : `${head} has no failed test on record.`;
  const failed = measurements.filter((row) => row.failed).slice(0, mostSteps);
  const symptoms = failed
    .map((row) => `${names(row)[language]} ${measured(row, language)}`)
    .join(zh ? "、" : ", ");
  const again =
    inVain.length > 0
      ? zh
        ? `，已维修 ${inVain.length} 次仍不过`
        : `, after ${inVain.length} repair${inVain.length > 1 ? "s" : ""} in vain`
      : repairs.length === 0
        ? zh
          ? "，还没有修过"
          : ", not repaired before"
        : zh
          ? `，修过 ${repairs.length} 次`
          : `, repaired ${repairs.length} time${repairs.length > 1 ? "s" : ""} before`;
  const parts = [
    zh
      ? `${head} 测试不过${again}${symptoms ? `：${symptoms}` : ""}`
      : `${head} failed its test${again}${symptoms ? `: ${symptoms}` : ""}`,
  ];
  if (unit.status !== "Failed") {
    const status = {
      Retest: { zh: "已维修，等待复测", en: "It has been repaired and waits for its test" },
      Passed: { zh: "之后已通过测试", en: "It has passed since" },
      Scrapped: { zh: "之后已报废", en: "It has been scrapped since" },
    }[unit.status];
    parts.push(status[language]);
  }
  if (causes.length === 0)
    parts.push(
      zh
        ? "这个产品没有维修目录，无法给出原因"
        : "There is no repair catalogue for its product, so no cause can be told",
    );
  else
    parts.push(
      `${zh ? "可能原因：" : "Probable causes: "}${causes
        .slice(0, mostCauses)
        .map((cause) => causeTold(cause, language))
        .join(zh ? "；" : "; ")}`,
    );
  if (advice?.check)
    parts.push(
      zh
        ? `先检查：${advice.check.name.zh}（${advice.check.minutes} 分钟）`
        : `Look first: ${advice.check.name.en} (${advice.check.minutes} min)`,
    );
  if (advice?.cause?.action)
    parts.push(
      zh
        ? `先做：${advice.cause.action.name.zh}（${advice.cause.action.minutes} 分钟）`
        : `Do first: ${advice.cause.action.name.en} (${advice.cause.action.minutes} min)`,
    );
  if (advice?.kind === "give-up")
    parts.push(
      zh
        ? "没有值得做的维修了：比报废更费，请在“维修”页记录"
        : "No repair is worth its cost any more, against scrapping it; record it on the Repair page",
    );
  else if (advice && failed.length > 0) {
    const verify = failed.map((row) => names(row)[language]).join(zh ? "、" : ", ");
    parts.push(
      zh
        ? `修后复测，重点看${verify}；结果请在“维修”页记录`
        : `Test it again afterwards and look at ${verify}; record what you did on the Repair page`,
    );
  }
  return `${parts.join(zh ? "。" : ". ")}${zh ? "。" : "."}`;
};

const listWaiting = async (db: Db, language: Language, now: Date): Promise<ToolResult> => {
  const waiting = (await waitingUnits(db, 200)).filter(({ status }) => status === "Failed");
  const shown = waiting.slice(0, mostWaiting);
  const evidence = shown.map(
    ({ id, product_id, changed_at, repairs }): Evidence => ({
      kind: "unit",
      id,
      label: product_id,
      facts: {
        status: "Failed",
        since: formatPlantTime(changed_at),
        repairs: Number(repairs ?? 0),
        waiting: waiting.length,
      },
      source: "unit",
      at: now.toISOString(),
    }),
  );
  if (waiting.length === 0)
    return { text: { zh: "没有等待维修的单元。", en: "No unit waits for repair." }, evidence };
  const list = shown.map(({ id, product_id }) => `${id}（${product_id}）`).join("、");
  const listEn = shown.map(({ id, product_id }) => `${id} (${product_id})`).join(", ");
  return {
    text: {
      zh: `等待维修的单元有 ${waiting.length} 个，等得最久的是：${list}。`,
      en: `${waiting.length} units wait for repair, the longest ${listEn}.`,
    },
    rows: shown.map(({ id, product_id, changed_at }) => ({
      label: { zh: id, en: id },
      value: `${product_id} · ${formatPlantTime(changed_at)}`,
    })),
    evidence,
    choices: shown.slice(0, 3).map(({ id }) => choiceOf("diagnose_unit", { unit: id }, language)),
    page: "repairs",
  };
};

/** What the documents say to the words, provided that they answer them so well. */
type AskDocuments = (context: ToolContext, least: number) => Promise<ToolResult | undefined>;

/** So well the documents have to answer a symptom that no test step measures. */
const surely = 0.6;

/** What is wrong with a unit and what to do, what a symptom comes from, which units were repaired how often, or which wait; every figure out of the evidence. */
export const createDiagnoseUnit =
  (knowledge: RepairKnowledge, askDocuments: AskDocuments): ToolHandler =>
  async (context) => {
    const { db, clock, args, text } = context;
    const now = clock.now();
    const language = languageIn(text);
    const times = args.unit ? undefined : repairsAtLeast(text);
    if (times !== undefined) return tellRepairedOften(context, times);
    if (!args.unit && tellsSymptom(text)) {
      const told = (await tellSymptom(context, knowledge)) ?? (await askDocuments(context, surely));
      if (told) return told;
    }
    if (!args.unit) return listWaiting(db, language, now);
    const diagnosis = await diagnose(db, knowledge, args.unit);
    return {
      text: { zh: tell(diagnosis, "zh"), en: tell(diagnosis, "en") },
      rows: diagnosis.causes.slice(0, mostCauses).map(({ name, probability }) => ({
        label: name,
        value: formatPercent(probability),
      })),
      evidence: evidenceOf(diagnosis, now),
      choices: [choiceOf("diagnose_unit", {}, language)],
      page: "repairs",
    };
  };
