import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { chineseOf } from "../../core/errors/chinese.ts";
import type { Bilingual } from "../../core/errors.ts";
import { plainShield } from "../../core/shield/shield.ts";
import { isLater } from "./fields.ts";
import { type ImportFile, importFiles, parents } from "./files.ts";
import { delimiterOf } from "./text.ts";

/** One thing that is wrong, and how to mend it. */
export interface ImportIssue {
  readonly file: ImportFile | string;
  /** As an editor counts: the header is row 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly code:
    | "unknown-file"
    | "unreadable"
    | "missing-column"
    | "unknown-column"
    | "wrong-value"
    | "duplicate"
    | "unknown-reference"
    | "cycle"
    /** An injection into prompts and answers. */
    | "commands-model";
  readonly message: Bilingual;
}

export type ParsedRow = Readonly<Record<string, unknown>>;
export type ParsedFiles = Partial<Record<ImportFile, readonly ParsedRow[]>>;

export interface Checked {
  readonly rows: ParsedFiles;
  readonly issues: readonly ImportIssue[];
}

const isImportFile = (name: string): name is ImportFile => Object.hasOwn(importFiles, name);

interface FileReading {
  readonly rows: readonly { readonly row: number; readonly value: ParsedRow }[];
  readonly issues: readonly ImportIssue[];
  /** False when its rows could not be looked at: then nobody can say what is in it. */
  readonly readable: boolean;
}

/** Ids, figures and single words command nothing. */
const harmless = /^[\w.:+/%°@#,;()-]*$/;
const commands = (value: string): boolean =>
  value.length > 5 && !harmless.test(value) && plainShield.judge(value, "record").action !== "pass";

/** Reads one file's rows; every field that is wrong is an issue of its own. */
const readFile = (file: ImportFile, text: string | undefined): FileReading => {
  const issues: ImportIssue[] = [];
  const report = (
    row: number,
    column: string,
    value: string,
    code: ImportIssue["code"],
    en: string,
    zh: string,
  ) => issues.push({ file, row, column, value: value.slice(0, 100), code, message: { en, zh } });
  const spec = importFiles[file];
  if (text === undefined) {
    report(
      1,
      "",
      "",
      "unreadable",
      "The file is not UTF-8. Save it as “CSV UTF-8”, or name its encoding: --encoding gb18030 for what Excel saves in Chinese (GBK).",
      "文件不是 UTF-8 编码。请另存为“CSV UTF-8”，或注明编码：Excel 中文版默认保存的 GBK 用 --encoding gb18030。",
    );
    return { rows: [], issues, readable: false };
  }
  let records: { info: { lines: number }; record: Record<string, string> }[];
  try {
    records = parse(text, {
      columns: true,
      bom: true,
      trim: true,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
    }) as never;
  } catch (error) {
    report(
      (error as { lines?: number }).lines ?? 1,
      "",
      "",
      "unreadable",
      `The file is no CSV: ${(error as Error).message}`,
      `文件不是有效的 CSV：${chineseOf((error as Error).message)}`,
    );
    return { rows: [], issues, readable: false };
  }
  const shape: Readonly<Record<string, z.ZodType>> = spec.row.shape;
  const wanted = Object.keys(shape);
  const present = Object.keys(records[0]?.record ?? Object.fromEntries(wanted.map((name) => [name, ""])));
  for (const column of wanted)
    if (!present.includes(column) && !isLater(shape[column]!))
      report(
        1,
        column,
        "",
        "missing-column",
        `The column ${column} is missing; add it to the header.`,
        `缺少列 ${column}，请在表头中添加。`,
      );
  for (const column of present)
    if (!wanted.includes(column))
      report(
        1,
        column,
        column,
        "unknown-column",
        `There is no column ${column}; remove it or mend its name.`,
        `没有列 ${column}，请删除或更正列名。`,
      );
  if (issues.length > 0) return { rows: [], issues, readable: false };

  const seen = new Map<string, number>();
  const rows = records.flatMap(({ info, record }) => {
    const row = info.lines;
    const parsed = spec.row.safeParse(record);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const column = String(issue.path[0] ?? "");
        report(
          row,
          column,
          record[column] ?? "",
          "wrong-value",
          `${column} ${issue.message}.`,
          `${column} 的值无效：${chineseOf(issue.message)}。`,
        );
      }
      return [];
    }
    for (const [column, value] of Object.entries(record))
      if (commands(value))
        report(
          row,
          column,
          value,
          "commands-model",
          `${column} holds words that give orders to a model (“${value.slice(0, 60)}”); write only what the thing is called.`,
          `${column} 含有对模型下指令的文字（“${value.slice(0, 60)}”），请只写名称本身。`,
        );
    const key = spec.key.map((name) => record[name]).join(" / ");
    const first = seen.get(key);
    if (first !== undefined)
      report(
        row,
        spec.key.join(", "),
        key,
        "duplicate",
        `${key} is in row ${first} already; keep one of the two.`,
        `${key} 已在第 ${first} 行出现，请保留一行。`,
      );
    seen.set(key, row);
    return [{ row, value: parsed.data as ParsedRow }];
  });
  return { rows, issues, readable: true };
};

/** Products that contain themselves, through whatever steps: each circle once, as the path that closes. */
const bomCycles = (
  rows: ParsedFiles,
  known: KnownRows,
  productOf: ReadonlyMap<unknown, string>,
): string[][] => {
  const both = (file: ImportFile) => [...(known[file] ?? []), ...(rows[file] ?? [])];
  const contains = new Map<string, string[]>();
  // A row that the import replaces no longer counts.
  const replaced = new Set((rows["bom.csv"] ?? []).map((row) => keyOf(row, importFiles["bom.csv"].key)));
  const items = [
    ...(rows["bom.csv"] ?? []),
    ...(known["bom.csv"] ?? []).filter((row) => !replaced.has(keyOf(row, importFiles["bom.csv"].key))),
  ];
  for (const row of [...items, ...both("bom_alternates.csv")]) {
    const product = productOf.get(row["work_master_id"]);
    if (!product) continue;
    const parts = contains.get(product) ?? [];
    contains.set(product, parts);
    parts.push(String(row["material_id"]));
  }
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

/** Rows that match on these columns have the same text here. */
const keyOf = (row: ParsedRow, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => String(row[column])));

/** Segments that hold more units at once than there are: they could never run. */
const unitIssues = (
  resources: readonly ParsedRow[],
  held: readonly ParsedRow[],
  read: ReadonlyMap<ImportFile, FileReading["rows"]>,
): ImportIssue[] => {
  // What the files bring stands behind what is known, and wins.
  const capacities = new Map(resources.map(({ id, capacity }) => [id, capacity]));
  const units = new Map(held.map((row) => [keyOf(row, importFiles["segment_secondary.csv"].key), row]));
  const rowOf = (file: ImportFile, match: (value: ParsedRow) => boolean) =>
    read.get(file)?.find(({ value }) => match(value))?.row;
  return [...units.values()].flatMap((value): ImportIssue[] => {
    const { secondary_id: id, units: count, work_master_id, segment } = value;
    const capacity = capacities.get(id);
    if (typeof capacity !== "number" || Number(count) <= capacity) return [];
    const own = rowOf("segment_secondary.csv", (row) => row === value);
    const row = own ?? rowOf("secondary_resources.csv", (other) => other["id"] === id);
    if (row === undefined) return [];
    return [
      {
        file: own === undefined ? "secondary_resources.csv" : "segment_secondary.csv",
        row,
        column: own === undefined ? "capacity" : "units",
        value: String(own === undefined ? capacity : count),
        code: "wrong-value",
        message: {
          en: `${work_master_id} / ${segment} holds ${count} of ${id} at once, and there are ${capacity}; lower the units or raise the capacity.`,
          zh: `${work_master_id} / ${segment} 同时占用 ${id} ${count} 个，而只有 ${capacity} 个；请减少占用或增加数量。`,
        },
      },
    ];
  });
};

/** Rows' keys and contents that the data store has already, by file: the files may refer to them too. */
export type KnownRows = ParsedFiles;

/** Checks all files together; with any issue nothing may be written. */
export const checkFiles = (
  texts: Readonly<Record<string, string | undefined>>,
  known: KnownRows = {},
): Checked => {
  const issues: ImportIssue[] = [];
  const read = new Map<ImportFile, FileReading["rows"]>();
  const unreadable = new Set<string>();
  for (const [name, text] of Object.entries(texts)) {
    if (!isImportFile(name)) {
      const names = Object.keys(importFiles).join(", ");
      issues.push({
        file: name,
        row: 0,
        column: "",
        value: "",
        code: "unknown-file",
        message: {
          en: `There is no import file ${name}; files are ${names}.`,
          zh: `没有名为 ${name} 的导入文件，可用文件：${names}。`,
        },
      });
      continue;
    }
    const { rows, issues: found, readable } = readFile(name, text);
    read.set(name, rows);
    if (!readable) unreadable.add(name);
    issues.push(...found);
  }
  const rowsOf = (file: string): ParsedRow[] => [
    ...(known[file as ImportFile] ?? []),
    ...(read.get(file as ImportFile) ?? []).map(({ value }) => value),
  ];
  const ids = new Map(
    Object.keys(importFiles).map((file) => [file, new Set(rowsOf(file).map((row) => row["id"]))]),
  );
  for (const [file, rows] of read)
    for (const [column, target] of Object.entries<string>(importFiles[file].references)) {
      if (unreadable.has(target)) continue;
      for (const { row, value } of rows) {
        const wanted = value[column];
        if (wanted === null || wanted === undefined || ids.get(target)?.has(wanted)) continue;
        issues.push({
          file,
          row,
          column,
          value: String(wanted),
          code: "unknown-reference",
          message: {
            en: `${wanted} is neither in ${target} nor in the data store; add it there or mend the id.`,
            zh: `${wanted} 既不在 ${target} 中，也不在数据库中；请补充或更正编号。`,
          },
        });
      }
    }
  for (const [file, { file: target, columns }] of Object.entries(parents)) {
    // What a broken file holds nobody can say.
    if (unreadable.has(target) || issues.some((issue) => issue.file === target)) continue;
    const have = new Set(rowsOf(target).map((row) => keyOf(row, columns)));
    for (const { row, value } of read.get(file as ImportFile) ?? []) {
      const master = value["work_master_id"];
      // An unknown work master is told by itself.
      const known = master === undefined || ids.get("work_masters.csv")?.has(master);
      if (!known || have.has(keyOf(value, columns))) continue;
      const wanted = columns.map((column) => String(value[column])).join(" / ");
      issues.push({
        file,
        row,
        column: columns.at(-1)!,
        value: String(value[columns.at(-1)!]),
        code: "unknown-reference",
        message: {
          en: `${wanted} (${columns.join(" / ")}) is neither in ${target} nor in the data store; add it there or mend this row.`,
          zh: `${wanted}（${columns.join(" / ")}）既不在 ${target} 中，也不在数据库中；请补充或更正本行。`,
        },
      });
    }
  }
  // A lot may not shrink below what requisitions have reserved of it.
  const reserved = new Map((known["lots.csv"] ?? []).map((lot) => [lot["id"], Number(lot["reserved"])]));
  for (const { row, value } of read.get("lots.csv") ?? []) {
    const least = reserved.get(value["id"]) ?? 0;
    if (Number(value["quantity"]) >= least) continue;
    issues.push({
      file: "lots.csv",
      row,
      column: "quantity",
      value: String(value["quantity"]),
      code: "wrong-value",
      message: {
        en: `${least} pieces of ${value["id"]} are reserved by requisitions; the quantity must be at least that.`,
        zh: `${value["id"]} 已被领料单预留 ${least} 件；数量不得少于该值。`,
      },
    });
  }
  issues.push(...unitIssues(rowsOf("secondary_resources.csv"), rowsOf("segment_secondary.csv"), read));
  const rows = Object.fromEntries(
    [...read].map(([file, list]) => [file, list.map(({ value }) => value)]),
  ) as ParsedFiles;
  const productOf = new Map(rowsOf("work_masters.csv").map((row) => [row["id"], String(row["product_id"])]));
  const boms = (["bom.csv", "bom_alternates.csv"] as const).flatMap((file) =>
    (read.get(file) ?? []).map((entry) => ({ file, ...entry })),
  );
  for (const cycle of bomCycles(rows, known, productOf)) {
    const path = cycle.join(" → ");
    // One of the imported rows that close the circle; the rest of it may be in the data store.
    const at = boms.find(({ value }) => {
      const step = cycle.indexOf(productOf.get(value["work_master_id"]) ?? "");
      return step >= 0 && cycle[step + 1] === value["material_id"];
    });
    issues.push({
      file: at?.file ?? "bom.csv",
      row: at?.row ?? 0,
      column: "material_id",
      value: String(at?.value["material_id"] ?? cycle[1]),
      code: "cycle",
      message: {
        en: `The bill of materials goes in a circle: ${path}; remove one of these rows.`,
        zh: `物料清单存在循环：${path}；请删除其中一行。`,
      },
    });
  }
  return { rows, issues };
};
