import type { Family, Place } from "./families.ts";
import { fold, hasLookalikes } from "./fold.ts";
import { type Action, answeredFirst, policy, withheldMark } from "./policy.ts";
import { readingsOf, type Trick, visibleText } from "./readings.ts";
import { type Rule, rulesFor } from "./rules.ts";

/** Why a text was not let pass. */
export interface Finding {
  readonly family: Family;
  /** How it was hidden, where it was. */
  readonly trick?: Trick;
}

export interface Verdict {
  readonly action: Action | "pass";
  /** One for each family, the one that is answered first before the others. */
  readonly findings: readonly Finding[];
}

/** A text with what may pass of it, and why the rest did not. */
export interface Screened {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** A longer text is read in parts, which overlap so that nothing hides at their border. */
const longestPart = 4_000;
const overlap = 200;

const partsOf = (text: string): string[] => {
  if (text.length <= longestPart) return [text];
  const parts: string[] = [];
  for (let from = 0; from < text.length; from += longestPart - overlap)
    parts.push(text.slice(from, from + longestPart));
  return parts;
};

const ends = /[.。!?！？;；\n]/;
/** The sentence around a find, with what ends it. */
const sentenceAt = (text: string, start: number, end: number): string => {
  let [from, to] = [start, end];
  while (from > 0 && !ends.test(text[from - 1]!)) from -= 1;
  while (to < text.length && !ends.test(text[to]!)) to += 1;
  return text.slice(from, to + 1);
};

const holds = ({ pattern, unless }: Rule, text: string): boolean => {
  const found = pattern.exec(text);
  if (!found) return false;
  return !unless?.test(sentenceAt(text, found.index, found.index + found[0].length));
};

const pass: Verdict = { action: "pass", findings: [] };

/**
 * The filter before prompts and behind answers: says of a text whether it may pass at a place, by one table of what is refused and
 * withheld there. It is a second fence: what stands behind it (a closed set of tools, ids that must have been said, an approval
 * bound to a hash, figures that evidence must hold) does not rely on it.
 *
 * @param names People of the plant, so that a question about one is known as such.
 */
export const createShield = (names: readonly string[] = []) => {
  const known = names.map(fold).filter((name) => name.length > 1);
  const rules = rulesFor(known);
  const rulesAt = (place: Place) =>
    rules.filter((rule) => policy[place][rule.family] && (!rule.in || rule.in.includes(place)));
  const byPlace = new Map<Place, readonly Rule[]>();

  const judge = (text: string, place: Place): Verdict => {
    const held = byPlace.get(place) ?? rulesAt(place);
    byPlace.set(place, held);
    const found = new Map<Family, Trick | undefined>();
    const mixed = hasLookalikes(visibleText(text));
    for (const part of partsOf(text))
      for (const { text: reading, trick } of readingsOf(part))
        for (const rule of held)
          if (!found.has(rule.family) && holds(rule, reading))
            found.set(rule.family, trick ?? (mixed ? "lookalike" : undefined));
    if (found.size === 0) return pass;
    const order = [...found].sort(([a], [b]) => answeredFirst.indexOf(a) - answeredFirst.indexOf(b));
    const findings = order.map(([family, trick]): Finding => (trick ? { family, trick } : { family }));
    const actions = findings.map(({ family }) => policy[place][family]);
    return { action: actions.includes("refuse") ? "refuse" : "withhold", findings };
  };

  /** The sentences of a text that may pass, a mark in the place of the others; all of it where only the whole gives it away. */
  const screen = (text: string, place: Place): Screened => {
    const whole = judge(text, place);
    if (whole.action === "pass") return { text, findings: [] };
    const sentences = text.split(/(?<=[。！？!?；;\n])|(?<=\.)(?=\s)/);
    const judged = sentences.map((sentence) => judge(sentence, place).action === "pass");
    const kept = sentences.map((sentence, index) => (judged[index] ? sentence : withheldMark)).join("");
    const enough =
      judged.includes(false) && judge(kept.replaceAll(withheldMark, ""), place).action === "pass";
    return {
      text: enough
        ? kept.replaceAll(/(?:\[已屏蔽 withheld\]\s*)+/g, `${withheldMark} `).trim()
        : withheldMark,
      findings: whole.findings,
    };
  };

  return { judge, screen };
};
export type Shield = ReturnType<typeof createShield>;

/** The filter where people's names say nothing: documents, master data, machines. */
export const plainShield: Shield = createShield();
