import type { DayTime } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { cellProducts } from "../../services/mes/queries/cells.ts";
import { onlyThings, thingsNamed } from "../../services/mes/queries/things.ts";
import type { Candidates } from "../runtime/candidates.ts";
import { customersSaid } from "../runtime/customers-said.ts";
import { countsSaid, productsSaid, wantsCellRun, wantsCellRunOf } from "../runtime/spoken/about/cell.ts";
import {
  asksAboutDelivery,
  asksAboutThing,
  saysBattery,
  saysCell,
  saysFailure,
  saysVehicle,
  thingWords,
} from "../runtime/spoken/about/thing.ts";
import { metricsSaid } from "../runtime/spoken/asked/spoken-metrics.ts";
import { type PlantNames, readSentence } from "../runtime/spoken/reading.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";

/** Arguments whose names say what a sentence is about; a thing is asked for only where none is. */
export const subjects = ["order", "line", "material", "unit", "metric"] as const;
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
export const thingsAskedFor = async (
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
export const cellProductsIn = async (db: Db, text: string, names: PlantNames, clock: DayTime) => {
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
