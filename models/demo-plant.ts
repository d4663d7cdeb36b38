import type { KnownIds } from "../agents/runtime/candidates.ts";
import type { PlantNames } from "../agents/runtime/spoken/reading.ts";
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
