import type { Mentioned } from "./prompt.ts";
import type { ToolArguments } from "./tool.ts";

/**
 * Checks that every id in a model's call was said by the person or stands in the conversation's context, however it
 * was written: "1042号工单", "smt 2", "贴片二线", "line two". An id that nobody mentioned must not be acted on.
 */
const chineseDigits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  幺: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const englishNumbers: Readonly<Record<string, number>> = {
  zero: 0,
  oh: 0,
  one: 1,
  first: 1,
  two: 2,
  second: 2,
  three: 3,
  third: 3,
  four: 4,
  fourth: 4,
  five: 5,
  fifth: 5,
  six: 6,
  sixth: 6,
  seven: 7,
  seventh: 7,
  eight: 8,
  eighth: 8,
  nine: 9,
  ninth: 9,
};
const tens: Readonly<Record<string, number>> = {
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

/** 千百十 notation: 一千零四十二 is 1042. */
const chineseNumber = (text: string): number => {
  const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
  let total = 0;
  let digit = 0;
  for (const sign of text) {
    const unit = units[sign];
    if (unit === undefined) digit = chineseDigits[sign] ?? 0;
    else {
      total += (digit || 1) * unit;
      digit = 0;
    }
  }
  return total + digit;
};

const spokenEnglish = (text: string): string[] => {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const found: string[] = [];
  let run = "";
  for (let index = 0; index <= words.length; index += 1) {
    const word = words[index] ?? "";
    const next = words[index + 1] ?? "";
    if (word in englishNumbers) run += String(englishNumbers[word]);
    else if (word in tens) {
      const value = tens[word]!;
      const unit = value >= 20 && next in englishNumbers ? englishNumbers[next]! : 0;
      if (unit > 0) index += 1;
      run += String(value + unit);
    } else {
      if (run) found.push(run);
      run = "";
    }
  }
  return found;
};

/** Every number that the text mentions, as digit strings without leading zeros. */
export const numbersIn = (text: string): ReadonlySet<string> => {
  const normal = text.normalize("NFKC");
  const found = new Set<string>();
  const add = (digits: string) => found.add(digits.replace(/^0+(?=\d)/, ""));
  for (const match of normal.matchAll(/\d+(?:[ -]\d+)*/g)) {
    add(match[0].replaceAll(/\D/g, ""));
    for (const part of match[0].split(/\D+/)) add(part);
  }
  for (const match of normal.matchAll(/[零〇一幺二两三四五六七八九十百千]+/g)) {
    if (/[十百千]/.test(match[0])) add(String(chineseNumber(match[0])));
    add([...match[0]].map((sign) => chineseDigits[sign] ?? "").join(""));
    for (const sign of match[0]) if (sign in chineseDigits) add(String(chineseDigits[sign]));
  }
  for (const digits of spokenEnglish(normal)) {
    add(digits);
    for (const digit of digits) add(digit);
  }
  return found;
};

const words = new Set(["earliest", "all"]);

/** The arguments whose id nobody mentioned; empty when all are supported. */
export const unsupportedArguments = (
  args: ToolArguments,
  text: string,
  mentioned: Mentioned,
): (keyof ToolArguments)[] => {
  const numbers = numbersIn(text);
  const context = new Set([mentioned.order, mentioned.line]);
  const supported = (id: string) => {
    if (words.has(id) || context.has(id)) return true;
    return numbers.has(id.replace(/^\D+0*(?=\d)/, ""));
  };
  return (["order", "line", "material"] as const).filter((name) => {
    const id = args[name];
    return typeof id === "string" && !supported(id);
  });
};
