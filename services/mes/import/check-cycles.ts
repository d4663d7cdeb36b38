import { type ImportFile, importFiles } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { keyOf, type ReadFiles, rowsOf } from "./rows.ts";

/** What each product is made of, by itself. */
const partsOf = (
  files: ReadFiles,
  productOf: ReadonlyMap<unknown, string>,
): ReadonlyMap<string, readonly string[]> => {
  const { key } = importFiles["bom.csv"];
  const imported = (file: ImportFile) => (files.read.get(file) ?? []).map(({ value }) => value);
  // A row that the import replaces no longer counts.
  const replaced = new Set(imported("bom.csv").map((row) => keyOf(row, key)));
  const items = [
    ...imported("bom.csv"),
    ...(files.known["bom.csv"] ?? []).filter((row) => !replaced.has(keyOf(row, key))),
  ];
  const contains = new Map<string, string[]>();
  for (const row of [...items, ...rowsOf(files, "bom_alternates.csv")]) {
    const product = productOf.get(row["work_master_id"]);
    if (!product) continue;
    const parts = contains.get(product) ?? [];
    contains.set(product, parts);
    parts.push(String(row["material_id"]));
  }
  return contains;
};

/** Products that contain themselves, through whatever steps: each circle once, as the path that closes. */
const cyclesIn = (contains: ReadonlyMap<string, readonly string[]>): string[][] => {
  const cycles: string[][] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (item: string, trail: readonly string[]) => {
    if (state.get(item) === "done") return;
    if (state.get(item) === "open") {
      cycles.push([...trail.slice(trail.indexOf(item)), item]);
      return;
    }
    state.set(item, "open");
    for (const part of contains.get(item) ?? []) visit(part, [...trail, item]);
    state.set(item, "done");
  };
  for (const product of contains.keys()) visit(product, []);
  return cycles;
};

/** Bills of materials that go in a circle. */
export const cycleIssues = (files: ReadFiles): ImportIssue[] => {
  const productOf = new Map(
    rowsOf(files, "work_masters.csv").map((row) => [row["id"], String(row["product_id"])]),
  );
  const imported = (["bom.csv", "bom_alternates.csv"] as const).flatMap((file) =>
    (files.read.get(file) ?? []).map((entry) => ({ file, ...entry })),
  );
  return cyclesIn(partsOf(files, productOf)).map((cycle): ImportIssue => {
    const path = cycle.join(" → ");
    // One of the imported rows that close the circle; the rest of it may be in the data store.
    const at = imported.find(({ value }) => {
      const step = cycle.indexOf(productOf.get(value["work_master_id"]) ?? "");
      return step >= 0 && cycle[step + 1] === value["material_id"];
    });
    return {
      file: at?.file ?? "bom.csv",
      row: at?.row ?? 0,
      column: "material_id",
      value: String(at?.value["material_id"] ?? cycle[1]),
      code: "cycle",
      message: {
        en: `The bill of materials goes in a circle: ${path}; remove one of these rows.`,
        zh: `物料清单存在循环：${path}；请删除其中一行。`,
      },
    };
  });
};
