/** Numbers of a sentence in either language, in digits or in words. */
const chineseDigits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  幺: 1,
  二: 2,
  贰: 2,
  两: 2,
  俩: 2,
  三: 3,
  叁: 3,
  仨: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
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

const chineseUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** 千百十 notation: 一千零四十二 is 1042, 两万 is 20000; 两百五 may be 205 as well as 250. */
const chineseNumbers = (text: string): number[] => {
  const tenThousands = text.lastIndexOf("万");
  const high = tenThousands < 0 ? 0 : (chineseNumbers(text.slice(0, tenThousands))[0] || 1) * 10_000;
  let total = high;
  let digit = 0;
  let unit = tenThousands < 0 ? 1 : 10_000;
  for (const sign of text.slice(tenThousands + 1)) {
    const size = chineseUnits[sign];
    if (size !== undefined) {
      total += (digit || 1) * size;
      digit = 0;
      unit = size;
    } else {
      digit = chineseDigits[sign] ?? 0;
      if (digit === 0) unit = 1;
    }
  }
  return unit >= 100 && digit > 0 ? [total + digit, total + (digit * unit) / 10] : [total + digit];
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

const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1_000, dozen: 12 };

/** Amounts in words: "two hundred and fifty", "a thousand", "eleven hundred", "two dozen". */
const englishAmounts = (text: string): number[] => {
  const found: number[] = [];
  let total = 0;
  let part = 0;
  let open = false;
  const close = () => {
    if (open) found.push(total + part);
    [total, part, open] = [0, 0, false];
  };
  for (const word of text.toLowerCase().match(/[a-z]+|[^a-z\s-]+/g) ?? []) {
    const value = englishNumbers[word] ?? tens[word];
    const scale = scales[word];
    if (value !== undefined) {
      // A second number without a scale between them begins another one.
      if (part % 10 !== 0 || (part % 100 !== 0 && value >= 10)) close();
      part += value;
      open = true;
    } else if (scale === 1_000) {
      total += (part || 1) * scale;
      part = 0;
      open = true;
    } else if (scale !== undefined) {
      part = (part || 1) * scale;
      open = true;
    } else if (word !== "and") close();
  }
  close();
  return found;
};

const spoken = `\\b(?:${Object.keys({ ...englishNumbers, ...tens, ...scales }).join("|")})\\b`;
const count = `\\d[\\d.,]*|[零〇一壹二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十百]+|${spoken}(?:[ -](?:and )?${spoken})*`;

/** Every number that the text has as the count of a unit, a pattern: "两天", "3 more days", "a two-day stop". */
export const countsOf = (text: string, unit: string): ReadonlySet<string> => {
  const pattern = new RegExp(`(${count})[\\s-]*(?:(?!${spoken})[a-z]+ )?[个整]?(?:${unit})`, "gi");
  return new Set([...text.normalize("NFKC").matchAll(pattern)].flatMap((match) => [...numbersIn(match[1]!)]));
};

const short: Readonly<Record<string, number>> = { k: 1_000, 百: 100, 千: 1_000, 万: 10_000 };

/** Every number that the text mentions, as digit strings without leading zeros. */
export const numbersIn = (text: string): ReadonlySet<string> => {
  const normal = text.normalize("NFKC");
  const found = new Set<string>();
  const add = (digits: string) => found.add(digits.replace(/^0+(?=\d)/, ""));
  for (const match of normal.matchAll(/\d+(?:[ -]\d+)*/g)) {
    add(match[0].replaceAll(/\D/g, ""));
    for (const part of match[0].split(/\D+/)) add(part);
  }
  for (const [grouped] of normal.matchAll(/\d{1,3}(?:,\d{3})+/g)) add(grouped.replaceAll(",", ""));
  for (const [, value, unit] of normal.matchAll(/(\d+(?:\.\d+)?)\s*(k\b|[百千万])/gi))
    add(String(Math.round(Number(value) * short[unit!.toLowerCase()]!)));
  for (const value of englishAmounts(normal)) add(String(value));
  if (normal.includes("打")) add("12");
  for (const match of normal.matchAll(/[零〇一壹幺二贰两俩三叁仨四肆五伍六陆七柒八捌九玖十百千万]+/g)) {
    if (/[十百千万]/.test(match[0])) for (const value of chineseNumbers(match[0])) add(String(value));
    add([...match[0]].map((sign) => chineseDigits[sign] ?? "").join(""));
    for (const sign of match[0]) if (sign in chineseDigits) add(String(chineseDigits[sign]));
  }
  for (const digits of spokenEnglish(normal)) {
    add(digits);
    for (const digit of digits) add(digit);
  }
  return found;
};
