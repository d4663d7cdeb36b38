import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { unitsRepairedOften } from "../../services/mes/queries/repaired-often.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { formatPlantTime, languageIn, plantDayTime } from "../runtime/format.ts";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import type { Evidence } from "../runtime/tool.ts";
import { stretchOrLately } from "./stretch-or-lately.ts";

/** So far back is looked where no stretch is named; and units that a sentence and a card hold. */
const [usualDays, mostSaid, mostShown] = [28, 8, 40];

/** Which units were repaired so often or more, by the latest repair within the stretch, and how many they are. */
export const tellRepairedOften = async (
  { db, clock, text }: ToolContext,
  times: number,
): Promise<ToolResult> => {
  const now = clock.now();
  const language = languageIn(text);
  const names = await namesOfPlant(db);
  const { lines, kind, product, family } = readFigure(text, names, now, plantDayTime(now));
  const { from, to, since, until, days, when } = stretchOrLately(text, now, usualDays);
  const ofKind = names.lines.filter(({ process }) => process === kind).map(({ id }) => id);
  const units = await unitsRepairedOften(db, {
    ...{ from, to, times, product, family },
    lines: lines.length > 0 ? lines : kind ? ofKind : undefined,
  });
  const scope = lines.join("、") || (kind ?? "");
  const whose = [scope, product ?? family ?? ""].filter(Boolean).join(" ");
  const facts = {
    units: units.length,
    repairs: times,
    from: since,
    to: until,
    ...(days === undefined ? {} : { days }),
  };
  const shown = units.slice(0, mostShown);
  const evidence = [
    { kind: "unit", id: whose || "ALL", facts, source: "repair", at: now.toISOString() },
    ...shown.map(
      ({ id, product_id, status, repairs, last }): Evidence => ({
        kind: "unit",
        id,
        label: product_id,
        facts: { repairs, last: formatPlantTime(last), status },
        source: "repair",
        at: now.toISOString(),
      }),
    ),
  ] satisfies Evidence[];
  const of = { zh: whose ? ` ${whose} ` : "", en: whose ? ` of ${whose}` : "" };
  const once = times === 1 ? "once" : `${times} times`;
  if (units.length === 0)
    return {
      text: {
        zh: `${when.zh}没有${of.zh}修过 ${times} 次及以上的单元。`,
        en: `No unit${of.en} was repaired ${once} or more ${when.en}.`,
      },
      evidence,
      choices: [choiceOf("diagnose_unit", {}, language)],
    };
  const list = (most: string, more: string, of: (unit: (typeof units)[number]) => string) =>
    `${units.slice(0, mostSaid).map(of).join(most)}${units.length > mostSaid ? more : ""}`;
  const zh = list("、", " 等", ({ id, product_id: own, repairs }) => `${id}（${own}，${repairs} 次）`);
  const en = list(", ", " and others", ({ id, product_id: own, repairs }) => `${id} (${own}, ${repairs})`);
  const many = units.length === 1 ? `1 unit${of.en} was` : `${units.length} units${of.en} were`;
  return {
    text: {
      zh: `${when.zh}${of.zh}修过 ${times} 次及以上的单元有 ${units.length} 个：${zh}。`,
      en: `${many} repaired ${once} or more, the last time ${when.en}: ${en}.`,
    },
    rows: shown.map(({ id, product_id: own, repairs }) => ({
      label: { zh: id, en: id },
      value: `${own} · ${repairs}`,
    })),
    evidence,
    choices: shown.slice(0, 3).map(({ id }) => choiceOf("diagnose_unit", { unit: id }, language)),
    page: "repairs",
  };
};
