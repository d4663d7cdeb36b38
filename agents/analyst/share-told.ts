import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { formatPercent } from "../runtime/format.ts";
import { addsUp } from "../runtime/metrics/metric.ts";
import { asksForShare } from "../runtime/spoken/asked/share.ts";
import { askFigure, type Figure } from "./figures/ask.ts";
import type { FigureQuery } from "./figures/query.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { valueText } from "./figures/tell.ts";
import type { ToldPart } from "./parts-told.ts";

/** What a figure is of all of the plant's, where a sentence asks for its share. */
export interface ToldShare {
  readonly text: Bilingual;
  readonly facts: { readonly share: string; readonly whole: string };
}

/** Each part with its share of the whole, where the sentence asks for shares. */
export const withShares = (
  { metric }: FigureQuestion,
  { value }: Figure,
  parts: readonly ToldPart[],
  text: string,
): readonly ToldPart[] =>
  value && addsUp(metric) && asksForShare(text)
    ? parts.map((part) => ({ ...part, share: part.value === undefined ? undefined : part.value / value }))
    : parts;

/** The share of the whole plant's of what a figure is narrowed to; undefined where none is asked for or there is none. */
export const shareTold = async (
  db: Db,
  { metric, asked, filter }: FigureQuestion,
  query: FigureQuery,
  { value }: Figure,
  text: string,
): Promise<ToldShare | undefined> => {
  const isPart = Object.values(filter).some((one) =>
    Array.isArray(one) ? one.length > 0 : one !== undefined,
  );
  if (asked.split || !isPart || value === undefined || !addsUp(metric) || !asksForShare(text))
    return undefined;
  const { value: all } = await askFigure(db, { ...query, filter: {}, split: undefined });
  if (!all) return undefined;
  const [share, whole] = [formatPercent(value / all), valueText(metric, all)];
  return {
    text: { zh: `，占全厂 ${whole.zh} 的 ${share}`, en: `, ${share} of the plant's ${whole.en}` },
    facts: { share, whole: whole.en },
  };
};
