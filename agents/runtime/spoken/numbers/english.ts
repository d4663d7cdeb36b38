import type { Numeral } from "./numeral.ts";

const below = (words: string, first: number, step: number) =>
  words.split(" ").map((word, index): [string, number] => [word, first + step * index]);
const ones = new Map([
  ...below("zero one two three four five six seven eight nine ten eleven twelve", 0, 1),
  ...below("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 13, 1),
]);
const tens = new Map(below("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10));
const scales: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1_000,
  grand: 1_000,
  k: 1_000,
};

/** Signs of a word's part in a number, for patterns over whole sentences. */
const parts: Readonly<Record<string, string>> = {
  a: "A",
  an: "A",
  and: "&",
  half: "/",
  of: "O",
  couple: "C",
  point: "P",
  hundreds: "H",
  dozens: "H",
  thousands: "H",
};

interface Token {
  readonly start: number;
  readonly end: number;
  /** F a figure below a hundred in words, L one in digits, S a scale, a sign of `parts`, or x. */
  readonly kind: string;
  readonly value: number;
  /** As it is spelled: "oh seven" is 07. */
  readonly digits: string;
}

/** Words and digits of a sentence, with "." between two that other signs than a space or hyphen part. */
const tokensOf = (text: string): Token[] => {
  const found: Token[] = [];
  for (const match of text.matchAll(/(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[a-z]+/gi)) {
    const [word] = match;
    const lower = word.toLowerCase();
    const { index: start } = match;
    const end = start + word.length;
    const last = found.at(-1);
    const gap = last ? text.slice(last.end, start) : "";
    const near = last !== undefined && /^(?:[ -]+|)$/.test(gap);
    const token = (kind: string, value: number, digits = String(value)) => {
      if (last && !near) found.push({ start: last.end, end: start, kind: ".", value: 0, digits: "" });
      found.push({ start, end, kind, value, digits });
    };
    const one = ones.get(lower);
    if (/^\d/.test(word)) {
      const figure = Number(word.replaceAll(",", ""));
      // Letters that touch digits make a code or an ordinal of them.
      const code = /[a-z]$/i.test(text.slice(0, start)) || /^(?:st|nd|rd|th)\b/i.test(text.slice(end));
      token(code ? "x" : "L", figure, word.replaceAll(",", ""));
    } else if (
      one !== undefined &&
      near &&
      last?.kind === "F" &&
      last.value >= 20 &&
      last.value % 10 === 0 &&
      one > 0 &&
      one < 10
    ) {
      const value = last.value + one;
      found[found.length - 1] = { ...last, end, value, digits: String(value) };
    } else if (one !== undefined && one < 10 && near && last?.kind === "o")
      found[found.length - 1] = { ...last, end, kind: "F", value: one, digits: `0${one}` };
    else if (one !== undefined) token("F", one);
    else if (tens.has(lower)) token("F", tens.get(lower)!);
    else if (lower === "oh" || (lower === "o" && !/^['’]?clock/i.test(text.slice(end)))) token("o", 0);
    else if (lower === "k" && gap.length > 1) token("x", 0);
    else if (lower in scales && (lower !== "k" || last?.kind === "L")) token("S", scales[lower]!);
    else token(parts[lower] ?? "x", 0);
  }
  // "one oh oh one": a zero of its own behind a figure.
  for (const [index, token] of found.entries())
    if (token.kind === "o" && found[index - 1]?.kind === "F")
      found[index] = { ...token, kind: "F", digits: "0" };
  return found;
};

const count = "(?:AC?O?|CO?|/A|[FL](?:&A/)?)";
const pattern = new RegExp(
  [
    `(?<scaled>${count}?S(?:&?[FL]?S)*(?:&?F)?)`,
    "(?<decimal>[FL]PF+)",
    "(?<couple>A?CO?)",
    "(?<vague>H)",
    "(?<spelled>[FL]{2,}(?!S))",
    "(?<single>[FL])",
  ].join("|"),
  "g",
);

/** "a couple of hundred" is 200, "three and a half thousand" 3,500, "two hundred and fifty thousand" 250,000. */
const scaled = (tokens: readonly Token[]): number => {
  let total = 0;
  let part: number | undefined;
  for (const { kind, value } of tokens) {
    if (kind === "F" || kind === "L") part = (part ?? 0) + value;
    else if (kind === "C") part = 2;
    else if (kind === "/") part = (part ?? 0) + 0.5;
    else if (kind === "S") {
      const scaledPart = (part ?? 1) * value;
      if (value === 1_000) [total, part] = [total + scaledPart, undefined];
      else part = scaledPart;
    }
  }
  return total + (part ?? 0);
};

/** Places of which a number behind tells which: "the line one". */
const places =
  "line|station|tester|test|machine|cell|chamber|oven|room|bench|number|phase|shift|smt|assembly|placement|mount";
const before = new RegExp(
  `\\b(?:the|this|that|which|any|every|each|no|another|last|next|same)\\s+(?:(?!(?:${places})\\b)[a-z]+\\s+)?$`,
  "i",
);
/** "the one", "the capacitor one", "one of them": no number. */
const isPronoun = (text: string, { start, end }: Token): boolean =>
  /^one$/i.test(text.slice(start, end)) &&
  (before.test(text.slice(0, start)) || /^\s+of\b/i.test(text.slice(end)));

/**
 * Figures side by side: spelled ("one zero four two", "4 0 2"), in pairs ("ten forty two", "two fifty"), or numbers that
 * do not belong together ("line one two hours").
 */
const sideBySide = (tokens: readonly Token[]): readonly Numeral[] => {
  const whole = { start: tokens[0]!.start, end: tokens.at(-1)!.end };
  const id = Number(tokens.map(({ digits }) => digits).join(""));
  const short = tokens.every(({ digits }) => digits.length === 1 || /^0\d$/.test(digits));
  if (short && tokens.map(({ digits }) => digits).join("").length >= 3)
    return [{ ...whole, values: [], id, spelled: true }];
  const paired = tokens.length <= 3 && tokens.slice(1).every(({ digits }) => digits.length === 2);
  const alike = tokens.every(({ kind }) => kind === tokens[0]!.kind) && tokens[0]!.digits.length <= 2;
  if (paired && alike && id < 10_000) return [{ ...whole, values: tokens[0]!.kind === "F" ? [id] : [], id }];
  return tokens.map(({ start, end, value }) => ({ start, end, values: [value], id: value }));
};

/**
 * Numbers in digits or in English words: "fifteen thousand", "a dozen", "three and a half thousand", "twelve hundred
 * and fifty", "2.5k"; and those that are spelled.
 */
export const englishNumerals = (text: string): Numeral[] => {
  const tokens = tokensOf(text);
  const kinds = tokens.map(({ kind }) => kind).join("");
  return [...kinds.matchAll(pattern)].flatMap((match): Numeral[] => {
    const own = tokens.slice(match.index, match.index + match[0].length);
    const first = own[0]!;
    const place = { start: first.start, end: own.at(-1)!.end };
    const counted = (value: number): Numeral[] => {
      const rounded = Number(value.toFixed(6));
      return [{ ...place, values: [rounded], ...(Number.isInteger(rounded) ? { id: rounded } : {}) }];
    };
    const { scaled: isScaled, decimal, couple, vague, spelled } = match.groups!;
    if (isScaled) return counted(scaled(own));
    if (decimal)
      return counted(
        Number(
          `${first.value}.${own
            .slice(2)
            .map(({ digits }) => digits)
            .join("")}`,
        ),
      );
    if (couple) return counted(2);
    if (vague) return [{ ...place, values: [] }];
    if (spelled) return [...sideBySide(own)];
    if (isPronoun(text, first)) return [];
    // A number with zeros before it is an id.
    return /^0\d/.test(first.digits) ? [{ ...place, values: [], id: first.value }] : counted(first.value);
  });
};
