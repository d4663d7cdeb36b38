import { convert, leadingUnit, numberOf } from "../../core/units.ts";
import { folded } from "../search/terms.ts";
import type { Candidate } from "./candidate.ts";
import { cellValue } from "./cell.ts";
import { type Context, contextOf, covered, holdsUnit } from "./context.ts";
import { headOf, inOneUnit, type Quantity, quantityOf, shownNumber } from "./quantity.ts";
import type { Aggregate, Question } from "./question.ts";
import { type FoundTable, mostRows } from "./tables.ts";

interface Beyond {
  readonly above: boolean;
  /** With the unit that it is said in; without one it is in that of the column. */
  readonly limit?: Quantity;
}

interface Wanted {
  readonly kind: Aggregate;
  /** Rows whose figure is beyond this one. */
  readonly beyond?: Beyond;
  /** The question without the words that ask for the computation. */
  readonly rest: string;
}

const beyondZh = /(低于|少于|小于|不足|不到|高于|超过|大于|多于)\s*([-−]?\d+(?:,\d{3})*(?:\.\d+)?)?/;
const beyondEn =
  /\b(below|less than|fewer than|under|shorter than|lower than|above|more than|over|longer than|higher than|exceeds?|exceeding)\b\s*(?:the\s+)?([-−]?\d+(?:,\d{3})*(?:\.\d+)?)?/i;
const most =
  /最(?:高|大|长|多|久|快|重|贵|厚)|\b(?:highest|largest|longest|greatest|biggest|most expensive|maximum|fastest|thickest|heaviest|latest|(?<!at )most)\b|\b(?:higher|larger|longer|greater|bigger|faster|thicker|heavier|later|more)\b(?=.*\bor\b)(?! (?:than|or)\b)/gi;
const least =
  /最(?:低|小|短|少|慢|轻|便宜|薄)|\b(?:lowest|smallest|shortest|(?<!at )least|fewest|cheapest|minimum|slowest|thinnest|lightest|earliest)\b|\b(?:lower|smaller|shorter|fewer|cheaper|slower|thinner|lighter|earlier|less)\b(?=.*\bor\b)(?! (?:than|or)\b)/gi;
/** What asks for one of several; a superlative that a sentence begins with, or tells something by, asks for that too. */
const which =
  /哪|什么|谁|多少|\b(?:which|what|who|whose)\b|^(?:the )?(?:longest|shortest|highest|lowest|largest|smallest|biggest|fastest|slowest|heaviest|lightest|cheapest)\b|\bwith (?:the )?(?:most|fewest|least|longest|shortest|highest|lowest|largest|smallest)\b/i;

const folds: Readonly<Record<string, number>> = { 百: 1e2, 千: 1e3, 万: 1e4, 百万: 1e6, 亿: 1e8, k: 1e3 };

/** What a figure is multiplied by in the words behind it: "1.5 万件" is 15,000; what is a unit of its own (万元, 千克) stays. */
const manyfold = (text: string): { readonly factor: number; readonly behind: string } => {
  const [said, word = ""] = /^\s*(百万|[百千万亿]|k(?![a-z]))/i.exec(text) ?? [];
  if (said === undefined || leadingUnit(text.trimStart())) return { factor: 1, behind: text };
  return { factor: folds[word.toLowerCase()]!, behind: text.slice(said.length) };
};

/** What a question wants worked out of a column; heads that it says word for word are no such wish. */
const wantedOf = (question: string, heads: readonly string[]): Wanted | undefined => {
  let text = question.normalize("NFKC");
  const said = [...new Set(heads.map((head) => folded(headOf(head).name)))]
    .filter((head) => head.length > 1)
    .sort((a, b) => b.length - a.length);
  const kept: string[] = [];
  for (const head of said) {
    const place = text.toLowerCase().indexOf(head);
    if (place < 0) continue;
    kept.push(head);
    text = `${text.slice(0, place)} §${kept.length - 1}§ ${text.slice(place + head.length)}`;
  }
  const restored = (words: string) => words.replace(/§(\d+)§/g, (_, index: string) => kept[Number(index)]!);
  const found = beyondZh.exec(text) ?? beyondEn.exec(text);
  if (found) {
    const [said, word, figure] = found;
    const { factor, behind } = manyfold(text.slice(found.index + said.length));
    const unit = figure ? leadingUnit(behind.trimStart()) : "";
    const beyond: Beyond = {
      above: /高于|超过|大于|多于|above|more|over|longer|higher|exceed/i.test(word!),
      ...(figure ? { limit: { value: numberOf(figure) * factor, unit } } : {}),
    };
    const rest = restored(`${text.slice(0, found.index)} ${behind.trimStart().slice(unit.length)}`);
    if (/几|多少|how many|number of/i.test(text)) return { kind: "count", beyond, rest };
    if (which.test(text)) return { kind: "list", beyond, rest };
  }
  if (/平均|\b(?:average|mean)\b/i.test(text))
    return { kind: "average", rest: restored(text.replace(/平均|average|mean/gi, " ")) };
  if (/一共|总共|合计|总计|总数|\b(?:in total|total|altogether|sum)\b/i.test(text))
    return {
      kind: "sum",
      rest: restored(text.replace(/一共|总共|合计|总计|总数|in total|total|altogether|sum/gi, " ")),
    };
  if (!which.test(text)) return undefined;
  const lasts = (pattern: RegExp) => [...text.matchAll(pattern)].at(-1)?.index ?? -1;
  const [highest, lowest] = [lasts(most), lasts(least)];
  if (highest < 0 && lowest < 0) return undefined;
  const kind = highest > lowest ? "max" : "min";
  return { kind, rest: restored(text.replace(kind === "max" ? most : least, " ")) };
};

const words = {
  max: { zh: "最大", en: "highest" },
  min: { zh: "最小", en: "lowest" },
  average: { zh: "平均", en: "average" },
  sum: { zh: "合计", en: "total" },
  count: { zh: "数量", en: "count" },
  list: { zh: "符合的", en: "matching" },
} as const;

/** What a row is called that says of the others what they come to. */
const summary =
  /^(?:合计|总计|小计|共计|累计|总和|总数|平均值?|均值|最大值?|最小值?|(?:sub|grand )?total|sums?|average|avg\.?|mean|max(?:imum)?|min(?:imum)?)\s*[:：]?$/i;
/** Whether a row is one of the things of the table; a total among them would count all of them again. */
const isThing = (cells: readonly string[]): boolean => !cells.some((cell) => summary.test(cell.trim()));

/** Least share of a column that has to be figures. */
const leastFigures = 0.6;

/** Greatest, least, mean, sum and count of a column, over the rows that the question names. */
export const computeCandidates = (
  question: Question,
  found: FoundTable,
  read: (text: string) => Question,
): Candidate[] => {
  const { document, block, table, path } = found;
  if (table.rows.length < 2 || table.rows.length > mostRows) return [];
  const wanted = wantedOf(question.text, table.header);
  if (!wanted) return [];
  const rest = read(wanted.rest);
  const above = contextOf([document.title, ...path, table.caption ?? ""].join(" "));
  const cellsOf = table.rows.map(({ cells }) => cells.map(contextOf));
  const heads = table.header.map(contextOf);
  const columns = table.header.flatMap((head, column) => {
    const quantities = table.rows.map(({ cells }) =>
      quantityOf(cells[column] ?? "", cellValue(found, cells, column).unit),
    );
    const figures = quantities.filter(Boolean).length;
    return figures >= Math.max(2, table.rows.filter(({ cells }) => cells[column]).length * leastFigures)
      ? [{ head, column, quantities }]
      : [];
  });
  const [language] = [document.language];
  return columns.flatMap(({ head, column, quantities }): Candidate[] => {
    const headContext = heads[column]!;
    const headCover = covered(rest.units, [[headContext, 1]]);
    const fits =
      question.asked.unit?.test(headOf(head).unit) ||
      question.asked.head?.test(head) ||
      rest.asked.head?.test(head) ||
      superlativeFits(question.text, headOf(head), quantities[0]?.unit ?? "");
    if (headCover === 0 && !fits) return [];
    // Rows that the question names by a cell; what the heads and the title say already names none.
    const naming = rest.units.filter((unit) => !heads.some((one) => holdsUnit(one, unit)));
    const rowWeight = (contexts: readonly Context[]) =>
      naming.reduce(
        (sum, unit) =>
          sum +
          (contexts.some((context, index) => index !== column && holdsUnit(context, unit)) ? unit.weight : 0),
        0,
      );
    const weights = cellsOf.map(rowWeight);
    const best = Math.max(...weights);
    // Of "assembly or booth" both are meant, whichever name weighs more.
    const isOfTwo = (wanted.kind === "max" || wanted.kind === "min") && /\bor\b|还是/i.test(question.text);
    const rows = table.rows.flatMap((_, row) =>
      quantities[row] &&
      (best === 0 || weights[row] === best || (isOfTwo && weights[row]! > 0)) &&
      isThing(table.rows[row]!.cells)
        ? [row]
        : [],
    );
    if (rows.length < 2 && wanted.kind !== "sum" && wanted.kind !== "count") return [];
    const named = isOfTwo ? rows.filter((row) => weights[row]! > 0) : [weights.indexOf(best)];
    const keyContexts =
      best > 0 ? named.flatMap((row) => cellsOf[row]!.filter((_, index) => index !== column)) : [];
    const cover = covered(rest.units, [
      [headContext, 1],
      ...keyContexts.map((context) => [context, 1] as const),
      [above, 0.85],
      ...heads.map((one) => [one, 0.7] as const),
    ]);
    const told = tell({ wanted, rows, quantities, found, column, language });
    if (!told) return [];
    const score = 0.6 * cover + 0.13 * headCover + 0.17 * found.meaning + (fits ? 0.1 : 0.03);
    return [
      {
        kind: "computed",
        text: told.text,
        value: told.value,
        spots: told.rows
          .slice(0, 6)
          .map((row) => ({ document, block, row, column, quote: table.rows[row]!.cells[column]! })),
        score: score * idFactorOf(question, [above, ...rows.flatMap((row) => cellsOf[row]!)]),
      },
    ];
  });
};

const idFactorOf = ({ ids }: Question, contexts: readonly Context[]): number =>
  0.65 ** ids.filter((id) => !contexts.some(({ terms }) => terms.has(id))).length;

/** Whether a superlative goes with what a column measures: long with times and lengths, high with the rest. */
const superlativeFits = (text: string, { unit }: { readonly unit: string }, first: string): boolean => {
  const measured = unit || first;
  if (/最[长短久]|longest|shortest|\b(?:longer|shorter)\b/i.test(text))
    return /^(?:s|min|h|d|days?|hours?|天|小时|分钟|秒|mm|cm|m)$/i.test(measured);
  if (/最[贵便]|cheap|expensive/i.test(text)) return /元|CNY|¥/.test(measured);
  return false;
};

interface Told {
  readonly text: string;
  readonly value: string;
  readonly rows: readonly number[];
}

const tell = ({
  wanted,
  rows,
  quantities,
  found,
  column,
  language,
}: {
  readonly wanted: Wanted;
  readonly rows: readonly number[];
  readonly quantities: readonly ReturnType<typeof quantityOf>[];
  readonly found: FoundTable;
  readonly column: number;
  readonly language: "zh" | "en";
}): Told | undefined => {
  const { table } = found;
  const head = headOf(table.header[column]!).name;
  const keyOf = (row: number) => {
    const { cells } = table.rows[row]!;
    const keys = cells.flatMap((cell, index) =>
      index !== column && cell && (index < 2 || !/^[-\d]/.test(cell)) && index < 3 ? [cell] : [],
    );
    return keys.slice(0, 2).join(" · ");
  };
  const shown = (row: number) => cellValue(found, table.rows[row]!.cells, column).text;
  const { kind, beyond } = wanted;
  const unit = quantities[rows[0]!]?.unit ?? "";
  const values = inOneUnit(rows.map((row) => quantities[row]!));
  if (!values) return undefined;
  const label = `${head} ${words[kind][language]}`;
  if (kind === "max" || kind === "min") {
    const extreme = kind === "max" ? Math.max(...values) : Math.min(...values);
    const hits = rows.filter((_, index) => values[index] === extreme);
    return {
      text: `${hits.map(keyOf).join("; ")} · ${label} = ${shown(hits[0]!)}`,
      value: `${hits.map(keyOf).join("; ")}: ${shown(hits[0]!)}`,
      rows: hits,
    };
  }
  if (kind === "average" || kind === "sum") {
    const total = values.reduce((sum, value) => sum + value, 0);
    const value = `${shownNumber(kind === "sum" ? total : total / rows.length)}${unit ? ` ${unit}` : ""}`;
    return { text: `${label} (${rows.length}) = ${value}`, value, rows };
  }
  if (!beyond) return undefined;
  // Another column of the same row may be the limit: stock below safety stock.
  const other = beyond.limit ? undefined : otherColumn(wanted.rest, table.header, column);
  const limitOf = (row: number): Quantity | undefined =>
    other === undefined
      ? beyond.limit
      : quantityOf(table.rows[row]!.cells[other] ?? "", cellValue(found, table.rows[row]!.cells, other).unit);
  const held = rows.flatMap((row, index) => {
    const limit = limitOf(row);
    return limit
      ? [{ row, value: values[index]!, most: convert(limit.value, limit.unit || unit, unit) }]
      : [];
  });
  // A bare figure is of no unit where the cells have several; another kind of unit measures another thing.
  const bare = beyond.limit?.unit === "" && rows.some((row) => quantities[row]!.unit !== unit);
  if (held.length === 0 || bare || held.some(({ most }) => most === undefined)) return undefined;
  const hits = held
    .filter(({ value, most }) => (beyond.above ? value > most! : value < most!))
    .map(({ row }) => row);
  const sign = beyond.above ? ">" : "<";
  const limit =
    other === undefined
      ? `${beyond.limit!.value} ${beyond.limit!.unit || unit}`.trim()
      : headOf(table.header[other]!).name;
  if (kind === "count")
    return {
      text: `${head} ${sign} ${limit}: ${hits.length} (${hits.map(keyOf).join("; ")})`,
      value: String(hits.length),
      rows: hits,
    };
  if (hits.length === 0) return undefined;
  return {
    text: `${head} ${sign} ${limit}: ${hits.map((row) => `${keyOf(row)} (${shown(row)})`).join("; ")}`,
    value: hits.map(keyOf).join("; "),
    rows: hits,
  };
};

/** The column whose head the question says behind that of the measured one: it is the limit. */
const otherColumn = (question: string, header: readonly string[], column: number): number | undefined => {
  let text = folded(question);
  const places = new Map<number, number>();
  // The longest first: "safety stock" is no "stock".
  const names = header.map((head, index) => ({ name: folded(headOf(head).name), index }));
  for (const { name, index } of names.sort((one, other) => other.name.length - one.name.length)) {
    const place = name ? text.indexOf(name) : -1;
    if (place < 0) continue;
    places.set(index, place);
    text = text.slice(0, place) + "\u0001".repeat(name.length) + text.slice(place + name.length);
  }
  const own = places.get(column);
  if (own === undefined) return undefined;
  const behind = [...places].filter(([, place]) => place > own).sort((one, other) => one[1] - other[1]);
  return behind[0]?.[0];
};
