import type { DayTime } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { existingIds, namesOfPlant } from "../../services/mes/queries/names.ts";
import type { LastCall } from "../../services/mes/queries/runs.ts";
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
import { plantDayTime } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { asksOfLateBefore } from "../runtime/spoken/asked/late.ts";
import { type AskedFigure, readFigure } from "../runtime/spoken/asked/question.ts";
import { allSaid } from "../runtime/spoken/ids/said.ts";
import type { StandIns } from "../runtime/spoken/ids/stand-ins.ts";
import { type PlantNames, readSentence } from "../runtime/spoken/reading.ts";
import type { Holiday } from "../runtime/spoken/times/holidays.ts";
import type { ToolArguments } from "../runtime/tool.ts";
import { inCellWithoutRecipe, ofItsOwn, ofLongStops, ofOneLine, ofPastSetUps } from "./by-own-words.ts";
import { failedUnitsAsked } from "./failed-units.ts";
import { defectsBehind, figureAsked } from "./figure-asked.ts";
import { answered, leftOpen, type OpenCall } from "./follow-up/answers.ts";
import { figureUnread } from "./follow-up/figure-goes-on.ts";
import { comparedLast } from "./follow-up/picked-of-compared.ts";
import { type Said, tellNothing } from "./follow-up/said.ts";
import { followUp } from "./follow-up.ts";
import { byPlainWords, cellToStop } from "./plain-words.ts";
import { figuresGoOn, severalFigures } from "./several-figures.ts";
import { cellProductsIn, thingsAskedFor } from "./things-asked.ts";
import { withStandIns } from "./with-stand-ins.ts";

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
  clock: DayTime,
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
    existingIds(db, "work_order", allSaid(reading.orders)),
    existingIds(db, "material", allSaid(reading.materials)),
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
      ofLongStops(asked.text, reading, now) ??
      ofPastSetUps(asked.text, reading) ??
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
      failedUnitsAsked({ text, candidates: original, figure, names, now }) ??
      defectsBehind(beforeThat, { text, candidates: original, figure, names, now }) ??
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
