import type { Ranked } from "../search/rank.ts";
import { type Candidate, idFactor } from "./candidate.ts";
import { contextOf, covered } from "./context.ts";
import { type Question, unitsIn } from "./question.ts";

const mostPassages = 20;
const leastSteps = 3;

/** Whole lists of the best passages: steps of a procedure, or what belongs to something. */
export const stepCandidates = (question: Question, ranked: readonly Ranked[]): Candidate[] => {
  if (!question.procedure) return [];
  const seen = new Set<string>();
  return ranked.slice(0, mostPassages).flatMap(({ passage, features }): Candidate[] => {
    const { document, path, row } = passage;
    const { blocks } = document;
    if (row !== null) return [];
    let start = passage.block;
    while (
      start < blocks.length &&
      blocks[start]!.kind !== "item" &&
      blocks[start]!.kind !== "heading" &&
      start - passage.block < 3
    )
      start += 1;
    if (blocks[start]?.kind !== "item") return [];
    while (blocks[start - 1]?.kind === "item") start -= 1;
    if (seen.has(`${document.id}/${start}`)) return [];
    seen.add(`${document.id}/${start}`);
    const steps: string[] = [];
    let counted = false;
    for (let at = start; at < blocks.length; at++) {
      const block = blocks[at]!;
      if (block.kind !== "item") break;
      counted ||= /\d/.test(block.marker);
      steps.push(`${block.marker} ${block.text}`);
    }
    if (steps.length < leastSteps) return [];
    const above = contextOf([document.title, ...document.lines, ...document.products, ...path].join(" "));
    const heading = contextOf(path.at(-1) ?? document.title);
    const inside = contextOf(steps.join(" "));
    const units = unitsIn(question, document.language);
    const all = covered(units, [
      [heading, 1],
      [above, 0.9],
      [inside, 0.75],
    ]);
    const own = covered(units, [
      [heading, 1],
      [above, 0.9],
    ]);
    const asksSteps = /步骤|流程|steps?\b|procedure|怎么|如何|怎样|\bhow\b/i.test(question.text);
    return [
      {
        kind: "steps",
        text: steps.join("\n"),
        steps,
        spots: [{ document, block: start, quote: steps[0]!.replace(/^\S+ /, "") }],
        score:
          (0.45 * all + 0.2 * own + 0.2 * features.meaning + (asksSteps === counted ? 0.2 : 0.08)) *
            idFactor(question, document, [above, inside]) +
          (/步骤|steps?\b|step by step/i.test(question.text) ? 0.1 : 0),
      },
    ];
  });
};
