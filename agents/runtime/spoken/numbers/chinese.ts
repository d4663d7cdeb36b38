import type { Numeral } from "./numeral.ts";

const digits: Readonly<Record<string, number>> = Object.fromEntries(
  ["零〇", "一壹幺", "二贰两俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"].flatMap(
    (signs, value) => [...signs].map((sign) => [sign, value]),
  ),
);
const units: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1_000,
  仟: 1_000,
  万: 10_000,
  萬: 10_000,
  亿: 100_000_000,
};
const digit = `[${Object.keys(digits).join("")}]`;
const unit = `[${Object.keys(units).join("")}]`;
/** Without zeros before it, which an id has. */
const literal = String.raw`(?<!\d)(?!0\d)(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?`;

/** Words in which a numeral counts nothing. */
const idioms =
  /(?<![零〇一二三四五六七八九十百千两\d])万一|第一时间|千万(?=别|不|要|记)|(?<![一二三四五])十分(?!之|钟)|[统唯同另某逐专]一|(?<![零〇一二三四五六七八九十百千])一(?:下|起|共|定|直|样|般|旦|些|会儿|律|边|致|切|并|概|齐|时|向|再|旁)|一点(?![零〇一二三四五六七八九])|之一|(?<![零〇一二三四五六七八九十百千两])一个(?=$|[,，。.!！?？吧呗])|百分|四川|五金|三防|九江|八成|千兆|十万火急|[多少]?[了录打输写填]{0,2}一个零/g;

/** One token of a numeral: a figure in digits, a digit in words, or a unit. */
interface Token {
  readonly kind: "literal" | "digit" | "unit";
  readonly value: number;
}

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(new RegExp(`${literal}|${digit}|${unit}`, "g"))].map(([part]): Token => {
    if (part in units) return { kind: "unit", value: units[part]! };
    if (part in digits) return { kind: "digit", value: digits[part]! };
    return { kind: "literal", value: Number(part.replaceAll(",", "")) };
  });

/** What figures before a unit may count: "3", or either of "两三". Undefined for anything else. */
const counts = (tokens: readonly Token[]): number[] | undefined => {
  const [first, second] = tokens;
  if (!first) return undefined;
  if (!second) return [first.value];
  const neighbours = second.value === first.value + 1 && first.value > 0;
  return tokens.length === 2 && neighbours && first.kind === "digit" && second.kind === "digit"
    ? [first.value, second.value]
    : undefined;
};

/**
 * 千百十 notation, with its short forms: 一千零四十二 is 1042, 一千二 is 1200, 一万五 and 1.5万 are 15,000, 两三百 is 200
 * or 300. Undefined when the signs make no number.
 */
const cardinal = (tokens: readonly Token[]): number[] | undefined => {
  const big = tokens.findLastIndex((token) => token.kind === "unit" && token.value >= 10_000);
  let totals = [0];
  let last = Number.POSITIVE_INFINITY;
  let rest = tokens;
  if (big >= 0) {
    const high = big === 0 ? [1] : cardinal(tokens.slice(0, big));
    if (!high) return undefined;
    last = tokens[big]!.value;
    totals = high.map((value) => value * last);
    rest = tokens.slice(big + 1);
  }
  const add = (values: readonly number[], size: number) => {
    if (values.length > 1 && totals.length > 1) return false;
    totals = totals.flatMap((total) => values.map((value) => total + value * size));
    return true;
  };
  let open: Token[] = [];
  let zero = false;
  for (const token of rest) {
    if (token.kind !== "unit") {
      if (token.kind === "digit" && token.value === 0 && open.length === 0) zero = true;
      else open.push(token);
      continue;
    }
    const values = open.length > 0 ? counts(open) : [1];
    if (!values || token.value >= last || !add(values, token.value)) return undefined;
    [open, last, zero] = [[], token.value, false];
  }
  if (open.length === 0) return totals;
  const values = counts(open);
  if (!values) return undefined;
  // After a unit of at least a hundred, a figure without 零 counts the next smaller unit.
  const short = Number.isFinite(last) && last >= 100 && !zero && values.every((value) => value < 10);
  return add(values, short ? last / 10 : 1) ? totals : undefined;
};

const read = (text: string): Omit<Numeral, "start" | "end"> | undefined => {
  const [whole = "", decimals] = text.split("点");
  const tokens = tokensOf(whole);
  if (decimals) {
    const fraction = tokensOf(decimals.replace(/[万千百亿萬]$/, ""));
    const scale = units[decimals.at(-1) ?? ""] ?? 1;
    const [high] = cardinal(tokens) ?? [];
    if (high === undefined || fraction.some(({ kind }) => kind !== "digit")) return undefined;
    const value = Number(`${high}.${fraction.map((token) => token.value).join("")}`) * scale;
    return { values: [Number(value.toFixed(6))] };
  }
  if (tokens.some(({ kind }) => kind === "unit")) {
    const values = cardinal(tokens)?.map((value) => Number(value.toFixed(6)));
    if (!values) return undefined;
    const [value] = values;
    return values.length === 1 && Number.isInteger(value) ? { values, id: value! } : { values };
  }
  if (tokens.some(({ kind }) => kind === "literal")) return undefined;
  const id = Number(tokens.map(({ value }) => value).join(""));
  return { values: counts(tokens) ?? [id], id, ...(tokens.length > 2 ? { spelled: true } : {}) };
};

const run = new RegExp(
  `(?:几|好几|数)(?:${unit})+|(?:${literal}\\s?(?=${unit})|${digit}|${unit})(?:${literal}(?=${unit})|(?<=${unit})\\d(?!\\d)|${digit}|${unit})*(?:点${digit}+(?!${digit}|十|分|刻)[万千百]?)?`,
  "g",
);
const vague = /^几(?!号)/;
const loose = /^(?:来|多|余|把)(?=[个台套片块件只张米天小钟周星年月打箱卷盘\s]|$)/;
/** Twelve pieces, and not 打算, 打包 and the like. */
const dozen = /^打(?![算包样印开电过扰破断听住])/;

/**
 * The numerals that are written with at least one Chinese sign. Those right behind 周 or 星期 are days of the week:
 * "下周三八百台" holds 三 and 八百.
 */
export const chineseNumerals = (text: string): Numeral[] => {
  const plain = text.replaceAll(idioms, (idiom) => "　".repeat(idiom.length));
  const found: Numeral[] = [];
  const add = (start: number, said: string) => {
    const end = start + said.length;
    const after = plain.slice(end);
    if (/^[几好数]/.test(said) || vague.test(after)) {
      found.push({ start, end: end + (vague.test(after) ? 1 : 0), values: [] });
      return;
    }
    const value = read(said);
    if (!value) {
      // Signs that make no number together are figures that stand side by side.
      if (said.length > 1) {
        add(start, said.slice(0, 1));
        add(start + 1, said.slice(1));
      }
      return;
    }
    if (dozen.test(after)) {
      found.push({ start, end: end + 1, values: value.values.map((count) => count * 12) });
      return;
    }
    const about = loose.exec(after)?.[0];
    found.push({ start, end: end + (about?.length ?? 0), ...value, ...(about ? { about: true } : {}) });
  };
  for (const { index } of plain.matchAll(/半打(?![算包样印开电过扰破断听住])/g))
    found.push({ start: index, end: index + 2, values: [6] });
  for (const match of plain.matchAll(run)) {
    const [said] = match;
    const weekday = /(?<![\d一二三四五六七八九两几半个])(?:周|星期|礼拜)$/.test(plain.slice(0, match.index));
    if (weekday && /^[一二三四五六](?![十百千万])/.test(said) && said.length > 1) {
      add(match.index, said.slice(0, 1));
      add(match.index + 1, said.slice(1));
    } else add(match.index, said);
  }
  return found;
};
