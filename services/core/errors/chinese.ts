import { messagePhrases } from "./phrases/messages.ts";
import type { Phrase } from "./phrases/phrase.ts";
import { plantPhrases } from "./phrases/plant.ts";
import { checkedPhrases, valuePhrases } from "./phrases/values.ts";
import { wordsZh } from "./words.ts";

export const phrases: readonly Phrase[] = [
  ...valuePhrases,
  ...checkedPhrases,
  ...messagePhrases,
  ...plantPhrases,
];

const placeholder = /\{(\w+)\}/;
const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** What recognises a phrase with whatever is filled in, by its places' names. */
const patternOf = (en: string): RegExp =>
  new RegExp(
    `^${en
      .split(placeholder)
      .map((part, index) => (index % 2 === 0 ? literal(part) : `(?<${part}>.+?)`))
      .join("")}$`,
    "su",
  );
/** The phrase with the most words of its own comes first: "must be {least} to {most}" also fits longer ones. */
const known = phrases
  .map(([en, zh]) => ({ pattern: patternOf(en), zh, own: en.replaceAll(/\{\w+\}/g, "").length }))
  .sort((a, b) => b.own - a.own);

const han = /\p{Script=Han}/u;
/** Words of a sentence, not an id, a number or a list of these. */
const prose = /[a-z]+ [a-z]+ [a-z]+/;

const ofPhrase = (text: string): string | undefined => {
  const word = Object.hasOwn(wordsZh, text) ? wordsZh[text] : undefined;
  if (word !== undefined) return word;
  for (const { pattern, zh } of known) {
    const places = pattern.exec(text)?.groups;
    if (places || pattern.test(text))
      return zh.replace(new RegExp(placeholder, "g"), (_whole, name: string) => {
        const value = places?.[name] ?? "";
        return ofPhrase(value) ?? value;
      });
  }
  return undefined;
};

/** One of "place: problem", or several of these with "; " between them. */
const ofParts = (text: string): string | undefined => {
  const several = text.split("; ");
  if (several.length > 1) return several.map((part) => ofPhrase(part) ?? ofParts(part) ?? part).join("；");
  const at = text.indexOf(": ");
  const problem = at < 0 ? undefined : ofPhrase(text.slice(at + 2));
  return problem === undefined ? undefined : `${text.slice(0, at)}：${problem}`;
};

/**
 * What a detail of an error says, in Chinese. Details travel and are stored in English, as programs read them; what no phrase is
 * known of, such as the words of another program, is quoted as it is.
 */
export const chineseOf = (text: string): string => {
  if (han.test(text)) return text;
  return ofPhrase(text) ?? ofParts(text) ?? (prose.test(text) ? `“${text}”` : text);
};
