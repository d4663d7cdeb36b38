const ones = "零一二三四五六七八九";
const words =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

/** Whole numbers below a hundred in Chinese signs: 三, 十二, 二十五, 廿. */
const chinese = (signs: string): number => {
  const text = signs.replaceAll("两", "二").replaceAll("廿", "二十");
  const [tens, rest] = text.split("十") as [string, string?];
  if (rest === undefined) return Number([...tens].map((sign) => ones.indexOf(sign)).join(""));
  const places = tens.replace(/^零/, "");
  if (places.length > 1 || rest.length > 1) return Number.NaN;
  return (places === "" ? 1 : ones.indexOf(places)) * 10 + (rest === "" ? 0 : ones.indexOf(rest));
};

/** A sentence with its small numbers in digits, in small letters, its spaces single: what periods are read from. */
export const inDigits = (sentence: string): string =>
  sentence
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[零一二两三四五六七八九十廿]+/g, (signs) => {
      const value = chinese(signs);
      return Number.isNaN(value) ? signs : String(value);
    })
    .replaceAll(new RegExp(`(?<![a-z])(${words.toReversed().join("|")})(?![a-z])`, "g"), (word) =>
      String(words.indexOf(word) + 1),
    );
