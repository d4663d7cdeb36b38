import type { Bilingual } from "../../core/errors.ts";

/** Why the parser gives a file up, by its codes. */
interface ParserError extends Error {
  readonly code?: string;
  readonly lines?: number;
  readonly column?: unknown;
  /** Of a row of another length: its fields. */
  readonly record?: readonly unknown[];
}

interface NoCsv {
  /** The line that has to be mended. */
  readonly row: number;
  readonly column: string;
  readonly message: Bilingual;
}

const quoteRule = {
  en: 'put the whole field in quotes, and write each quote within it twice: "19"" rack"',
  zh: '请给整个字段加引号，其中的每个引号写两次："19"" rack"',
};

/**
 * What is wrong with a file that is no CSV, and how to mend it.
 *
 * @param error What the parser has thrown.
 * @param read The line that the last record before ends in.
 * @param columns How many its header has.
 */
export const noCsv = (
  error: unknown,
  { read, columns }: { readonly read: number; readonly columns: number },
): NoCsv => {
  const { code, lines = 1, column, record, message } = error as ParserError;
  const at = (row: number, told: Bilingual): NoCsv => ({
    row,
    column: typeof column === "string" ? column : "",
    message: told,
  });
  switch (code) {
    case "CSV_QUOTE_NOT_CLOSED":
      // The parser is at the end of the file by now.
      return at(read + 1, {
        en: `A quote that is opened in row ${read + 1} is not closed; close it, or take it out.`,
        zh: `第 ${read + 1} 行开始的引号没有结束，请补上或删除。`,
      });
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return at(lines, {
        en: `A quote stands within a field of row ${lines}; ${quoteRule.en}.`,
        zh: `第 ${lines} 行的字段中有引号；${quoteRule.zh}。`,
      });
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
      return at(lines, {
        en: `Row ${lines} and the header have ${record?.length} and ${columns} fields; a separator within a field needs quotes around the field.`,
        zh: `第 ${lines} 行有 ${record?.length} 个字段，表头有 ${columns} 个；字段中含分隔符时须给整个字段加引号。`,
      });
    default:
      return at(lines, { en: `The file is no CSV: ${message}`, zh: `文件不是有效的 CSV：“${message}”` });
  }
};
