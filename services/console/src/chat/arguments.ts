import { dayAsRead } from "../../../core/said-time.ts";
import type { Language, SentenceKey, useLanguage } from "../lib/language.ts";

const units = {
  order: String,
  product: String,
  line: String,
  material: String,
  unit: String,
  thing: String,
  proposal: String,
  quantity: (value: string, language: Language) => `${value} ${language === "zh" ? "件" : "pcs"}`,
  hours: (value: string, language: Language) => `${value} ${language === "zh" ? "小时" : "h"}`,
  minutes: (value: string, language: Language) => `${value} ${language === "zh" ? "分钟" : "min"}`,
  days: (value: string, language: Language) => `+${value} ${language === "zh" ? "天" : "d"}`,
  by: (value: string, language: Language) => {
    const [day = "", time = ""] = value.split("T");
    return `≤ ${dayAsRead(day, language)} ${time}`.trimEnd();
  },
} as const;
const argumentNames = Object.keys(units) as (keyof typeof units)[];

/** Words that stand for lines; every line is what is meant without a word, too. */
const lineWords: Readonly<Record<string, SentenceKey | undefined>> = {
  earliest: "earliestLine",
  all: undefined,
};

/** Arguments in the order in which people read them, amounts with their unit. */
export const argumentsOf = (
  args: Readonly<Record<string, unknown>>,
  { t, language }: Pick<ReturnType<typeof useLanguage>, "t" | "language">,
): [name: (typeof argumentNames)[number], value: string][] =>
  argumentNames.flatMap((name): [typeof name, string][] => {
    const value = String(args[name] ?? "");
    if (!value) return [];
    if (!(value in lineWords)) return [[name, units[name](value, language)]];
    const word = lineWords[value];
    return word ? [[name, t(word)]] : [];
  });
