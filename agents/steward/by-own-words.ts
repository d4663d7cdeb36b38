import type { Db } from "../../services/mes/database.ts";
import { cellProducts, cellsOfProduct } from "../../services/mes/queries/cells.ts";
import { stocksNamed } from "../../services/mes/queries/material-names.ts";
import { tellsSymptom } from "../repair/symptom-words.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates } from "../runtime/candidates.ts";
import { isChinese } from "../runtime/format.ts";
import { asksAboutChangeover, productsSaid, wantsCellRun } from "../runtime/spoken/about/cell.ts";
import { asksForReplay } from "../runtime/spoken/about/help.ts";
import { asksAboutStock, asksInGeneral, asksOfPapers } from "../runtime/spoken/about/knowledge.ts";
import { metricExplained } from "../runtime/spoken/about/meaning.ts";
import { asksForPastSetUps } from "../runtime/spoken/about/set-up.ts";
import { asksOfMaterial } from "../runtime/spoken/about/stock.ts";
import { asksHowOften, asksWhyItStops, tellsOfStop } from "../runtime/spoken/about/stop.ts";
import { watchedStateIn } from "../runtime/spoken/about/watch.ts";
import { longStopsIn } from "../runtime/spoken/asked/long-stops.ts";
import { asksWhichFault } from "../runtime/spoken/asked/split.ts";
import { writtenTogether } from "../runtime/spoken/asked/written-together.ts";
import { allSaid } from "../runtime/spoken/ids/said.ts";
import type { Reading } from "../runtime/spoken/reading.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import { subjects } from "./things-asked.ts";

/** What is said of one line and of nothing else: that somebody wants to be told when it stops, or that it has stopped. */
export const ofOneLine = (
  text: string,
  { orders, materials, lines, spans, unclear }: Reading,
  now: Date,
): ToolCall | undefined => {
  const [line, ...others] = lines;
  const isOfLine = line && others.length + allSaid(orders).length + allSaid(materials).length === 0;
  if (!isOfLine || spans.length > 1 || unclear.spans.length > 0) return undefined;
  const [hours] = spans;
  if (asksWhyItStops(text)) {
    const stretch = periodNamed(text, now)?.words.trim();
    const zh = isChinese(text);
    const when = stretch ?? (zh ? "最近 4 周" : "in the last 4 weeks");
    const ofFigure = (named: { readonly zh: string; readonly en: string }) =>
      zh ? `${when} ${line} 的${named.zh}按原因` : `${named.en} of ${line} by reason ${when}`;
    const asked = [
      { zh: "停机时间", en: "downtime" },
      ...(asksHowOften(text) ? [{ zh: "故障次数", en: "failures" }] : []),
    ];
    return {
      tool: "metric_value",
      metric: "downtime",
      line,
      words: writtenTogether(asked.map(ofFigure), zh ? "zh" : "en"),
    };
  }
  if (watchedStateIn(text))
    return { tool: "watch_line", line, minutes: hours ? Math.round(hours * 60) : null };
  return hours === undefined && tellsOfStop(text) ? { tool: "line_status", line } : undefined;
};

/** How many set-ups there were, on the one line that is named or on all of them. */
export const ofPastSetUps = (text: string, { lines, unclear }: Reading): ToolCall | undefined => {
  const [line = "all", ...others] = lines;
  const isClear = others.length === 0 && unclear.lines.length === 0;
  return isClear && asksForPastSetUps(text)
    ? { tool: "metric_value", metric: "setup_time", line, words: text }
    : undefined;
};

/** Stops that are asked for by their length, of the one line that is named or of all of them; of the last day where no stretch is. */
export const ofLongStops = (
  text: string,
  { orders, materials, products, lines, unclear }: Reading,
  now: Date,
): ToolCall | undefined => {
  const [line = "all", ...others] = lines;
  const isOfOther =
    allSaid(materials).length + orders.written.length + orders.called.length + products.length > 0;
  if (isOfOther || others.length > 0 || unclear.lines.length > 0 || !longStopsIn(text)) return undefined;
  const lastDay = isChinese(text) ? `最近 24 小时${text}` : `${text} in the last 24 hours`;
  return { tool: "metric_value", metric: "downtime", line, words: periodNamed(text, now) ? text : lastDay };
};

/** What a sentence without an id comes to by its words: a question in general, or one about a material by its name. */
export const ofItsOwn = async (
  db: Db,
  text: string,
  { named, wish, line: lines }: Candidates,
  now: Date,
): Promise<ToolCall | undefined> => {
  const explained = metricExplained(text);
  const isOfOther = subjects.some((name) => name !== "metric" && name !== "line" && named.has(name));
  if (explained && wish === undefined && !isOfOther && lines.length < 2)
    return { tool: "metric_value", metric: explained, line: (named.has("line") ? lines[0] : null) ?? "all" };
  if (asksForReplay(text) || !/[\p{L}\p{N}]/u.test(text)) return { tool: "help" };
  if (
    wish !== undefined ||
    named.has("line") ||
    subjects.some((name) => name !== "metric" && named.has(name))
  )
    return undefined;
  if (asksAboutChangeover(text)) {
    const [product] = productsSaid(text, await cellProducts(db)).said;
    const [cell] = product ? await cellsOfProduct(db, product) : [];
    if (cell) return { tool: "look_up", thing: cell };
  }
  // How a unit fails that a test measures is told by its repairs, what else is asked in general by the documents.
  if (asksInGeneral(text) && !asksWhichFault(text))
    return tellsSymptom(text) ? { tool: "diagnose_unit", unit: null } : { tool: "ask_knowledge" };
  if (asksOfPapers(text) && !named.has("metric") && !tellsSymptom(text)) return { tool: "ask_knowledge" };
  if (named.has("metric") || named.has("product") || !(asksAboutStock(text) || asksOfMaterial(text)))
    return undefined;
  const stocks = await stocksNamed(db, text, now);
  return stocks.length > 0
    ? { tool: "stock_status", material: stocks.length === 1 ? stocks[0]!.id : null }
    : undefined;
};

/** So many of one product that are to go through a cell which has no recipe of it: that is for the answer to tell. */
export const inCellWithoutRecipe = (
  text: string,
  { named, product: products, quantity: quantities }: Candidates,
): ToolCall | undefined => {
  const [product, ...others] = named.has("product") ? products : [];
  const [quantity, ...more] = quantities;
  return product && quantity && others.length + more.length === 0 && wantsCellRun(text)
    ? { tool: "test_units", product, quantity }
    : undefined;
};
