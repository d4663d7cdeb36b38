import { glossary } from "./glossary.ts";
import { folded } from "./terms.ts";

const words = (text: string): string => ` ${folded(text).replaceAll(/[^a-z0-9]+/g, " ")} `;

/** Terms of a text of the other language, each with the first word that it has in the language of who reads it. */
export const glossesOf = (text: string, language: "zh" | "en"): readonly string[] => {
  const found: { at: number; term: string; gloss: string }[] = [];
  const plain = language === "zh" ? words(text) : folded(text);
  for (const { zh, en } of glossary)
    for (const term of language === "zh" ? en : zh) {
      const own = folded(term);
      // A single sign stands in many words.
      if (language === "en" && [...own].length < 2) continue;
      const at = language === "zh" ? plain.search(new RegExp(` ${own}(?:s|es)? `)) : plain.indexOf(own);
      if (at >= 0) found.push({ at, term, gloss: language === "zh" ? zh[0]! : en[0]! });
    }
  // Of terms that lie in one another the longest.
  const kept = found
    .sort((a, b) => b.term.length - a.term.length)
    .filter(
      (one, index, all) =>
        !all.slice(0, index).some(({ at, term }) => one.at >= at && one.at < at + term.length),
    );
  return kept.sort((a, b) => a.at - b.at).map(({ term, gloss }) => `${term} = ${gloss}`);
};
