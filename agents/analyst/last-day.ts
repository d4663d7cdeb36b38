import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import type { StretchOfTime } from "../../services/mes/queries/stretch.ts";
import { inSentence } from "../runtime/format.ts";
import { measuresOf } from "../runtime/metrics/catalogue.ts";
import { isTime } from "../runtime/metrics/metric.ts";
import { dayNumber, dayOf, momentOfDay } from "../runtime/spoken/periods/calendar.ts";
import { dayName, days, type Period } from "../runtime/spoken/periods/said.ts";
import { askFigure, type Figure } from "./figures/ask.ts";
import { type FigureQuestion, queryOf } from "./figures/read.ts";
import { stretchText, valueText } from "./figures/tell.ts";
import { partsText, toldParts } from "./parts-told.ts";

/** As far as is looked back for a day with a figure. */
const mostDays = 31;

/** Whether a period has nothing of a figure: no value, none made, or no record of anything. */
export const isUnrecorded = (
  { metric }: FigureQuestion,
  { value, sums }: Pick<Figure, "value" | "sums">,
  period: Period,
  recorded: StretchOfTime | undefined,
): boolean =>
  value === undefined ||
  (metric.id === "output" && measuresOf(metric).every((measure) => !sums[measure])) ||
  (recorded !== undefined && recorded.to < period.from);

/** The last day before today of which there is such a figure, with it; undefined where none of a month has one. */
export const lastDayWith = async (
  db: Db,
  question: Pick<FigureQuestion, "metric" | "filter" | "now">,
): Promise<{ readonly period: Period; readonly value: number } | undefined> => {
  const { metric, now } = question;
  const today = dayOf(now);
  const month = { from: momentOfDay(today - mostDays), to: momentOfDay(today), name: { zh: "", en: "" } };
  const { parts } = await askFigure(db, { ...queryOf(question, month), split: "day" });
  const last = parts.findLast(
    ({ value, sums }) => value !== undefined && measuresOf(metric).some((measure) => sums[measure]),
  );
  if (last?.value === undefined) return undefined;
  const day = dayNumber(last.key);
  const { words: _, ...period } = days(day, day + 1, now, dayName(day, now), "");
  return { period, value: last.value };
};

/**
 * The last day with a figure, and its parts where it is asked by any, behind the answer that what goes on has none: " The last day that
 * has one: yesterday (...), 97.20%."
 */
export const lastDayTold = async (
  db: Db,
  question: FigureQuestion,
): Promise<{ readonly text: Bilingual; readonly facts: Readonly<Record<string, string>> } | undefined> => {
  const last = await lastDayWith(db, question);
  if (!last) return undefined;
  const { metric } = question;
  const [when, value] = [stretchText(last.period), valueText(metric, last.value)];
  const { zh, en } = last.period.name;
  const { split } = question.asked;
  const parts =
    split && !isTime(split)
      ? await toldParts(db, question, await askFigure(db, { ...queryOf(question, last.period), split }))
      : [];
  const byPart = partsText(question, parts, parts.length);
  return {
    text: {
      zh: `最近有数的一天是${zh}（${when.zh}），${value.zh}${byPart.zh}。`,
      en: ` The last day with a figure: ${inSentence(en)} (${when.en}), ${value.en}${byPart.en}.`,
    },
    facts: {
      lastDay: when.en,
      lastValue: value.en,
      ...(parts.length > 0 ? { lastParts: byPart.en } : {}),
    },
  };
};
