import type { Db } from "../../services/mes/database.ts";
import { cellProducts } from "../../services/mes/queries/cells.ts";
import { existingIds, idsSpelled, namesOfPlant } from "../../services/mes/queries/names.ts";
import { thingsNamed } from "../../services/mes/queries/things.ts";
import {
  aboutCell,
  aboutThings,
  type Candidates,
  candidatesOf,
  deadlineOf,
  endOf,
  type Unclear,
  unclearOf,
} from "../runtime/candidates.ts";
import { plantDayTime } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { productsSaid, wantsCellRun } from "../runtime/spoken/about-cell.ts";
import { asksAboutThing, thingWords } from "../runtime/spoken/about-thing.ts";
import type { Holiday } from "../runtime/spoken/holidays.ts";
import type { SaidIds } from "../runtime/spoken/ids.ts";
import { linePrefixes } from "../runtime/spoken/lines.ts";
import { idsToLookUp, ownIdsIn } from "../runtime/spoken/own-ids.ts";
import { familyOf, type PlantNames, readSentence } from "../runtime/spoken/reading.ts";
import { type StandIns, standIn } from "../runtime/spoken/stand-ins.ts";

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

/** Things that a sentence wants to know of, which is about nothing else. */
const thingsAskedFor = async (db: Db, text: string, candidates: Candidates): Promise<readonly string[]> => {
  const { named, wish, product } = candidates;
  if (wish !== undefined && wish !== "repair") return [];
  const things = await thingsNamed(db, text, thingWords(text));
  return things
    .filter(({ id, name }) => {
      const others = subjects.filter((name) => named.has(name));
      return (
        others.every((name) => within(id, candidates[name])) &&
        (!named.has("product") || within(id, product)) &&
        asksAboutThing(text, name)
      );
    })
    .map(({ id }) => id);
};

/** What is to go through a robot cell: products that one has a recipe of, and how many. */
const cellRunWanted = async (db: Db, text: string, names: PlantNames, clock: Clock) => {
  if (!wantsCellRun(text)) return undefined;
  const { said, rest } = productsSaid(text, await cellProducts(db));
  // The figures of a product's name are no amount.
  return said.length > 0
    ? { products: said, quantities: readSentence(rest, names, clock).quantities }
    : undefined;
};

/** Reads a message with the plant's own names and ids. */
export const understand = async (
  db: Db,
  now: Date,
  text: string,
  mentioned: Mentioned,
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
  const said = candidatesOf(reading, asked.mentioned, { orders, materials });
  const things = await thingsAskedFor(db, text, said);
  const wanted = await cellRunWanted(db, asked.text, names, clock);
  const candidates = wanted
    ? aboutCell(said, wanted.products, wanted.quantities)
    : things.length > 0
      ? aboutThings(said, things)
      : said;
  return {
    candidates: asked.original.candidates(candidates),
    unclear: asked.original.unclear(unclearOf(reading)),
    everyOrder: reading.everyOrder,
    by: deadlineOf(reading),
    end: endOf(reading),
    holiday: reading.holiday,
    now,
    asked: { ...asked, candidates },
  };
};
