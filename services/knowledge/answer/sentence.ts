import { sentencesOf } from "../passages.ts";
import { glossary } from "../search/glossary.ts";
import type { Ranked } from "../search/rank.ts";
import { type Candidate, contextOf, idFactor } from "./candidate.ts";
import { covered, holdsUnit, type Question, type Unit, unitsIn, withAsked } from "./question.ts";

/** Passages that are looked through. */
const mostPassages = 24;
/** What remains of a claim for each of the plant's terms that neither a sentence nor what it stands in speaks of. */
const missedTerm = 0.8;

/** How well a sentence is the kind of thing that is asked for, 0 to 1. */
export const fitsAsked = ({ asked }: Question, text: string): number => {
  if (asked.person)
    return /员|长|经理|委员会|部|负责|engineer|leader|manager|operator|quality|production|team/i.test(text)
      ? 1
      : 0.3;
  if (asked.time)
    return /\d{1,2}:\d{2}|每|之?前|之?后|\b(?:when|if|before|after|every|at|below|once|daily|monthly|weekly)\b/i.test(
      text,
    )
      ? 1
      : 0.4;
  if (!asked.figure) return 0.8;
  const words = inFigures(text);
  const figures = [...words.matchAll(/\d(?:[\d.,]*\d)?\s*([^\s\d,，。;；、()（）]{1,12})?/g)];
  if (figures.length === 0)
    return /\b(?:once|twice|(?:one|two|three|four|five|six|ten) \w+|half|not allowed)\b|[一二三四五六七八九十两]次|不允许|不限/i.test(
      text,
    )
      ? 0.75
      : 0.15;
  if (!asked.unit) return 1;
  return figures.some(
    ([, unit]) =>
      unit &&
      [unit, unit.slice(0, 1), unit.slice(0, 2), unit.slice(0, 3)].some((one) => asked.unit!.test(one)),
  )
    ? 1
    : 0.45;
};

const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const spelt = new RegExp(`\\b(${numbers.join("|")})\\b`, "gi");
const inFigures = (text: string): string =>
  text
    .replace(/\bonce\b/gi, "1 times")
    .replace(/\btwice\b/gi, "2 times")
    .replace(spelt, (word) => String(numbers.indexOf(word.toLowerCase())));

const bare = (line: string): string => line.replace(/^(?:\d+[.)、]|•|-)\s+/, "");
const isSentence = (cell: string): boolean => cell.length > 14 && /[。.!？?]$/.test(cell);

/** The word for what is measured: 370 °C is a temperature without saying so. */
const isMeasure = ({ asked }: Question, unit: Unit): boolean =>
  unit.kind === "concept" &&
  asked.unit !== undefined &&
  unit.concepts.some((one) =>
    [...glossary[one]!.zh, ...glossary[one]!.en].some((word) => asked.head?.test(word)),
  );

/** Sentences of the best passages, those of a table's longer cells among them. */
export const sentenceCandidates = (question: Question, ranked: readonly Ranked[]): Candidate[] =>
  ranked.slice(0, mostPassages).flatMap(({ passage, features }): Candidate[] => {
    const { document, block, row, path } = passage;
    const above = contextOf([document.title, ...path].join(" "));
    const whole = contextOf(passage.text);
    const table = document.blocks[block];
    const texts =
      row === null
        ? passage.text
            .split("\n")
            .flatMap((line, index) => sentencesOf(bare(line)).map((text) => ({ text, line: index })))
        : table?.kind === "table"
          ? table.rows[row]!.cells.filter(isSentence)
              .flatMap((cell) => sentencesOf(cell))
              .map((text) => ({ text, line: 0 }))
          : [];
    return texts.map(({ text, line }): Candidate => {
      const context = contextOf(text);
      const units = unitsIn(question, document.language);
      const own = covered(units, [[context, 1]]);
      const all = covered(units, [
        [context, 1],
        [above, 0.75],
        [whole, 0.55],
      ]);
      const fits = fitsAsked(question, text);
      // A sentence about replacing says nothing of nozzles where nozzles are asked for.
      const elsewhere = units.filter(
        (unit) =>
          unit.kind === "concept" &&
          !(fits === 1 && isMeasure(question, unit)) &&
          ![context, above, whole].some((one) => holdsUnit(one, unit)),
      ).length;
      const score =
        (0.5 * withAsked(question, all, fits) +
          0.25 * withAsked(question, own, fits) +
          0.25 * features.meaning) *
        (0.7 + 0.3 * fits) *
        idFactor(question, document, [context, above, whole]) *
        missedTerm ** elsewhere;
      // The lines of a passage that are a block each can be opened one by one.
      const at = row === null && document.blocks[block + line] ? block + line : block;
      return {
        kind: "sentence",
        text,
        spots: [
          {
            document,
            block: holdsText(document.blocks[at], text) ? at : block,
            ...(row === null ? {} : { row }),
            quote: text,
          },
        ],
        score,
      };
    });
  });

const holdsText = (block: { readonly kind: string } | undefined, text: string): boolean =>
  block !== undefined && "text" in block && String(block.text).includes(text);
