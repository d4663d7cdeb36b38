import { parse } from "csv-parse/sync";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { decodeText } from "./html.ts";
import { limits, within } from "./limits.ts";
import { tableOf } from "./table.ts";

/** "3.2 Limits", "第三章 …", "三、…" and lines of capitals head what follows. */
const numbered = /^(\d+(?:\.\d+)*)[.、]?\s+\S/;
const chinese = /^(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、)\s*\S/;
const ended = /[。.;；:：,，!?！？]$/;

/** The level of a line that heads what follows; undefined for one that does not. */
export const headingLevel = (line: string): number | undefined => {
  if (line.length > 60 || ended.test(line)) return undefined;
  const number = numbered.exec(line)?.[1];
  if (number) return number.split(".").length + 1;
  return chinese.test(line) ? 2 : undefined;
};

export const listItem = /^(?:(\d+[.)、]|[(（]\d+[)）])|[-•*·●])\s*(\S.*)$/;

/** Plain text: paragraphs between empty lines, lists, and what looks like a heading. */
export const readPlain = (_file: string, bytes: Uint8Array): ReadDocument => {
  const blocks: Block[] = [];
  let open: string[] = [];
  const flush = () => {
    const text = clean(open.join(" "));
    if (text) blocks.push({ kind: "paragraph", text });
    open = [];
  };
  let first = true;
  for (const raw of decodeText(bytes).split(/\r?\n/)) {
    const line = raw.trim();
    const item = listItem.exec(line);
    const level =
      /^\d+(?:\.\d+)*[.、]?\s/.test(line) && !/^\d+(?:\.\d+)+/.test(line) && ended.test(line)
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

/** Comma, semicolon or tab separated values: one table. */
export const readDelimited = (file: string, bytes: Uint8Array): ReadDocument => {
  const text = decodeText(bytes).replace(/^\ufeff/, "");
  const [head = ""] = text.split(/\r?\n/, 1);
  const delimiter = [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length)[0]!;
  let records: string[][];
  try {
    records = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
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
