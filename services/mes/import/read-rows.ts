import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { chineseOf } from "../../core/errors/chinese.ts";
import type { Bilingual } from "../../core/errors.ts";
import { plainShield } from "../../core/shield/shield.ts";
import { isLater } from "./fields.ts";
import { type ImportFile, importFiles } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { noCsv } from "./no-csv.ts";
import { keyOf, type ParsedRow, type ReadRow } from "./rows.ts";
import { delimiterOf } from "./text.ts";

interface FileReading {
  readonly rows: readonly ReadRow[];
  /** Rows with a field that is wrong, as their text stands. */
  readonly refused: readonly ParsedRow[];
  readonly issues: readonly ImportIssue[];
  /** False when its rows could not be looked at: then nobody can say what is in it. */
  readonly readable: boolean;
}

/** A record of a CSV file, and the line that it ends in. */
interface CsvRecord {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<string, string>>;
}

type Report = (
  row: number,
  column: string,
  value: string,
  code: ImportIssue["code"],
  message: Bilingual,
) => void;

interface CsvFile {
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

/** A column without a name, by its place. */
const unnamed = (index: number): string => `\0${index}`;

/** Leaves out columns without a name, which spreadsheets save behind the others; one that holds something is reported. */
const withoutUnnamed = ({ header, records }: CsvFile, report: Report): CsvFile => {
  const places = header.flatMap((name, index) => (name ? [] : [index]));
  if (places.length === 0 || places.length === header.length) return { header, records };
  for (const index of places) {
    const filled = records.find(({ record }) => record[unnamed(index)]);
    if (!filled) continue;
    const column = String(index + 1);
    report(filled.info.lines, column, filled.record[unnamed(index)]!, "unknown-column", {
      en: `Column ${column} has no name and holds something; name it or empty it.`,
      zh: `第 ${column} 列没有列名却有内容，请补上列名或清空该列。`,
    });
  }
  const kept = (record: CsvRecord["record"]) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith("\0")));
  return {
    header: header.filter((name) => name !== ""),
    records: records.map(({ info, record }) => ({ info, record: kept(record) })),
  };
};

/** Without the spaces around its fields, also those that are as wide as a Chinese sign, which nobody sees. */
const trimmed = (record: CsvRecord["record"]) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value.trim()]));

/** The line that names the columns where something stands above it, such as a title over merged cells; undefined where nothing does. */
const headerBelow = (file: ImportFile, { header, records }: CsvFile): number | undefined => {
  const wanted = Object.keys(importFiles[file].row.shape);
  const names = (row: readonly string[]) => row.filter((name) => wanted.includes(name)).length > 1;
  if (names(header)) return undefined;
  return records.find(({ record }) => names(Object.values(record)))?.info.lines;
};

/** The file's records; undefined where it is no CSV, or does not begin with its header. */
const recordsOf = (file: ImportFile, text: string | undefined, report: Report): CsvFile | undefined => {
  if (text === undefined) {
    report(1, "", "", "unreadable", {
      en: "The file is not UTF-8. Save it as “CSV UTF-8”, or name its encoding: --encoding gb18030 for what Excel saves in Chinese (GBK).",
      zh: "文件不是 UTF-8 编码。请另存为“CSV UTF-8”，或注明编码：Excel 中文版默认保存的 GBK 用 --encoding gb18030。",
    });
    return undefined;
  }
  let header: readonly string[] = [];
  let read = 1;
  try {
    const records = parse<CsvRecord>(text, {
      columns: (given: string[]) => {
        const names = given.map((name) => name.trim());
        header = names;
        return names.map((name, index) => name || unnamed(index));
      },
      bom: true,
      trim: true,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
      on_record: (record: CsvRecord) => {
        read = record.info.lines;
        return { ...record, record: trimmed(record.record) };
      },
    });
    const line = headerBelow(file, { header, records });
    if (line === undefined) return withoutUnnamed({ header, records }, report);
    report(1, "", header.filter(Boolean).join(" "), "unreadable", {
      en: `The names of the columns stand in row ${line}; remove what is above it, such as a title.`,
      zh: `列名在第 ${line} 行，请删除它上面的标题等内容。`,
    });
    return undefined;
  } catch (error) {
    const { row, column, message } = noCsv(error, { read, columns: header.length });
    report(row, column, "", "unreadable", message);
    return undefined;
  }
};

/** Columns that are missing, and those that there are not, or twice. */
const checkHeader = (file: ImportFile, present: readonly string[], report: Report): void => {
  if (present.length === 0) {
    report(1, "", "", "unreadable", {
      en: "The file is empty; it has no header. Export it again, or take it out of the folder.",
      zh: "文件是空的，没有表头。请重新导出，或从文件夹中移除。",
    });
    return;
  }
  const shape: Readonly<Record<string, z.ZodType>> = importFiles[file].row.shape;
  const wanted = Object.keys(shape);
  for (const column of wanted)
    if (!present.includes(column) && !isLater(shape[column]!))
      report(1, column, "", "missing-column", {
        en: `The column ${column} is missing; add it to the header.`,
        zh: `缺少列 ${column}，请在表头中添加。`,
      });
  for (const [index, column] of present.entries())
    if (present.indexOf(column) < index)
      report(1, column, column, "duplicate", {
        en: `The column ${column} is there twice; keep one of the two.`,
        zh: `列 ${column} 出现了两次，请保留一列。`,
      });
    else if (!wanted.includes(column))
      report(1, column, column, "unknown-column", {
        en: `There is no column ${column}; remove it or mend its name.`,
        zh: `没有列 ${column}，请删除或更正列名。`,
      });
};

/** Ids, figures and single words command nothing. */
const harmless = /^[\w.:+/%°@#,;()-]*$/;
const commands = (value: string): boolean =>
  value.length > 5 && !harmless.test(value) && plainShield.judge(value, "record").action !== "pass";

/** What the library that checks values says, as the rest of a sentence about a column. */
const asPredicate = (message: string): string =>
  message
    .replace(
      /^Invalid option: expected one of (.+)$/,
      (_whole, options: string) => `must be one of ${options.replaceAll('"', "").replaceAll("|", ", ")}`,
    )
    .replace(/^Too big: expected string to have <=(\d+) characters$/, "must have at most $1 characters");

/** A record by the file's own types; undefined where a field is not of them. */
const rowOf = (
  file: ImportFile,
  { info: { lines: row }, record }: CsvRecord,
  report: Report,
): ReadRow | undefined => {
  const parsed = importFiles[file].row.safeParse(record);
  if (!parsed.success) {
    for (const { path, message: said } of parsed.error.issues) {
      const message = asPredicate(said);
      const column = String(path[0] ?? "");
      report(row, column, record[column] ?? "", "wrong-value", {
        en: `${column} ${message}.`,
        zh: `${column} 的值无效：${chineseOf(message)}。`,
      });
    }
    return undefined;
  }
  for (const [column, value] of Object.entries(record))
    if (value.includes("\0"))
      report(row, column, value.replaceAll("\0", ""), "wrong-value", {
        en: `${column} holds a sign that is no letter (U+0000); export the file again as text.`,
        zh: `${column} 含有非文字字符（U+0000），请重新导出为文本。`,
      });
    else if (commands(value))
      report(row, column, value, "commands-model", {
        en: `${column} holds words that give orders to a model (“${value.slice(0, 60)}”); write only what the thing is called.`,
        zh: `${column} 含有对模型下指令的文字（“${value.slice(0, 60)}”），请只写名称本身。`,
      });
  return { row, value: parsed.data as ParsedRow };
};

/** Reads one file's rows; every field that is wrong is an issue of its own. */
export const readRows = (file: ImportFile, text: string | undefined): FileReading => {
  const issues: ImportIssue[] = [];
  const report: Report = (row, column, value, code, message) =>
    issues.push({ file, row, column, value: value.slice(0, 100), code, message });
  const read = recordsOf(file, text, report);
  if (read) checkHeader(file, read.header, report);
  if (!read || issues.length > 0) return { rows: [], refused: [], issues, readable: false };

  const { key } = importFiles[file];
  const seen = new Map<string, number>();
  const refused: ParsedRow[] = [];
  const rows = read.records.flatMap((entry) => {
    const row = rowOf(file, entry, report);
    if (!row) {
      refused.push(entry.record);
      return [];
    }
    // By its values, as it is stored: "10", "10.0" and "１０" are one number.
    const stored = keyOf(row.value, key);
    const first = seen.get(stored);
    if (first !== undefined) {
      const own = key.map((name) => entry.record[name]).join(" / ");
      report(row.row, key.join(", "), own, "duplicate", {
        en: `${own} is in row ${first} already; keep one of the two.`,
        zh: `${own} 已在第 ${first} 行出现，请保留一行。`,
      });
    }
    seen.set(stored, row.row);
    return [row];
  });
  return { rows, refused, issues, readable: true };
};
