/** Words that say nothing about what is looked for. */
const stopWords = new Set(
  (
    "a an the of in on at to for from by with and or but is are was were be been being am do does did has have had can could may might must " +
    "shall should will would it its this that these those there here what which who whom whose when where why how many much long often if then than as so " +
    "not no into about i me my we our us you your he she they them please tell give show say says said any some each"
  ).split(" "),
);

/** Of a question: words that ask, and those that hold a sentence together. */
const asking =
  /请问|告诉我|多少钱|多少|多大|多长时间|多长|多久|多高|多快|多远|几个|几次|几天|几小时|什么时候|什么|几种|几个|哪一个|哪些|哪个|哪种|哪条|哪里|怎么办|怎么弄|怎么搞|怎么样|怎么|怎样|咋办|咋弄|咋样|咋|啥|如何|为什么|是否|是不是|有没有|能不能|可不可以|需要|应该|应当|应|必须|可以|的话|的时候|的是|吗|呢|么|吧|的|了|是|在|和|与|或|及|对|把|被|给|从|到|要|有|为|以|于|用|会|能|这|那|个|请|后|内|时|才|会|各/g;

/** Light stemming of English: plurals and the commonest endings; a word of three letters stays. */
export const stem = (word: string): string => {
  if (word.length <= 3) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (/[^su]s$/.test(word)) return word.slice(0, -1);
  const cut = (end: string) => {
    const root = word.slice(0, -end.length);
    return /(.)\1$/.test(root) && !/(?:ll|ss|zz)$/.test(root) ? root.slice(0, -1) : root;
  };
  if (word.endsWith("ing") && word.length > 5) return cut("ing").replace(/e$/, "");
  if (word.endsWith("ed") && word.length > 4) return cut("ed").replace(/e$/, "");
  if (word.endsWith("e") && word.length > 4) return word.slice(0, -1);
  return word;
};

/**
 * Ids, part numbers, levels (2a), figures and words; runs of Chinese characters stay together. Each letter before an id's first figure
 * is gone through in one way only: a word of forty letters took hours where there were several.
 */
const pieces =
  /(?<![\d.,])\d[ab](?![a-z0-9])|[a-z](?:[-_/.]?[a-z])*[-_/.]?\d[a-z0-9]*(?:[-_/.][a-z0-9]+)*|\d+(?:[.,]\d+)*|[a-zµ]+(?:'[a-z]+)?|[\p{Script=Han}]+/gu;

const isHan = (text: string): boolean => /^\p{Script=Han}/u.test(text);

/** Whether a term names one thing exactly: an id, a part number or a figure. */
export const isExact = (term: string): boolean => /\d/.test(term);

const bigrams = (run: string): string[] => {
  const letters = [...run];
  return letters.length === 1 ? letters : letters.slice(1).map((letter, index) => letters[index]! + letter);
};

export const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

const termsOfFolded = (text: string): string[] =>
  (text.match(pieces) ?? []).flatMap((piece) => {
    if (isHan(piece)) return bigrams(piece);
    // 0.10 is 0.1, and 20,000 is 20000.
    if (/^[\d.,]+$/.test(piece))
      return [String(Number(piece.replace(/,(?=\d{3}\b)/g, "").replace(",", ".")))];
    // An id is found whole, and by its parts too.
    if (/\d/.test(piece))
      return [piece, ...piece.split(/[-_/.]/).filter((part) => part !== piece && part.length > 1)];
    return stopWords.has(piece) ? [] : [stem(piece)];
  });

/** The terms of a text of a document. */
export const termsOf = (text: string): string[] => termsOfFolded(folded(text));

/** Words that hold a character of the others as a part of their own. */
const whole =
  /用量|用途|使用|作用|应用|时间|小时|时限|有效|所有|要求|重要|主要|功能|能力|会议|到达|对地|对角|对应|应力|响应|以上|以下|内容|内部|后续|个月|时段|从事|与会|和谐|有害/;
const askingOrWhole = new RegExp(`(${whole.source})|${asking.source}`, "g");

/** "多久换一次" asks how often something is changed; nothing of it says "once". */
const howOften = /(?:隔)?(?:多久|多长时间|几天|几个?月|几年)(.{0,6}?)[一1]次/g;

export const withoutAsking = (question: string): string =>
  folded(question)
    .replace(howOften, " $1 ")
    .replace(askingOrWhole, (_, kept: string | undefined) => kept ?? " ");

/** Of an English question the words that say what kind of thing is asked for, and those that people only talk with. */
const askingWords = new Set(
  (
    "fast thick hot warm soon quickly wide high heavy far dry large big often happen mean allowed allow need needed use used before get " +
    "got go goes going went gone come comes came put let lets look looks take takes took taken out off away back around again " +
    "still yet just already also too very really actually now ok okay well somebody someone anybody anyone everybody everyone something " +
    "anything thing things stuff want wants maybe turned"
  )
    .split(" ")
    .map(stem),
);

/** The terms of a question, without its asking words; each once. */
export const queryTerms = (question: string): string[] => [
  ...new Set(termsOfFolded(withoutAsking(question)).filter((term) => !askingWords.has(term))),
];
