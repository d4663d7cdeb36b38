import type { DayTime } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { idsSpelled } from "../../services/mes/queries/names.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { linePrefixes } from "../runtime/spoken/ids/lines.ts";
import { idsToLookUp, ownIdsIn } from "../runtime/spoken/ids/own-ids.ts";
import { allSaid } from "../runtime/spoken/ids/said.ts";
import { type StandIns, standIn } from "../runtime/spoken/ids/stand-ins.ts";
import { familyOf, type PlantNames, readSentence } from "../runtime/spoken/reading.ts";

/** The message with other ids where the plant's have a form of their own; one look at the data store for all of its words. */
export const withStandIns = async (
  db: Db,
  names: PlantNames,
  clock: DayTime,
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
  const used = said
    ? [...allSaid(said.orders), ...allSaid(said.materials), ...said.products, ...names.products]
    : [];
  return standIn(text, mentioned, found, new Set([...used, mentioned.order ?? ""]));
};
