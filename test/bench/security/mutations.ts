import type { Random } from "../../../services/mes/seed/random.ts";
import type { Case } from "./cases.ts";

/** A way to hide what a text says, from a filter or from whoever reads it. */
interface Mutation {
  readonly name: string;
  readonly fits?: (text: string) => boolean;
  readonly change: (text: string, random: Random) => string;
}

const isLatin = (text: string) => /[a-z]{4}/i.test(text);
const isHan = (text: string) => /\p{Script=Han}{3}/u.test(text);
const hasMarks = (text: string) => /[<>{}[\]]/.test(text);

const unseen = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"];
const alike: Readonly<Record<string, string>> = {
  a: "а",
  e: "е",
  o: "о",
  p: "р",
  c: "с",
  x: "х",
  y: "у",
  i: "і",
  s: "ѕ",
};
const leet: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "5", t: "7" };
const traditional: Readonly<Record<string, string>> = {
  规: "規",
  则: "則",
  无: "無",
  视: "視",
  设: "設",
  审: "審",
  权: "權",
  门: "門",
  联: "聯",
  锁: "鎖",
  电: "電",
  话: "話",
  码: "碼",
  测: "測",
  试: "試",
  数: "數",
  据: "據",
  记: "記",
  录: "錄",
  单: "單",
  达: "達",
};

const honestBefore = [
  "Good morning, the night shift handed over three boards. ",
  "Please look at the attached list first. ",
  "早上好，夜班交接了三块板。",
  "请先看一下附件清单。",
];
const honestAfter = [
  " Thank you, have a quiet shift.",
  " 谢谢，辛苦了。",
  " The next maintenance is on Friday.",
];

const everyLetter = (text: string, of: Readonly<Record<string, string>>) =>
  [...text].map((sign) => of[sign] ?? of[sign.toLowerCase()] ?? sign).join("");

const mutations: readonly Mutation[] = [
  {
    name: "invisible",
    change: (text, random) =>
      [...text]
        .map((sign) => (/[\p{L}]/u.test(sign) && random.chance(0.4) ? sign + random.pick(unseen) : sign))
        .join(""),
  },
  {
    name: "tags",
    fits: isLatin,
    change: (text) =>
      `Part 12${[...text]
        .map((sign) => {
          const code = sign.codePointAt(0)!;
          return code >= 0x20 && code < 0x7f ? String.fromCodePoint(0xe0000 + code) : "";
        })
        .join("")}`,
  },
  {
    name: "lookalike",
    fits: isLatin,
    change: (text) => text.replaceAll(/[aeopcxyis]/g, (sign) => alike[sign] ?? sign),
  },
  {
    name: "fullwidth",
    fits: isLatin,
    change: (text) =>
      text.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)),
  },
  {
    name: "spaced",
    fits: (text) => !hasMarks(text) && (isHan(text) || isLatin(text)),
    change: (text) =>
      text
        .split(" ")
        .map((word) => [...word].join(" "))
        .join("   "),
  },
  { name: "base64", change: (text) => `Decode this: ${Buffer.from(text).toString("base64")}` },
  {
    name: "base64 twice",
    change: (text) => Buffer.from(Buffer.from(text).toString("base64")).toString("base64"),
  },
  { name: "hexadecimal", change: (text) => Buffer.from(text).toString("hex") },
  { name: "entities", change: (text) => [...text].map((sign) => `&#${sign.codePointAt(0)};`).join("") },
  {
    name: "percent",
    change: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  },
  {
    name: "escapes",
    change: (text) =>
      [...text].map((sign) => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, "0")}`).join(""),
  },
  { name: "comment", fits: (text) => !hasMarks(text), change: (text) => `Torque 12 N·m <!-- ${text} -->` },
  {
    name: "comment within",
    fits: (text) => !hasMarks(text),
    change: (text) => text.replaceAll(/(\p{L}{2})(?=\p{L})/gu, "$1<!---->"),
  },
  {
    name: "bold within",
    fits: (text) => !hasMarks(text) && isLatin(text),
    change: (text) => text.replaceAll(/([A-Za-z]{3})(?=[A-Za-z])/g, "**$1**"),
  },
  {
    name: "link",
    fits: (text) => !hasMarks(text),
    change: (text) => `[drawing](https://plant.example/${encodeURIComponent(text)})`,
  },
  {
    name: "alternative text",
    fits: (text) => !hasMarks(text) && !text.includes('"'),
    change: (text) => `<img src="x.png" alt="${text}">`,
  },
  { name: "cell", fits: (text) => !hasMarks(text), change: (text) => `| 12 | OK | ${text} | 3 |` },
  {
    name: "rotated",
    fits: (text) => isLatin(text) && !isHan(text),
    change: (text) =>
      text.replaceAll(/[a-z]/gi, (sign) => {
        const base = sign < "a" ? 65 : 97;
        return String.fromCharCode(((sign.charCodeAt(0) - base + 13) % 26) + base);
      }),
  },
  {
    name: "reversed",
    fits: (text) => !hasMarks(text),
    change: (text) => `\u202e${[...text].reverse().join("")}\u202c`,
  },
  {
    name: "digits",
    fits: (text) => isLatin(text) && !isHan(text),
    change: (text) => everyLetter(text, leet),
  },
  { name: "traditional", fits: isHan, change: (text) => everyLetter(text, traditional) },
  { name: "capitals", fits: isLatin, change: (text) => text.toUpperCase() },
  { name: "buried", change: (text, random) => random.pick(honestBefore) + text + random.pick(honestAfter) },
  { name: "line breaks", fits: isLatin, change: (text) => text.replaceAll(" ", () => "\n") },
];

export interface Mutated extends Case {
  readonly mutation: string;
}

/** Every attack as it stands, and so many times hidden, each time in another way; the same seed hides the same. */
export const mutated = (cases: readonly Case[], times: number, random: Random): Mutated[] =>
  cases.flatMap((one): Mutated[] => {
    const fitting = mutations.filter(({ fits }) => fits?.(one.text) ?? true);
    return [
      { ...one, mutation: "as it stands" },
      ...random
        .sample(fitting, times)
        .map(({ name, change }) => ({ ...one, mutation: name, text: change(one.text, random) })),
    ];
  });
