/** Letters of other scripts that look like Latin ones, by the Latin letter (after Unicode TR 39, confusables). */
const lookalikes: Readonly<Record<string, string>> = {
  a: "аɑαạ",
  b: "ьвƅβ",
  c: "сϲⅽ",
  d: "ԁɗ",
  e: "еєεҽ℮",
  g: "ɡցԍ",
  h: "һհнη",
  i: "іıιɩӏ",
  j: "јϳ",
  k: "кκ",
  l: "ⅼ|ǀ",
  m: "мⅿ",
  n: "ոпռ",
  o: "оοօσ〇º",
  p: "рρ",
  q: "ԛզ",
  r: "гᴦ",
  s: "ѕꜱ",
  t: "тτ",
  u: "υսᴜц",
  v: "ѵνⅴᴠ",
  w: "ԝωᴡш",
  x: "хχⅹ",
  y: "уγүʏ",
  z: "ᴢ",
};
/** Traditional characters of the words that rules look for. */
const traditional =
  "無无視视規规則则設设開开關关權权審审請请經经這这個个從从現现續续執执發发給给說说話话對对號号碼码証证證证電电資资閉闭繞绕過过動动確确認认許许應应當当禁禁護护罩罩門门鎖锁聯联鍵键調调試试員员系系統统詞词輸输內内隱隐藏藏導导釋释約约檢检測测數数據据記记錄录僞伪偽伪刪删單单達达過过還还與与後后來来為为將将們们";

const simple = new Map<string, string>();
for (const [latin, others] of Object.entries(lookalikes))
  for (const one of others) if (one !== "|") simple.set(one, latin);
const pairs = [...traditional];
for (let index = 0; index < pairs.length; index += 2) simple.set(pairs[index]!, pairs[index + 1]!);

const isLatin = /[a-z]/;
/** Most texts: nothing to fold but the case. */
const plainAscii = /^[\x20-\x5f\x61-\x7e]*$/;

/** A text as rules read it: compatible forms, lower case, no accents, Latin for its lookalikes, simplified Chinese, single spaces. */
export const fold = (text: string): string => {
  if (plainAscii.test(text)) return text.toLowerCase().replaceAll(/ {2,}/g, " ").trim();
  const compatible = text
    .normalize("NFKD")
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
  let out = "";
  for (const sign of compatible) out += simple.get(sign) ?? sign;
  return out
    .replaceAll(/[‘’ʼ`´]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
};

/** Whether letters of other scripts stand among Latin ones, within a word, where they look like them. */
export const hasLookalikes = (text: string): boolean =>
  !plainAscii.test(text) &&
  (text.toLowerCase().match(/[\p{L}]+/gu) ?? []).some((word) => {
    const signs = [...word];
    return (
      signs.some((sign) => isLatin.test(sign)) &&
      signs.some((sign) => !isLatin.test(sign) && isLatin.test(simple.get(sign) ?? ""))
    );
  });
