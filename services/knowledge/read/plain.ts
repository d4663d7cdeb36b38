import { parse } from "csv-parse/sync";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { decodeText } from "./html.ts";
import { limits, within } from "./limits.ts";
import { tableOf } from "./table.ts";

/** "3.2 Limits", "第三章 …", "三、…" and lines of capitals head what follows. */
const numbered = /^(\d+(?:\.\d+)*)[.、]?\s+\S/;
const chinese = /^(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、)\s*\S/;
/** "B. CLAIM TYPES", "B. Claim types". */
const lettered = /^[A-Z][.)]\s+\p{Lu}/u;
const ended = /[。.;；:：,，!?！？]$/;

/** The level of a line that heads what follows; undefined for one that does not. */
export const headingLevel = (line: string): number | undefined => {
  if (line.length > 60 || ended.test(line)) return undefined;
  const number = numbered.exec(line)?.[1];
  if (number) return number.split(".").length + 1;
  return chinese.test(line) || lettered.test(line) ? 2 : undefined;
};

export const listItem = /^(?:(\d+[.)、](?!\d)|[(（]\d+[)）])|[-•*·●])\s*(\S.*)$/;
/** "3.1 Clean the filters at the end of each shift.", "A5. Bare boards …": a clause, where it is no heading. */
const clause = /^(\d+(?:\.\d+)+|[A-Z]\d+(?=[.)]))[.)、]?\s+(\S.*)$/;

/** Columns that stand under one another, parted by tabs or by room. */
const columnsOf = (line: string): string[] =>
  line
    .split(/\t+| {2,}/)
    .map(clean)
    .filter(Boolean);
const underline = /^[-=_\s]{3,}$/;
/** Prose has now and then two spaces: what tells a table is that several lines have as many columns. */
const leastLines = 3;

/** How many lines from this one on are a table set with room between its columns, rules under its head among them; 0 for none. */
const alignedFrom = (lines: readonly string[], index: number): number => {
  const columns = columnsOf(lines[index]!).length;
  if (columns < 2 || listItem.test(lines[index]!)) return 0;
  let [end, rows] = [index, 0];
  for (; end < lines.length; end += 1) {
    const line = lines[end]!;
    if (underline.test(line)) continue;
    if (columnsOf(line).length !== columns || sentenceEnd.test(line)) break;
    rows += 1;
  }
  return rows >= leastLines ? end - index : 0;
};

/** "| E05 | Bath overtemperature |": a row of a table. */
const barred = /^\|.*\|$/;
const rule = /^\|[\s:|-]+\|$/;
const cellsOf = (line: string): string[] => line.slice(1, -1).split("|").map(clean);

const sentenceEnd = /[。.;；!?！？]$/;

const counted = /^(\d+)[.、](?!\d)\s*\S/;
/** Whether a counted line is one of a list: the line before or behind it, without anything between, has the number next to its own. */
const isCounted = (lines: readonly string[], index: number): boolean => {
  const numberOf = (at: number) => Number(counted.exec(lines[at] ?? "")?.[1] ?? Number.NaN);
  const own = numberOf(index);
  const near = (step: -1 | 1) => {
    let at = index + step;
    while (lines[at] === "") at += step;
    return numberOf(at) === own + step;
  };
  return near(-1) || near(1);
};

/** Plain text: paragraphs between empty lines, lists, and what looks like a heading. */
export const readPlain = (_file: string, bytes: Uint8Array): ReadDocument => {
  const blocks: Block[] = [];
  let open: string[] = [];
  let rows: string[][] = [];
  const flush = () => {
    const text = clean(open.join(" "));
    if (text) blocks.push({ kind: "paragraph", text });
    open = [];
    const table = tableOf(rows.map((cells) => ({ cells: cells.map((text) => ({ text })) })));
    if (table) blocks.push(table);
    rows = [];
  };
  let first = true;
  const lines = decodeText(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim());
  let aligned = 0;
  for (const [index, line] of lines.entries()) {
    if (aligned === 0) {
      aligned = alignedFrom(lines, index);
      if (aligned > 0) flush();
    }
    if (aligned > 0) {
      if (!underline.test(line)) rows.push(columnsOf(line));
      aligned -= 1;
      first = false;
      continue;
    }
    if (barred.test(line)) {
      if (rows.length === 0) flush();
      if (!rule.test(line)) rows.push(cellsOf(line));
      first = false;
      continue;
    }
    if (rows.length > 0) flush();
    const item = listItem.exec(line) ?? clause.exec(line);
    const level =
      isCounted(lines, index) ||
      (/^\d+(?:\.\d+)*[.、]?\s/.test(line) && !/^\d+(?:\.\d+)+/.test(line) && ended.test(line))
        ? undefined
        : headingLevel(line);
    if (!line || /^[=_-]{3,}$/.test(line)) flush();
    else if (first && line.length <= 80 && !ended.test(line))
      blocks.push({ kind: "heading", level: 1, text: clean(line) });
    else if (level !== undefined && !/^\d+[)）]/.test(line)) {
      flush();
      blocks.push({ kind: "heading", level, text: clean(line) });
    } else if (item) {
      flush();
      blocks.push({ kind: "item", text: clean(item[2]!), marker: item[1] ?? "•" });
    } else open.push(line);
    if (line) first = false;
  }
  flush();
  return { blocks };
};

const delimiters = [",", ";", "\t", "|"];
/** Lines that tell what stands between the values: the first may be a title without any. */
const lookedAt = 20;

/** What stands between the values: what a first line "sep=;" says, else what most lines have equally often. */
const delimiterOf = (lines: readonly string[]): string => {
  const own = lines.slice(0, lookedAt).map((line) => line.replace(/"[^"]*"/g, ""));
  const alikeOf = (sign: string) => {
    const counts = own.map((line) => line.split(sign).length - 1).filter((count) => count > 0);
    const alike = [...Map.groupBy(counts, (count) => count).values()].map(({ length }) => length);
    return [Math.max(0, ...alike), Math.max(0, ...counts)] as const;
  };
  return delimiters.toSorted((a, b) => {
    const [[one, most], [other, more]] = [alikeOf(a), alikeOf(b)];
    return other - one || more - most;
  })[0]!;
};

/** Comma, semicolon, tab or bar separated values: one table. */
export const readDelimited = (file: string, bytes: Uint8Array): ReadDocument => {
  const whole = decodeText(bytes).replace(/^\ufeff/, "");
  const said = /^"?sep=(.)"?\r?\n/i.exec(whole);
  const text = said ? whole.slice(said[0].length) : whole;
  const delimiter = said?.[1] ?? delimiterOf(text.split(/\r?\n/, lookedAt));
  let records: string[][];
  try {
    records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw damaged(file, "its lines", (error as Error).message, error);
  }
  within(file, "rows", records.length, limits.tableRows);
  const table = tableOf(
    records.map((cells, index) => ({
      cells: cells.map((one) => ({ text: one })),
      place: { cell: `A${index + 1}` },
    })),
  );
  return { blocks: table ? [table] : [] };
};
