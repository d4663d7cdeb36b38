import type { Bilingual } from "../../services/core/errors.ts";
import { dayMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { type FailedMeasurement, failedMeasurements } from "../../services/mes/queries/test-failures.ts";
import { measurementsOf, testsOf, unitById } from "../../services/mes/queries/units.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import { failuresSplitIn } from "../runtime/spoken/about/faults.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import type { Evidence } from "../runtime/tool.ts";

/** So far back is looked where no stretch is named. */
const days = 30;
/** Steps, repairs and units that a sentence holds. */
const mostSteps = 4;
const mostMends = 3;
const mostUnits = 3;
const mostShown = 12;

type Row = FailedMeasurement;

/** Groups with the number of units in each, the most first. */
const counted = (rows: readonly Row[], keyOf: (row: Row) => string | null) =>
  [...Map.groupBy(rows, keyOf)]
    .flatMap(([key, those]) =>
      key === null ? [] : [{ key, rows: those, units: new Set(those.map(({ unit_id }) => unit_id)).size }],
    )
    .sort((a, b) => b.units - a.units || a.key.localeCompare(b.key));

const stepName = ({ name_zh: zh, name_en: en, step }: Row): Bilingual => ({ zh: zh ?? step, en: en ?? step });
const actionName = ({ action_zh: zh, action_en: en, action_id: id }: Row): Bilingual => ({
  zh: zh ?? id ?? "–",
  en: en ?? id ?? "–",
});

/** The steps that the latest failed test of a unit was outside of, and its product. */
const failedOf = async (db: Db, serial: string) => {
  const unit = await unitById(db, serial);
  const test = (await testsOf(db, unit.id)).find(({ result }) => result !== "Passed");
  const rows = test ? await measurementsOf(db, test.id) : [];
  const steps = rows
    .filter(
      ({ value, lower_limit: low, upper_limit: high }) =>
        (low !== null && value < low) || (high !== null && value > high),
    )
    .map(({ step }) => step);
  return { product: unit.product_id, steps, beside: unit.id };
};

/**
 * Which measurements units failed lately, how often, what mended them, and from which lines or at which testers: of a product, of
 * units that failed as one did, or of all. Only failed tests are counted.
 */
export const tellTestFailures: ToolHandler = async ({ db, clock, args, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const said = periodNamed(text, now);
  const { from, to } = said ?? { from: new Date(now.getTime() - days * dayMs), to: now };
  const like = args.unit ? await failedOf(db, args.unit) : undefined;
  const product = like?.product ?? args.product ?? undefined;
  const line = args.line ?? undefined;
  const rows =
    like && like.steps.length === 0
      ? []
      : await failedMeasurements(db, {
          from,
          to,
          product,
          line,
          steps: like?.steps,
          beside: like?.beside,
        });
  const units = new Set(rows.map(({ unit_id }) => unit_id)).size;
  const [since, until] = [formatPlantTime(from), formatPlantTime(to)];
  const when = said
    ? { zh: `${since} 到 ${until}`, en: `from ${since} to ${until}` }
    : {
        zh: `最近 ${days} 天（${since} 到 ${until}）`,
        en: `in the last ${days} days (${since} to ${until})`,
      };
  const whose = product ? { zh: ` ${product} `, en: product } : { zh: "各产品", en: "units of all products" };
  const as = like
    ? { zh: `和 ${like.beside} 同样测试不过的`, en: ` that failed as ${like.beside} did` }
    : { zh: "测试不过的", en: " that failed their test" };
  const of = line ? { zh: ` ${line} `, en: ` of ${line}` } : { zh: "", en: "" };
  const narrower = product
    ? { zh: "", en: "" }
    : {
        zh: "要看某个产品或某一台，请说型号或序列号（SN-…）。",
        en: " Name a product or a serial number (SN-…) for one of them.",
      };
  const evidence: Evidence = {
    kind: "unit",
    id: product ?? "ALL",
    facts: {
      failed: units,
      from: since,
      to: until,
      days: said ? null : days,
      ...(like ? { like: like.beside } : {}),
      ...(line ? { line } : {}),
    },
    source: "unit_test",
    at: now.toISOString(),
  };
  if (units === 0)
    return {
      text: {
        zh: `${when.zh}${of.zh}没有${as.zh}${product ? ` ${product}` : "单元"}。`,
        en: `No ${product ?? "unit"}${of.en}${as.en} ${when.en}.`,
      },
      evidence: [evidence],
      choices: [choiceOf("diagnose_unit", {}, language)],
    };
  const steps = counted(rows, ({ step }) => step);
  const mends = counted(rows, ({ action_id: action }) => action);
  const split = failuresSplitIn(text);
  const places = split ? counted(rows, (row) => row[split]) : [];
  const latest = [...new Map(rows.map((row) => [row.test_id, row])).values()].slice(0, mostUnits);
  const list = (tongue: "zh" | "en") => {
    const mark = tongue === "zh" ? "、" : ", ";
    const top = steps.slice(0, mostSteps).map((one) => `${stepName(one.rows[0]!)[tongue]} ${one.units}`);
    const mended = mends.slice(0, mostMends).map((one) => `${actionName(one.rows[0]!)[tongue]} ${one.units}`);
    const at = places.map((one) => {
      const [most] = counted(one.rows, ({ step }) => step);
      return `${one.key} ${one.units}${most ? (tongue === "zh" ? `（最多 ${stepName(most.rows[0]!).zh} ${most.units}）` : ` (most ${stepName(most.rows[0]!).en} ${most.units})`) : ""}`;
    });
    const shown = latest.map(
      (one) =>
        `${one.unit_id}${tongue === "zh" ? "（" : " ("}${formatPlantTime(one.time)}${mark}${one.line ?? one.station}${tongue === "zh" ? "）" : ")"}`,
    );
    return { top: top.join(mark), mended: mended.join(mark), at: at.join(mark), shown: shown.join(mark) };
  };
  const [zh, en] = [list("zh"), list("en")];
  const placed = split === "station" ? { zh: "按测试台", en: "By tester" } : { zh: "按产线", en: "By line" };
  const onlyFailed = split
    ? { zh: "只统计测试不过的单元。", en: " Only units that failed are counted." }
    : { zh: "", en: "" };
  return {
    text: {
      zh: `${when.zh}${of.zh}${whose.zh}${as.zh}有 ${units} 台，不过的项目：${zh.top}。${zh.at ? `${placed.zh}：${zh.at}。` : ""}${zh.mended ? `修好它们的：${zh.mended}。` : ""}最近的：${zh.shown}。${onlyFailed.zh}${narrower.zh}`,
      en: `${units} ${whose.en}${of.en}${as.en} ${when.en}; measurements out of limits: ${en.top}.${en.at ? ` ${placed.en}: ${en.at}.` : ""}${en.mended ? ` What mended them: ${en.mended}.` : ""} The latest: ${en.shown}.${onlyFailed.en}${narrower.en}`,
    },
    rows: (split ? places : steps).slice(0, mostShown).map((one) => ({
      label: split ? { zh: one.key, en: one.key } : stepName(one.rows[0]!),
      value: String(one.units),
    })),
    evidence: [
      evidence,
      ...steps.slice(0, mostShown).map(
        (one): Evidence => ({
          kind: "unit",
          id: one.key,
          label: `${stepName(one.rows[0]!).zh} ${stepName(one.rows[0]!).en}`,
          facts: { failed: one.units },
          source: "unit_measurement",
          at: now.toISOString(),
        }),
      ),
      ...places.map(
        (one): Evidence => ({
          kind: "equipment",
          id: one.key,
          facts: {
            failed: one.units,
            most: counted(one.rows, ({ step }) => step)[0]?.units ?? 0,
          },
          source: "unit_test",
          at: now.toISOString(),
        }),
      ),
      ...mends.slice(0, mostMends).map(
        (one): Evidence => ({
          kind: "unit",
          id: one.key,
          label: `${actionName(one.rows[0]!).zh} ${actionName(one.rows[0]!).en}`,
          facts: { mended: one.units },
          source: "repair",
          at: now.toISOString(),
        }),
      ),
      ...latest.map(
        (one): Evidence => ({
          kind: "unit",
          id: one.unit_id,
          label: one.product_id,
          facts: { tested: formatPlantTime(one.time), station: one.station, line: one.line },
          source: "unit_test",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: latest.map(({ unit_id: unit }) => choiceOf("diagnose_unit", { unit }, language)),
    page: "repairs",
  };
};
