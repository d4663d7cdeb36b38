import type { Answer } from "../../services/knowledge/answer/answer.ts";
import { glossesOf } from "../../services/knowledge/search/gloss.ts";
import { isChinese } from "../runtime/format.ts";

/** Units and counts as the other language has them. */
const units: readonly (readonly [en: string, zh: string])[] = [
  ["hours?", "小时"],
  ["minutes?|min", "分钟"],
  ["seconds?|s", "秒"],
  ["days?", "天"],
  ["weeks?", "周"],
  ["months?", "个月"],
  ["years?", "年"],
  ["times", "次"],
  ["prints", "次印刷"],
  ["units", "台"],
  ["%", "%"],
];
const numbers = "zero one two three four five six seven eight nine ten".split(" ");

/** Amounts of an English text in Chinese: "within 8 hours" is 8 小时. */
const amountsZh = (text: string): readonly string[] => {
  const digits = text.replace(new RegExp(`\\b(?:${numbers.join("|")})\\b`, "gi"), (word) =>
    String(numbers.indexOf(word.toLowerCase())),
  );
  return units.flatMap(([en, zh]) =>
    [...digits.matchAll(new RegExp(`(\\d[\\d.,]*) ?(?:${en})(?![a-z])`, "gi"))].map(
      ([said, value]) => `${said.trim()} = ${value}${zh === "%" ? "" : " "}${zh}`,
    ),
  );
};
/** Amounts of a Chinese text in English. */
const amountsEn = (text: string): readonly string[] =>
  units.flatMap(([en, zh]) =>
    zh === "%"
      ? []
      : [...text.matchAll(new RegExp(`(\\d[\\d.,]*) ?${zh}`, "g"))].map(
          ([said, value]) => `${said} = ${value} ${en.split("|")[0]!.replace("?", "")}`,
        ),
  );

const most = 6;

/**
 * That a passage stands in another language than it was asked in, with its amounts and terms in the language of who reads it; nothing
 * where both are the same. No sentence is translated: a wrong one would be told as the document's.
 */
export const foreignNote = ({ parts }: Answer, language: "zh" | "en"): string => {
  const text = parts.map((part) => [part.text, ...part.steps].join(" ")).join(" ");
  const isForeign = language === "zh" ? !isChinese(text) && /[a-z]{3}/i.test(text) : isChinese(text);
  if (!isForeign) return "";
  const amounts = language === "zh" ? amountsZh(text) : amountsEn(text);
  const told = [...new Set([...amounts, ...glossesOf(text, language)])].slice(0, most);
  const list = told.join(language === "zh" ? "；" : "; ");
  return language === "zh"
    ? `\n（文件原文是英文${list ? `；对照：${list}` : ""}）`
    : `\n(The document is in Chinese${list ? `; in English: ${list}` : ""})`;
};
