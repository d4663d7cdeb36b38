import { convert } from "../../core/units.ts";
import { folded } from "../search/terms.ts";
import { type Asked, saysMoment } from "./asked.ts";
import { type Candidate, claimOf, idFactor, kindFactor } from "./candidate.ts";
import { type Context, contextOf, covered, holdsUnit } from "./context.ts";
import { headOf, quantityOf } from "./quantity.ts";
import { knownShare, type Question, unitsIn, withAsked } from "./question.ts";
import { rangeOf } from "./range.ts";
import { quantitiesIn, type SaidQuantity } from "./said-quantities.ts";
import { type FoundTable, meaningAt, mostRows } from "./tables.ts";

const unitColumn = /^(?:unit|units|单位)$/i;
const notUnit = new Set(["-", "无"]);
/** Rows with the same claim to answer that are told side by side. */
const mostEqual = 4;

/** A cell with the unit of its column or row. */
export const cellValue = (
  { table }: FoundTable,
  cells: readonly string[],
  column: number,
): { text: string; unit: string } => {
  const { unit } = headOf(table.header[column] ?? "");
  const units = table.header.findIndex((head) => unitColumn.test(head));
  const own =
    unit ||
    (units >= 0 && units !== column && /^[-+±≤≥]?\d/.test(cells[column] ?? "") ? (cells[units] ?? "") : "");
  const known = notUnit.has(own) ? "" : own;
  const cell = cells[column] ?? "";
  const plain = /^[-+±≤≥]?\d[\d.,]*(?:\s*[～~–-]\s*\d[\d.,]*)?$/.test(cell);
  return { text: plain && known ? `${cell} ${known}` : cell, unit: known };
};

/** The cells that tell a row from others: the first, and those that the question names. */
const keyOf = (cells: readonly string[], named: readonly number[], column: number): string => {
  const keys = [...new Set([0, ...named])]
    .filter((index) => index !== column && cells[index])
    .sort((a, b) => a - b);
  return keys.map((index) => cells[index]).join(" · ");
};

/** Names in the order of the columns: "from A to B" is not "from B to A". */
const inOrder = (question: string, cells: readonly string[], named: readonly number[]): boolean => {
  const text = folded(question);
  const places = named.map((index) => text.indexOf(folded(cells[index]!))).filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || place >= places[index - 1]!);
};

const weightOf = (question: Question, context: Context): number =>
  question.units.reduce((sum, unit) => sum + (holdsUnit(context, unit) ? unit.weight : 0), 0);

const everySoOften =
  /每|every|daily|weekly|monthly|once|per|\d\s*(?:h|hours?|天|小时|个?月|年|months?|days?|years?)$/i;

const columnFits = (asked: Asked, head: string, unit: string, cell: string): number => {
  if (asked.person) return asked.head!.test(head) ? 1 : 0.1;
  if (asked.head?.test(head)) return 1;
  if (asked.unit)
    return asked.unit.test(unit) || asked.unit.test(/^[-\d.,\s]+(\S+(?: days?)?)$/.exec(cell)?.[1] ?? "")
      ? 1
      : 0.3;
  if (asked.figure) return /\d/.test(cell) ? 0.9 : 0.5;
  if (asked.often) return everySoOften.test(cell) ? 0.9 : 0.3;
  if (asked.time) return /\d{1,2}:\d{2}/.test(cell) ? 1 : saysMoment(cell) ? 0.6 : 0.2;
  return 0.75;
};

/** Columns of ranges, with the figure of the question that lies in one of them: 1.6 mm in "1.4 to 2.0" of a thickness in mm. */
const rangesSaid = (
  question: Question,
  { table }: FoundTable,
): ReadonlyMap<number, { readonly said: SaidQuantity; readonly unit: string }> => {
  const figures = quantitiesIn(question.text);
  const found = new Map<number, { readonly said: SaidQuantity; readonly unit: string }>();
  table.header.forEach((head, column) => {
    const ranges = table.rows.map(({ cells }) => rangeOf(cells[column] ?? ""));
    const unit = headOf(head).unit || (ranges[0]?.unit ?? "");
    if (!unit || !ranges.every(Boolean)) return;
    for (const said of figures)
      if (said.unit && convert(said.value, said.unit, unit) !== undefined) found.set(column, { said, unit });
  });
  return found;
};

/** Whether a row is that of the figures that the question says; where one row ends and the next begins it is the first. */
const isWithin = (cells: readonly string[], ranges: ReturnType<typeof rangesSaid>): boolean =>
  [...ranges].every(([column, { said, unit }]) => {
    const { from, to, unit: own } = rangeOf(cells[column]!)!;
    const value = convert(said.value, said.unit, own || unit);
    return value !== undefined && value > from && value <= to;
  });

/** What a cell calls its row; a mere figure with what it is of. */
const nameIn = ({ header, rows }: FoundTable["table"], row: number, column: number): string => {
  const cell = rows[row]!.cells[column]!;
  return /^\d+[ab]?$/.test(cell) ? `${header[column]} ${cell}` : cell;
};

/** The head of a cell that is a word, which the two may be one term with: "Late" of "Shift" is the late shift. */
const headWith = (head: string, cell: string): string =>
  quantityOf(cell) === undefined && !/\d/.test(cell) ? headOf(head).name : "";

/** Cells whose row and column the question names. */
export const cellCandidates = (question: Question, found: FoundTable): Candidate[] => {
  const { document, block, table, path } = found;
  const above = contextOf([document.title, ...path, table.caption ?? ""].join(" "));
  const heads = table.header.map((head) =>
    contextOf(headOf(head).name === head ? head : `${headOf(head).name} ${/\d/.test(head) ? head : ""}`),
  );
  const units = unitsIn(question, document.language);
  const share = knownShare(question, document.language);
  const headWeights = heads.map((head) => weightOf(question, head));
  const exact = question.units.filter((unit) => unit.kind === "term" && /\d/.test(unit.term));
  // A mere figure tells rows apart where the question speaks of what it measures.
  const mayName = (column: number, cell: string) =>
    quantityOf(cell) === undefined || headWeights[column]! > 0;
  // What the head of its column says already, every row has.
  const names = (column: number, context: Context) =>
    question.units.some((unit) => holdsUnit(context, unit) && !holdsUnit(heads[column]!, unit));
  const ranges = rangesSaid(question, found);
  const rows = table.rows.length <= mostRows ? table.rows.map((_, row) => row) : [...found.meanings.keys()];
  const candidates: (Candidate & {
    readonly row: number;
    readonly column: number;
    /** What of the score the words of the question give: likeness in meaning tells no rows apart. */
    readonly claim: number;
  })[] = [];
  for (const row of rows) {
    const { cells } = table.rows[row]!;
    if (!isWithin(cells, ranges)) continue;
    // A range says each figure in it.
    const contexts = cells.map((cell, index) =>
      contextOf(
        [cell, headWith(table.header[index]!, cell), ranges.get(index)?.said.text].filter(Boolean).join(" "),
      ),
    );
    const named = contexts.flatMap((context, index) =>
      ranges.has(index) || (names(index, context) && mayName(index, cells[index]!)) ? [index] : [],
    );
    const ordered = inOrder(question.text, cells, named);
    table.header.forEach((head, column) => {
      if (
        !cells[column] ||
        (headWeights[column] === 0 && !question.asked.head?.test(head) && heads.length > 2)
      )
        return;
      const keys = named.filter((index) => index !== column);
      if (keys.length === 0) return;
      const keyContexts = keys.map((index) => contexts[index]!);
      const own = covered(
        question.units,
        [...keyContexts, heads[column]!].map((context) => [context, 1] as const),
      );
      const all = covered(units, [
        ...[...keyContexts, heads[column]!].map((context) => [context, 1] as const),
        ...keys.map((index) => [heads[index]!, 0.9] as const),
        [above, 0.8],
      ]);
      const lost = exact.filter(
        (unit) => ![...keyContexts, heads[column]!, above].some((context) => holdsUnit(context, unit)),
      );
      const { text: value, unit } = cellValue(found, cells, column);
      // A head of which the question says all is meant before one that says more.
      const whole =
        headWeights[column]! > 0
          ? covered(
              units.filter((one) => holdsUnit(heads[column]!, one)),
              [[heads[column]!, 1]],
            ) / Math.max(1, heads[column]!.concepts.size + heads[column]!.terms.size / 4)
          : 0;
      const fits = columnFits(question.asked, head, unit, cells[column]!);
      const meaning = meaningAt(found, row, column);
      const words =
        0.65 * withAsked(question, all, fits) +
        0.325 * withAsked(question, own, fits) +
        0.025 * Math.min(1, whole);
      const factor =
        kindFactor(fits) *
        share *
        idFactor(question, document, [...contexts, above]) *
        0.7 ** lost.length *
        (ordered ? 1 : 0.94);
      const score = claimOf(words, meaning) * factor;
      const key = keyOf(cells, keys, column);
      candidates.push({
        kind: "cell",
        text: `${key} · ${headOf(head).name} = ${value}`,
        value,
        spots: [{ document, block, row, column, quote: cells[column]! }],
        score,
        claim: words * factor,
        row,
        column,
      });
    });
  }
  const [best] = [...candidates].sort((a, b) => b.score - a.score);
  if (!best) return [];
  const equal = candidates.filter(
    ({ column, claim }) => column === best.column && Math.abs(claim - best.claim) < 0.005,
  );
  const values = new Set(equal.map(({ value }) => value));
  if (values.size <= 1) return candidates;
  // Several rows have the same claim: all of them are told, or, where they are many, none is meant.
  if (equal.length > mostEqual) return candidates.map((one) => ({ ...one, score: one.score * 0.8 }));
  const rowsOf = equal.map(({ row }) => table.rows[row]!.cells);
  const isToldApart =
    new Set(equal.map(({ text }) => text.split(" · ").slice(0, -1).join())).size === equal.length;
  // Where what the question names does not tell them apart, the first column that does is told as well.
  const apart = isToldApart
    ? -1
    : table.header.findIndex(
        (_, column) =>
          column !== best.column &&
          // A level is a figure without a unit, and a name as well.
          (headOf(table.header[column]!).unit === "" ||
            rowsOf.every((cells) => quantityOf(cells[column]!) === undefined)) &&
          new Set(rowsOf.map((cells) => cells[column])).size === equal.length,
      );
  const together: Candidate = {
    kind: "cell",
    text: equal
      .map(({ text, row }) => (apart >= 0 ? `${nameIn(table, row, apart)} · ${text}` : text))
      .join("; "),
    value: [...values].join("; "),
    spots: equal.flatMap(({ spots }) => spots),
    score: best.score,
  };
  return [together, ...candidates.filter((one) => !equal.includes(one))];
};
