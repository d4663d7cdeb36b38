import { glossary } from "../search/glossary.ts";
import type { Ranked } from "../search/rank.ts";
import { fitsAsked } from "./asked.ts";
import { type Candidate, claimOf, idFactor, kindFactor, missedFactor, wordsOf } from "./candidate.ts";
import { contextOf, covered } from "./context.ts";
import { knownShare, type Question, type Unit, unitsIn } from "./question.ts";

/** Passages that are looked through. */
const mostPassages = 24;
/** The word for what is measured: 370 °C is a temperature without saying so. */
const isMeasure = ({ asked }: Question, unit: Unit): boolean =>
  unit.kind === "concept" &&
  asked.unit !== undefined &&
  unit.concepts.some((one) =>
    [...glossary[one]!.zh, ...glossary[one]!.en].some((word) => asked.head?.test(word)),
  );

/** Sentences of the best passages, those of a table's longer cells among them. */
export const sentenceCandidates = (question: Question, ranked: readonly Ranked[]): Candidate[] =>
  ranked.slice(0, mostPassages).flatMap(({ passage, features, meanings }): Candidate[] => {
    const { document, block, row, path } = passage;
    const above = contextOf([document.title, ...document.lines, ...document.products, ...path].join(" "));
    const whole = contextOf(passage.text);
    const units = unitsIn(question, document.language);
    const share = knownShare(question, document.language);
    return passage.sentences.map(({ text, line }, index): Candidate => {
      const meaning = meanings[index] ?? features.meaning;
      const context = contextOf(text);
      const own = covered(units, [[context, 1]]);
      const all = covered(units, [
        [context, 1],
        [above, 0.75],
        [whole, 0.55],
      ]);
      const fits = fitsAsked(question.asked, text);
      // A sentence about replacing says nothing of nozzles where nozzles are asked for.
      const needed = units.filter((unit) => !(fits === 1 && isMeasure(question, unit)));
      const score =
        claimOf(wordsOf(question, all, own, fits), meaning) *
        kindFactor(fits) *
        share *
        idFactor(question, document, [context, above, whole]) *
        missedFactor(needed, [context, above, whole]);
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
