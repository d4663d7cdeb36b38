import { fold } from "./fold.ts";

/** How a text hid what it says. */
export type Trick =
  | "invisible"
  | "lookalike"
  | "spaced"
  | "encoded"
  | "escaped"
  | "markup"
  | "rotated"
  | "reversed"
  | "digits";

/** One way to read a text: as it stands, or with one trick undone. */
export interface Reading {
  readonly text: string;
  /** What was undone; absent where it is read as it stands. */
  readonly trick?: Trick;
}

/** Signs that show nothing: format characters, fillers, variation selectors. Unicode 16, general category Cf and some more. */
const invisible = /\p{Cf}|\p{Variation_Selector}|\u115f|\u1160|\u3164|\uffa0|\u034f|\u17b4|\u17b5/gu;
/** Tag characters repeat ASCII unseen. */
const tags = /[\u{e0020}-\u{e007e}]+/gu;

/** A text without signs that show nothing; what a person sees of it. */
export const visibleText = (text: string): string => text.replaceAll(invisible, "");

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  colon: ":",
  lowbar: "_",
};
const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : " ";

/** HTML entities, percent signs and backslash escapes as what they stand for. */
const unescaped = (text: string): string => {
  const plain = text
    .replaceAll(/&#(\d{1,7});?/g, (_, code: string) => character(Number(code)))
    .replaceAll(/&#x([\da-f]{1,6});?/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replaceAll(/&([a-z]{2,8});/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replaceAll(/\\u\{?([\da-f]{4,6})\}?|\\x([\da-f]{2})/gi, (_, long?: string, short?: string) =>
      character(Number.parseInt(long ?? short ?? "20", 16)),
    );
  if (!/%[\da-f]{2}/i.test(plain)) return plain;
  try {
    return decodeURIComponent(plain.replaceAll(/%(?![\da-f]{2})/gi, "%25"));
  } catch {
    return plain;
  }
};

/** The words of a marked-up text: comments, attributes and link targets are read too, and marks within words are gone. */
const unmarked = (text: string): string =>
  text
    .replaceAll(/<!--|-->|<!\[CDATA\[|\]\]>/g, " ")
    .replaceAll(
      /<\/?[a-z][\w-]*((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*\/?>/gi,
      (_, attributes: string) =>
        ` ${[...attributes.matchAll(/=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, a, b]) => a ?? b).join(" ")} `,
    )
    .replaceAll(/!?\[([^\]]*)\]\(([^)]*)\)/g, " $1 $2 ")
    .replaceAll(/[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}/g, "")
    .replaceAll(/\|/g, " ");

/** Letters that stand apart, joined: four or more of them, by what they are apart. */
const joined = (text: string): string =>
  text
    .replaceAll(/(?<![A-Za-z])(?:[A-Za-z](?:[ .·_\-*/]{1}|(?= {2,}))){3,}[A-Za-z](?![A-Za-z])/g, (run) =>
      run.replaceAll(/[ .·_\-*/]/g, ""),
    )
    .replaceAll(/(?<!\p{Script=Han})(?:\p{Script=Han}[\s.·_\-*/|、，]{1,2}){3,}\p{Script=Han}/gu, (run) =>
      run.replaceAll(/[^\p{Script=Han}]/gu, ""),
    );

/** Nothing but signs that stand apart. */
const apart = /^\S(?:[ .·_*/-]\S)+$/u;
/** A spaced text keeps two or more spaces between its words: they become one. */
const joinedWords = (text: string): string => {
  const words = text.trim().split(/\s{2,}/);
  const isSpaced = words.filter((word) => apart.test(word)).length * 2 > words.length;
  return words
    .map((word) =>
      isSpaced && apart.test(word)
        ? word.replaceAll(/(?<=^|[ .·_*/-])(\S)[ .·_*/-](?=\S)/gu, "$1")
        : joined(word),
    )
    .join(" ");
};

const utf8 = new TextDecoder("utf-8", { fatal: true });
/** Bytes as a text of words; undefined for what is none. */
const asWords = (bytes: Uint8Array): string | undefined => {
  try {
    const text = utf8.decode(bytes);
    const words = text.match(/[\p{L}\p{N}\p{P}\p{Zs}\p{M}\p{S}\n\r\t]/gu)?.length ?? 0;
    return words >= [...text].length * 0.95 && /\p{L}{2}/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
};
const encodings: readonly (readonly [RegExp, (found: string) => Uint8Array])[] = [
  [
    /(?<![A-Za-z\d+/_-])[A-Za-z\d+/_-]{16,}={0,2}/g,
    (found) => Buffer.from(found.replaceAll("-", "+").replaceAll("_", "/"), "base64"),
  ],
  [
    /(?<![\da-f])(?:[\da-f]{2}[ :]?){10,}/gi,
    (found) => Buffer.from(found.replaceAll(/[^\da-f]/gi, ""), "hex"),
  ],
];
/** What the encoded parts of a text come to. */
const decoded = (text: string): string[] =>
  encodings.flatMap(([pattern, bytesOf]) =>
    [...text.matchAll(pattern)].flatMap(([found]) => asWords(bytesOf(found)) ?? []),
  );

const rotated = (text: string): string =>
  text.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));

const digits: Readonly<Record<string, string>> = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  "@": "a",
  $: "s",
  "!": "i",
};
/** Words in which digits stand for letters; a number or an id of the plant is none. */
const lettered = (text: string): string =>
  text.replaceAll(/(?<![a-z\d-])(?=[a-z\d@$!]*[a-z])[a-z\d@$!]*[0134574@$!][a-z\d@$!]*(?![a-z\d])/g, (word) =>
    word.replaceAll(/[0134574@$!]/g, (sign) => digits[sign] ?? sign),
  );

/** Words that no attack does without, rotated by 13, and from the end: no other text is turned round to look. */
const looksRotated =
  /vtaber|qvfertneq|eryrnfr|ehyrf|vafgehpgvba|flfgrz|nccebi|cebzcg|cerivbhf|olcnff|birevqr|npg nf|cnffjbeq|\b(?:gur|lbhe?|naq|nyy|ner|jub|ubj|jung)\b/;
const looksReversed =
  /erongi|dragersid|esaeler|selur|noitcurtsni|metsys|vorppa|tpmorp|suoiverp|ssapyb|edirrevo|略忽|视无|则规|令指|词示提|准批|批审|达下|制限/;

/** Encodings within encodings are looked through so deep. */
const deepest = 3;

const readingsAt = (text: string, depth: number, trick?: Trick): Reading[] => {
  const found: Reading[] = [];
  const add = (read: string, by?: Trick) => {
    const folded = fold(read);
    if (folded && !found.some((one) => one.text === folded))
      found.push(by ? { text: folded, trick: by } : { text: folded });
  };
  const as = (by: Trick) => trick ?? by;
  const seen = visibleText(text);
  const hides = seen !== text;
  add(seen, trick ?? (hides ? "invisible" : undefined));
  if (hides) {
    add(text.replaceAll(invisible, " "), as("invisible"));
    const unseen = [...text.matchAll(tags)].map(([run]) =>
      [...run].map((sign) => String.fromCharCode(sign.codePointAt(0)! - 0xe0000)).join(""),
    );
    if (unseen.length > 0) add(unseen.join(" "), as("invisible"));
    if (/[\u202d\u202e\u2067]/.test(text)) add([...seen].reverse().join(""), as("reversed"));
  }
  const plain = unescaped(seen);
  if (plain !== seen) add(plain, as("escaped"));
  const words = unmarked(plain);
  if (words !== plain) {
    add(words, as("markup"));
    // A comment or a tag within a word parts it.
    add(plain.replaceAll(/<!--[\s\S]*?-->|<[^>]{0,200}>/g, ""), as("markup"));
  }
  const [first] = found;
  if (first) {
    const letters = joinedWords(words);
    if (letters !== words.replaceAll(/\s{2,}/g, " ")) {
      add(letters, as("spaced"));
      add(joined(words.replaceAll(/\s+/g, " ")), as("spaced"));
    }
    if (looksRotated.test(first.text)) add(rotated(first.text), as("rotated"));
    if (looksReversed.test(first.text)) add([...first.text].reverse().join(""), as("reversed"));
    if (/[a-z][0134574@$!]|[0134574@$][a-z]/.test(first.text)) add(lettered(first.text), as("digits"));
  }
  if (depth < deepest)
    for (const inner of decoded(plain))
      for (const reading of readingsAt(inner, depth + 1, as("encoded")))
        if (!found.some((one) => one.text === reading.text)) found.push(reading);
  return found;
};

/**
 * Every way in which a text may be read: as it stands, and with what may hide its words undone: signs that show nothing, letters
 * of other scripts that look like Latin ones, letters apart, Base64 and hexadecimal, escapes, comments and other marks, letters
 * rotated or from the end. All in lower case and simplified Chinese, for rules to be held against.
 */
export const readingsOf = (text: string): readonly Reading[] => readingsAt(text, 0);
