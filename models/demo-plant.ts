import {
  aboutCell,
  type Candidates,
  candidatesOf,
  type KnownIds,
  namingCellProducts,
} from "../agents/runtime/candidates.ts";
import type { Mentioned } from "../agents/runtime/mentioned.ts";
import { productsSaid, wantsCellRunOf } from "../agents/runtime/spoken/about/cell.ts";
import { type PlantNames, type Reading, readSentence } from "../agents/runtime/spoken/reading.ts";
import { plantRows } from "../services/mes/seed/plant.ts";

const rows = plantRows(1);
const ofTable = <Row>(pick: (tables: (typeof rows)[number]) => readonly Row[] | undefined): Row[] =>
  rows.flatMap((tables) => pick(tables) ?? []);

/** The demonstration plant's names, which the commands in this folder were written for. */
export const demoNames: PlantNames = {
  lines: ofTable(({ equipment }) => equipment)
    .filter(({ level }) => level === "WorkCenter")
    .map(({ id, name_zh: nameZh, name_en: nameEn, process }) => ({
      id,
      nameZh,
      nameEn,
      process: process ?? "",
    })),
  products: ofTable(({ work_master }) => work_master).map(({ product_id }) => product_id),
};

export const demoIds: KnownIds = {
  orders: new Set(ofTable(({ work_order }) => work_order).map(({ id }) => id)),
  materials: new Set(ofTable(({ material }) => material).map(({ id }) => id)),
};

/** Products that the demonstration plant's robot cell has a recipe of. */
const cellProducts = ["SRV-R5300", "BBU-V9200"];

/** The moment at which the commands are taken to be said, by the plant's clock: a Wednesday. */
const clock = { day: "2026-11-25", time: "10:00" };

/** What a command says at the demonstration plant, as the agents work it out. @param context Ids that were mentioned last. */
export const readCommand = (
  text: string,
  context: string,
): { readonly reading: Reading; readonly candidates: Candidates } => {
  const ids = context.split(" ").filter(Boolean);
  const mentioned: Mentioned = {
    order: ids.find((id) => id.startsWith("WO-")),
    line: ids.find((id) => !id.startsWith("WO-")),
  };
  const reading = readSentence(text, demoNames, clock);
  const said = candidatesOf(reading, mentioned, demoIds);
  const { said: products, rest } = productsSaid(text, cellProducts);
  if (products.length === 0) return { reading, candidates: said };
  const named = namingCellProducts(said, products, readSentence(rest, demoNames, clock).quantities);
  return { reading, candidates: wantsCellRunOf(text) ? aboutCell(named) : named };
};
