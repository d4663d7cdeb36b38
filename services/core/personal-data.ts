/** Data about people in a text: what of it there is, hidden for good, or hidden so that it can be put back. */
export type PersonalKind = "name" | "email" | "phone" | "nationalId" | "badge";

export interface PersonalData {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

/** Weights and check characters of the resident id, GB 11643-1999 (ISO 7064 MOD 11-2). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = "10X98765432";

/** Whether 18 signs are a resident id of the PRC: a day that there is, and the right check character. */
export const isNationalId = (text: string): boolean => {
  const [, year, month, day] = /^[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx]$/.exec(text) ?? [];
  if (!year) return false;
  const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (born.getUTCMonth() !== Number(month) - 1 || born.getUTCDate() !== Number(day)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return checkCharacters[sum % 11] === text[17]!.toUpperCase();
};

const patterns: readonly (readonly [PersonalKind, RegExp])[] = [
  ["email", /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}(?![\w-])/gi],
  ["nationalId", /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g],
  ["phone", /(?<![\dA-Za-z.+-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\dA-Za-z]|[.-]\d)/g],
  ["phone", /(?<![\w.+-])\+(?!86)\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?![\w]|[.-]\d)/g],
  ["phone", /(?<![\dA-Za-z.+-])0\d{2,3}-\d{7,8}(?![\dA-Za-z]|[.-]\d)/g],
  // A number of a badge looks like any other: it is one where it is called so.
  [
    "badge",
    /(?<=(?:工号|工牌号?|胸卡号?|员工编号)(?:为|是)?[\s:：#]{0,3})[A-Z]{0,3}-?\d{3,10}(?![\dA-Za-z])/gi,
  ],
  [
    "badge",
    /(?<=\b(?:badge|employee|staff)(?: (?:no\.?|number|id))?[\s:#]{1,3})[A-Z]{0,3}-?\d{3,10}(?![\dA-Za-z])/gi,
  ],
  ["name", /(?<=(?:姓名|联系人)\s{0,2}[:：]\s{0,2})\p{Script=Han}{2,4}(?!\p{Script=Han})/gu],
];

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Finds people's names in texts; of names that are part of others the longer one counts. */
const namesPattern = (names: readonly string[]): RegExp | undefined => {
  const known = [...new Set(names)].filter((name) => name.trim().length > 1);
  if (known.length === 0) return undefined;
  const said = known
    .toSorted((a, b) => b.length - a.length)
    .map((name) => (/\p{Script=Han}/u.test(name) ? escaped(name) : `(?<![\\w.])${escaped(name)}(?!\\w)`));
  return new RegExp(said.join("|"), "gi");
};

/**
 * Data about people, from left to right and apart from each other.
 *
 * @param names People who are known; a name that is not, is found only where it is called one (姓名：…).
 */
export const createDetector = (names: readonly string[] = []): ((text: string) => PersonalData[]) => {
  const named = namesPattern(names);
  const all = named ? [...patterns, ["name", named] as const] : patterns;
  return (text) => {
    const found = all.flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)]
        .filter(([match]) => kind !== "nationalId" || isNationalId(match))
        .map(({ 0: match, index }) => ({ kind, start: index, end: index + match.length })),
    );
    const apart: PersonalData[] = [];
    for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end))
      if (one.start >= (apart.at(-1)?.end ?? 0)) apart.push(one);
    return apart;
  };
};

const replaced = (
  text: string,
  found: readonly PersonalData[],
  by: (one: PersonalData, words: string) => string,
): string => {
  let [out, from] = ["", 0];
  for (const one of found) {
    out += text.slice(from, one.start) + by(one, text.slice(one.start, one.end));
    from = one.end;
  }
  return out + text.slice(from);
};

const detectShapes = createDetector();

/** Hides for good what has the shape of data about people; for logs, which know no names. */
export const masked = (text: string): string => replaced(text, detectShapes(text), ({ kind }) => `[${kind}]`);

export interface Pseudonyms {
  /** The text with a stand-in for each of the data; the same words get the same one. */
  hide(text: string): string;
  /** The text with the words in the place of their stand-ins. */
  restore(text: string): string;
  /** Whether anything was hidden. */
  readonly used: boolean;
}

/** Stand-ins for one exchange, such as PERSON_1; a text that has the look of one already keeps it. */
export const createPseudonyms = (detect: (text: string) => readonly PersonalData[]): Pseudonyms => {
  const standIns = new Map<string, string>();
  const originals = new Map<string, string>();
  const taken = new Set<string>();
  const shape = /(?<![A-Z\d_])(?:NAME|EMAIL|PHONE|NATIONALID|BADGE)_\d+(?!\d)/g;
  const standInOf = (kind: PersonalKind, words: string): string => {
    const known = standIns.get(words);
    if (known) return known;
    let number = standIns.size + 1;
    while (taken.has(`${kind.toUpperCase()}_${number}`)) number += 1;
    const made = `${kind.toUpperCase()}_${number}`;
    taken.add(made);
    standIns.set(words, made);
    originals.set(made, words);
    return made;
  };
  return {
    hide: (text) => {
      for (const [said] of text.matchAll(shape)) taken.add(said);
      return replaced(text, detect(text), ({ kind }, words) => standInOf(kind, words));
    },
    restore: (text) => text.replaceAll(shape, (said) => originals.get(said) ?? said),
    get used() {
      return standIns.size > 0;
    },
  };
};
