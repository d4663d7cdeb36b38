/** Numbers and the ways in which people put them, for tests. */
const han = "零一二三四五六七八九";
const formal = "零壹贰叁肆伍陆柒捌玖";
const teens =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

export interface HanStyle {
  /** 两 for two before 百, 千 and 万. */
  readonly two: "两" | "二";
  /** 一千二 for 1,200. */
  readonly short: boolean;
  /** 壹佰. */
  readonly formal: boolean;
}

/** A count below 100,000,000 in Chinese words. */
export const inChinese = (value: number, style: HanStyle): string => {
  const below = (count: number, first: boolean): string => {
    let rest = count;
    let text = "";
    let gap = !first;
    for (const [size, sign] of [
      [1_000, "千"],
      [100, "百"],
      [10, "十"],
      [1, ""],
    ] as const) {
      const figure = Math.floor(rest / size);
      rest %= size;
      if (figure === 0) {
        gap = text !== "" || gap;
        continue;
      }
      if (gap && (text !== "" || !first)) text += "零";
      gap = false;
      const bare = figure === 1 && size === 10 && text === "" && first && !style.formal;
      text += (bare ? "" : figure === 2 && size >= 100 ? style.two : han[figure]!) + sign;
      if (style.short && size >= 100 && rest > 0 && rest % (size / 10) === 0 && rest >= size / 10)
        return text + han[rest / (size / 10)]!;
    }
    return text;
  };
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  const head = high > 0 ? `${high === 2 ? style.two : below(high, true)}万` : "";
  const shortTail = style.short && high > 0 && low > 0 && low % 1_000 === 0;
  const text = shortTail
    ? head + han[low / 1_000]!
    : head + (low > 0 ? below(low, high === 0 || low >= 1_000) : "");
  if (!style.formal) return text;
  return [...text]
    .map((sign) => ({ 十: "拾", 百: "佰", 千: "仟" })[sign] ?? formal[han.indexOf(sign)] ?? sign)
    .join("");
};

/** A count below a million in English words. */
export const inEnglish = (value: number, and: boolean, joint: " " | "-"): string => {
  const below = (count: number): string => {
    if (count < 20) return teens[count]!;
    const ones = count % 10;
    return tens[Math.floor(count / 10) - 2]! + (ones > 0 ? joint + teens[ones]! : "");
  };
  const hundreds = (count: number): string => {
    if (count < 100) return below(count);
    const rest = count % 100;
    return `${teens[Math.floor(count / 100)]!} hundred${rest > 0 ? (and ? " and " : " ") + below(rest) : ""}`;
  };
  if (value < 1_000) return hundreds(value);
  const rest = value % 1_000;
  const link = rest > 0 && rest < 100 && and ? " and " : " ";
  return `${hundreds(Math.floor(value / 1_000))} thousand${rest > 0 ? link + hundreds(rest) : ""}`;
};
