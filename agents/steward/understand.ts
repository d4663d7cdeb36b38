import type { Db } from "../../services/mes/database.ts";
import { cellProducts, cellsOfProduct } from "../../services/mes/queries/cells.ts";
import { stocksNamed } from "../../services/mes/queries/material-names.ts";
import { existingIds, idsSpelled, namesOfPlant } from "../../services/mes/queries/names.ts";
import type { LastCall } from "../../services/mes/queries/runs.ts";
import { onlyThings, thingsNamed } from "../../services/mes/queries/things.ts";
import { tellsSymptom } from "../repair/symptom-words.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import {
  aboutCell,
  aboutThings,
  type Candidates,
  candidatesOf,
  deadlineOf,
  endOf,
  namingByNumber,
  namingCellProducts,
  type Unclear,
  unclearOf,
} from "../runtime/candidates.ts";
import { customersSaid } from "../runtime/customers-said.ts";
import { isChinese, plantDayTime } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import {
  asksAboutChangeover,
  countsSaid,
  productsSaid,
  wantsCellRun,
  wantsCellRunOf,
} from "../runtime/spoken/about/cell.ts";
import { asksForReplay } from "../runtime/spoken/about/help.ts";
import { asksAboutStock, asksInGeneral, asksOfPapers } from "../runtime/spoken/about/knowledge.ts";
import { metricExplained } from "../runtime/spoken/about/meaning.ts";
import { asksOfMaterial } from "../runtime/spoken/about/stock.ts";
import { asksHowOften, asksWhyItStops, tellsOfStop } from "../runtime/spoken/about/stop.ts";
import {
  asksAboutDelivery,
  asksAboutThing,
  saysBattery,
  saysCell,
  saysFailure,
  saysVehicle,
  thingWords,
} from "../runtime/spoken/about/thing.ts";
import { watchedStateIn } from "../runtime/spoken/about/watch.ts";
import { asksOfLateBefore } from "../runtime/spoken/asked/late.ts";
import { type AskedFigure, readFigure } from "../runtime/spoken/asked/question.ts";
import { asksWhichFault } from "../runtime/spoken/asked/split.ts";
import { metricsSaid } from "../runtime/spoken/asked/spoken-metrics.ts";
import { writtenTogether } from "../runtime/spoken/asked/written-together.ts";
import { linePrefixes } from "../runtime/spoken/ids/lines.ts";
import { idsToLookUp, ownIdsIn } from "../runtime/spoken/ids/own-ids.ts";
import type { SaidIds } from "../runtime/spoken/ids/said.ts";
import { type StandIns, standIn } from "../runtime/spoken/ids/stand-ins.ts";
import { familyOf, type PlantNames, type Reading, readSentence } from "../runtime/spoken/reading.ts";
import type { Holiday } from "../runtime/spoken/times/holidays.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import type { ToolArguments } from "../runtime/tool.ts";
import { figureAsked } from "./figure-asked.ts";
import { answered, leftOpen, type OpenCall } from "./follow-up/answers.ts";
import { figureUnread } from "./follow-up/figure-goes-on.ts";
import { comparedLast } from "./follow-up/picked-of-compared.ts";
import { type Said, tellNothing } from "./follow-up/said.ts";
import { followUp } from "./follow-up.ts";
import { byPlainWords, cellToStop } from "./plain-words.ts";
import { figuresGoOn, severalFigures } from "./several-figures.ts";

/** What a message says, before any model has seen it. */
export interface Understanding {
  readonly candidates: Candidates;
  readonly unclear: Unclear;
  /** It speaks of every order, not of one. */
  readonly everyOrder: boolean;
  /** Until when something is asked for. */
  readonly by: string | undefined;
  /** Until when something lasts or does not come. */
  readonly end: string | undefined;
  /** A holiday that is named in place of a date. */
  readonly holiday: Holiday | undefined;
  /** What it comes to without doubt, as it goes on from the one before: no model is asked. */
  readonly certain: ToolCall | undefined;
  /** What it says of a figure, beside which figure it is. */
  readonly figure: AskedFigure;
  /** Orders that were compared just before, of which one may be meant. */
  readonly compared: readonly string[];
  /** Products that it names beside the one that can go through a cell at a time. */
  readonly leftOut: readonly string[];
  /** Plant time of the reading. */
  readonly now: Date;
  /** What a model is asked, and how its answer is turned back: ids of the plant's own form are stood in for. */
  readonly asked: StandIns & { readonly candidates: Candidates };
}

const all = ({ written, called, bare }: SaidIds) => [...new Set([...written, ...called, ...bare])];

type Clock = ReturnType<typeof plantDayTime>;

/** The message with other ids where the plant's have a form of their own; one look at the data store for all of its words. */
const withStandIns = async (
  db: Db,
  names: PlantNames,
  clock: Clock,
  text: string,
  mentioned: Mentioned,
): Promise<StandIns> => {
  const words = idsToLookUp(text);
  const [orders, materials] = await Promise.all([
    idsSpelled(db, "work_order", words),
    idsSpelled(db, "material", words),
  ]);
  const lines = new Set(names.lines.map(({ id }) => id));
  const others = (ids: readonly string[]) => ids.filter((id) => !lines.has(id));
  const found = ownIdsIn(
    text,
    { order: others(orders), material: others(materials), product: others(names.products) },
    [...linePrefixes(names.lines), ...names.products.map(familyOf)],
  );
  // A number may mean an id, so that none may stand in that a number of the sentence could be.
  const said = found.length > 0 || mentioned.order ? readSentence(text, names, clock) : undefined;
  const used = said ? [...all(said.orders), ...all(said.materials), ...said.products, ...names.products] : [];
  return standIn(text, mentioned, found, new Set([...used, mentioned.order ?? ""]));
};

/** Arguments whose names say what a sentence is about; a thing is asked for only where none is. */
const subjects = ["order", "line", "material", "unit", "metric"] as const;
/** What may stand within the id of a thing: STENCIL-SMT-RRU-5201 is no product. */
const within = (id: string, said: readonly unknown[]) => said.every((one) => id.includes(String(one)));

/** Things that a sentence means without an id: the plant's customers by name, its vehicles, its robot cells. */
const unnumbered = async (db: Db, text: string, { named }: Candidates, now: Date) => {
  // "Has a vehicle failed?" names no figure.
  const isOf = subjects.filter((name) => named.has(name));
  if (
    saysVehicle(text) &&
    isOf.every((name) => name === "metric" && (saysFailure(text) || saysBattery(text)))
  )
    return (await onlyThings(db, "vehicle")).map((id) => ({ id, name: id }));
  if (isOf.length > 0) return [];
  if (saysCell(text) && !wantsCellRun(text))
    return (await onlyThings(db, "cell")).map((id) => ({ id, name: id }));
  // What was delivered in a stretch of the past is a figure, what is open the customer's card tells.
  const isPast = metricsSaid(text).length > 0 && periodNamed(text, now) !== undefined;
  if (!asksAboutDelivery(text) || isPast) return [];
  return (await customersSaid(db, text)).map((customer) => ({ id: customer, name: customer }));
};

/** Things that a sentence wants to know of, which is about nothing else. */
const thingsAskedFor = async (
  db: Db,
  text: string,
  candidates: Candidates,
  now: Date,
): Promise<readonly string[]> => {
  const { named: said, wish, product } = candidates;
  if (wish !== undefined) return [];
  const named = await thingsNamed(db, text, thingWords(text));
  const things = named.length > 0 ? named : await unnumbered(db, text, candidates, now);
  return things
    .filter(({ id, name }) => {
      const others = subjects.filter(
        (name) => said.has(name) && !(name === "metric" && (saysFailure(text) || saysBattery(text))),
      );
      return (
        others.every((name) => within(id, candidates[name])) &&
        (!said.has("product") || within(id, product)) &&
        asksAboutThing(text, name)
      );
    })
    .map(({ id }) => id);
};

/** Products that it names which a robot cell has a recipe of, and how many; `wanted` where they are to go through one. */
const cellProductsIn = async (db: Db, text: string, names: PlantNames, clock: Clock) => {
  const { said, rest } = productsSaid(text, await cellProducts(db));
  if (said.length === 0) return undefined;
  // The figures of a product's name are no amount.
  const { quantities, products: others } = readSentence(rest, names, clock);
  return {
    products: said,
    quantities,
    others,
    wanted: wantsCellRunOf(text) ? { counted: countsSaid(text, said) } : undefined,
  };
};

/** What is said of one line and of nothing else: that somebody wants to be told when it stops, or that it has stopped. */
const ofOneLine = (
  text: string,
  { orders, materials, lines, spans, unclear }: Reading,
  now: Date,
): ToolCall | undefined => {
  const [line, ...others] = lines;
  const isOfLine = line && others.length + all(orders).length + all(materials).length === 0;
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

/** What a sentence without an id comes to by its words: a question in general, or one about a material by its name. */
const ofItsOwn = async (
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
const inCellWithoutRecipe = (
  text: string,
  { named, product: products, quantity: quantities }: Candidates,
): ToolCall | undefined => {
  const [product, ...others] = named.has("product") ? products : [];
  const [quantity, ...more] = quantities;
  return product && quantity && others.length + more.length === 0 && wantsCellRun(text)
    ? { tool: "test_units", product, quantity }
    : undefined;
};

/** The one of the lines that a sentence calls by a number alone which is of the kind. */
const onlyOfKind = (
  numbered: readonly string[],
  kind: string | null | undefined,
  { lines }: PlantNames,
): string | undefined => {
  const [line, ...others] = numbered.filter((id) =>
    lines.some((one) => one.id === id && one.process === kind),
  );
  return others.length === 0 ? line : undefined;
};

/** The one line of a kind of which a question has the number: 二线上周停了多久, and then "SMT". */
const numberedOf = (
  { args, text }: OpenCall,
  kind: string | undefined,
  names: PlantNames,
  clock: Clock,
): string | undefined =>
  kind ? onlyOfKind(readSentence(args.words ?? text, names, clock).numberedLines, kind, names) : undefined;

/** The kind of the line of a call. */
const kindOfLast = (last: LastCall<ToolArguments> | undefined, { lines }: PlantNames) =>
  lines.find(({ id }) => id === last?.args.line)?.process;

/**
 * Reads a message with the plant's own names and ids.
 *
 * @param last The call before, from which it may go on.
 * @param open The call of which a question was put back just before, which it may answer.
 */
export const understand = async (
  db: Db,
  now: Date,
  text: string,
  mentioned: Mentioned,
  last?: LastCall<ToolArguments>,
  open?: OpenCall,
): Promise<Understanding> => {
  const names = await namesOfPlant(db);
  const clock = plantDayTime(now);
  const asked = await withStandIns(db, names, clock, text, mentioned);
  const products = [...names.products, ...asked.products];
  const reading = readSentence(asked.text, { ...names, products }, clock);
  const [orders, materials] = await Promise.all([
    existingIds(db, "work_order", all(reading.orders)),
    existingIds(db, "material", all(reading.materials)),
  ]);
  const known = { orders, materials };
  const said = namingByNumber(candidatesOf(reading, asked.mentioned, known), names.products, known);
  const things = await thingsAskedFor(db, text, said, now);
  const inCell = await cellProductsIn(db, asked.text, names, clock);
  const named = inCell ? namingCellProducts(said, inCell.products, inCell.quantities) : said;
  const candidates = inCell?.wanted
    ? aboutCell(named)
    : things.length > 0
      ? aboutThings(said, things)
      : named;
  const [first, ...more] = inCell?.wanted?.counted ?? [];
  const original = asked.original.candidates(candidates);
  const by = deadlineOf(reading);
  const beforeThat = last && tellNothing.has(last.tool) ? last.before : last;
  const figure = readFigure(text, names, now, clock);
  const question = open ?? leftOpen(last);
  const goingOn: Said = {
    text,
    candidates: original,
    mentioned,
    by,
    family: figure.family,
    kind: figure.kind,
    numbered: question && numberedOf(question, figure.kind, names, clock),
    sameKind: onlyOfKind(original.numberedLines, kindOfLast(beforeThat, names), names),
    now,
  };
  return {
    candidates: original,
    certain:
      (await cellToStop(db, text, original)) ??
      answered(question, goingOn) ??
      ofOneLine(asked.text, reading, now) ??
      (asksOfLateBefore(text, figure, now) && original.wish === undefined && !original.named.has("order")
        ? ({ tool: "metric_value", metric: "on_time", line: "all", words: text } as const)
        : undefined) ??
      (await byPlainWords(db, {
        text,
        candidates: original,
        mentioned,
        last: beforeThat,
        by,
      })) ??
      severalFigures(beforeThat, { text, candidates: original }, { names, now }) ??
      figuresGoOn(beforeThat, { text, candidates: original }, { names, now }) ??
      figureUnread(beforeThat, { text, candidates: original }, { names, now }) ??
      followUp(last, goingOn) ??
      (inCell ? undefined : inCellWithoutRecipe(text, original)) ??
      (first && more.length + 1 === inCell!.products.length
        ? { tool: "test_units", product: first.product, quantity: first.count }
        : ((await ofItsOwn(db, text, original, now)) ??
          figureAsked({ text, candidates: original, figure, names, now }))),
    figure,
    compared: comparedLast(last).map(({ id }) => id),
    leftOut: inCell
      ? [...inCell.products, ...inCell.others].filter(
          (product) => product !== (first?.product ?? inCell.products[0]),
        )
      : [],
    unclear: asked.original.unclear(unclearOf(reading)),
    everyOrder: reading.everyOrder,
    by,
    end: endOf(reading),
    holiday: reading.holiday,
    now,
    asked: { ...asked, candidates },
  };
};
