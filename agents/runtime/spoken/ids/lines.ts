import { C, literally, type Marked, N, taken } from "../marked.ts";

/** A line as the data store names it. */
export interface LineName {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly process: string;
  /** Whether tests of units are on record there. */
  readonly tests?: boolean;
}

/** The lines that a sentence names, and those that it may mean where it does not say which. */
export interface NamedLines {
  readonly lines: readonly string[];
  /** By code, so that one that is not there is asked about rather than passed over. */
  readonly coded: readonly string[];
  readonly unclear: readonly string[];
  /** Of the unclear ones those of a number that is said: "line two", not "an SMT line". */
  readonly numbered: readonly string[];
}

/** What people call the lines of a process, beside the names that the plant gives them. */
const spoken: Readonly<Record<string, readonly string[]>> = {
  SMT: [
    "贴片",
    "表贴",
    "贴装",
    "印刷",
    "smt",
    "placement",
    "surface[ -]mount",
    "pick[ -]and[ -]place",
    "mounting",
  ],
  ASM: ["装配", "组装", "总装", "asm", "assembly", "assy"],
  BI: ["老化", "烤机", "burn[ -]?in", "bi", "chamber", "ovens?"],
  FT: ["功能测试", "功测", "测试", "function(?:al)?[ -]test(?:ing|er)?", "test(?:ing|er|ed)?", "ft"],
};
const kinds = Object.values(spoken)
  .flat()
  .sort((a, b) => b.length - a.length)
  .map((word) => (/^[a-z]/.test(word) ? `(?<![a-z])${word}(?![a-z])` : word))
  .join("|");
/** Each word for a kind of lines. */
export const kindWords = new RegExp(kinds, "gi");
const anyKind = new RegExp(kinds, "i");
/** Whether a sentence speaks of a kind of lines. */
export const saysKindOfLine = (text: string): boolean => anyKind.test(text);
/** Short for a kind when a number and 线 or 号 follow: 贴四线. */
const short: Readonly<Record<string, string>> = { SMT: "贴", ASM: "[装组]", BI: "老", FT: "测" };
/** Words that end in such a sign, and what may follow a line that is called so: 装一停机了, 贴二今天. */
const notWithin = "(?<![检复调实监预探抽初终内外包安组拆改粘])";
const behindShort =
  "(?=[在,，。、?？!！ 今昨明停怎咋啥有是还又去的那这上排忙闲现坏修谁做要]|什么|aoi|spi|oee|[\\w]|$)";
const placeZh = "(?:车间|生产线|产线|流水线|线体|线|房|台|机|炉|间|室|箱|工位|站|单元|那边|这边)";
const placeEn = "(?: ?(?:lines?|cells?|chambers?|stations?|machines?|rooms?|ovens?|bench|shop|area))";
/** What a number before it counts. */
const counted = "[台个套件块片张只次条]";
const ordinals = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth".split("|");
const ordinal = `(?:(?<ordinal>${ordinals.join("|")})|(?<nth>\\d{1,2})(?:st|nd|rd|th))`;

interface Group {
  readonly prefix: string;
  readonly words: string;
  readonly short: string | undefined;
  readonly ids: readonly string[];
}

const prefixOf = (id: string): string => id.replace(/[-_ ]?\d+$/, "");
const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? Number.NaN);

/** Lines of one kind, as the part of their ids before the number tells, and the words for the kind. */
const groupsOf = (names: readonly LineName[]): Group[] =>
  [...Map.groupBy(names, ({ id }) => prefixOf(id))].map(([prefix, members]) => {
    const own = members.flatMap(({ nameZh, nameEn, process }) => [
      ...(spoken[process] ?? []),
      literally(
        nameZh
          .replace(new RegExp(`第?[\\d一二三四五六七八九十]+[号条]?${placeZh}?$`), "")
          .replace(new RegExp(`${placeZh}$`), ""),
      ),
      literally(nameEn.replace(/ ?#?\d+$/, "").replace(new RegExp(`${placeEn}$`, "i"), "")),
      literally(prefix),
    ]);
    const words = [...new Set(own.map((word) => word.toLowerCase()))].filter(Boolean);
    return {
      prefix,
      short: short[members[0]!.process],
      words: words
        .sort((a, b) => b.length - a.length)
        .map((word) => (/^[a-z]/.test(word) ? `(?<![a-z])${word}(?![a-z])` : word))
        .join("|"),
      ids: members.map(({ id }) => id),
    };
  });

/** The process whose lines a word is for, the whole of it: "SMT", 贴片. */
export const processCalled = (word: string, names: readonly LineName[]): string | undefined => {
  const group = groupsOf(names).find(({ words }) => new RegExp(`^(?:${words})$`, "i").test(word));
  return group && names.find(({ id }) => id === group.ids[0])?.process;
};

/** Words that mean the lines of a process also where no word for a line follows; a test or a print may be anything. */
const sureKinds =
  /贴片|表贴|贴装|装配|组装|总装|老化|烤机|功能测试|功测|(?<![a-z-])(?:surface[ -]mount|assembly|assy|burn[ -]?in|functional test(?:ing)?|[a-z]{2,4})(?![a-z]|[- ]?\d|-[a-z])/gi;

const besideKind =
  /(?<=[和与跟、及] ?)(?:测试|印刷)|(?:测试|印刷)(?= ?[和与跟、及])|(?<=(?:and|vs\.?|versus|or) )test(?:ing)?(?![a-z])|(?<![a-z])test(?:ing)?(?= (?:and|vs\.?|versus|or) )/gi;

/** Each process that a sentence narrows something to by the name of its lines alone: "SMT整体OEE", "scrap in assembly". */
export const kindsSaid = (text: string, names: readonly LineName[]): readonly string[] => {
  const prefixes = new Set(linePrefixes(names).map((prefix) => prefix.toLowerCase()));
  const words = (text.match(sureKinds) ?? []).filter(
    (word) => !/^[a-z]{2,4}$/i.test(word) || prefixes.has(word.toLowerCase()) || /^assy$/i.test(word),
  );
  // Beside another kind a test is one too: 装配和测试.
  const beside = words.length > 0 ? (text.match(besideKind) ?? []) : [];
  return [...new Set([...words, ...beside].flatMap((word) => processCalled(word.trim(), names) ?? []))];
};

/** The processes that a sentence speaks of, by the lines or the kind of work that it names. */
export const processesIn = (text: string, names: readonly LineName[]): readonly string[] => [
  ...new Set(
    groupsOf(names)
      .filter(({ words, prefix }) =>
        new RegExp(`${words}|(?<![a-z])${literally(prefix)}[ -]?\\d`, "i").test(text),
      )
      .flatMap(({ ids }) => names.find(({ id }) => id === ids[0])?.process ?? []),
  ),
];

/** The one process that a sentence speaks of; undefined where it is of none or of several. */
export const soleProcessIn = (text: string, names: readonly LineName[]): string | undefined => {
  const [process, ...others] = processesIn(text, names);
  return others.length > 0 ? undefined : process;
};

export const linePrefixes = (names: readonly LineName[]): string[] =>
  groupsOf(names).map(({ prefix }) => prefix);

/** Takes out what names a line: "SMT-2", "贴片二线", "第四条贴片线", "the second SMT line", "burn-in number one". */
export const takeLines = (marked: Marked, names: readonly LineName[]): NamedLines => {
  const groups = groupsOf(names);
  const found = new Set<string>();
  const coded = new Set<string>();
  const unclear = new Set<string>();
  marked.take(C, ([sign]) => {
    const { prefix, number } = marked.code(sign!);
    if (!groups.some((group) => group.prefix.toUpperCase() === prefix)) return undefined;
    const known = names.find(({ id }) => prefixOf(id).toUpperCase() === prefix && numberOf(id) === number);
    coded.add(known?.id ?? `${prefix}-${number}`);
    return taken;
  });
  const index = (match: RegExpMatchArray): number => {
    const { n: sign, m, ordinal: word, nth } = match.groups ?? {};
    const n = sign ?? m;
    if (word) return ordinals.indexOf(word.toLowerCase()) + 1;
    if (nth) return Number(nth);
    const numeral = marked.numeral(n);
    // 两 counts and never orders.
    return numeral && !/^[两俩仨]/.test(marked.saidAs(n)) ? (numeral.id ?? Number.NaN) : Number.NaN;
  };
  for (const { words, short: sign, ids } of groups) {
    const pick = (match: RegExpMatchArray): string | undefined => {
      const id = ids.find((candidate) => numberOf(candidate) === index(match));
      if (id) found.add(id);
      return id ? taken : undefined;
    };
    const kind = `(?:${words})`;
    marked.take(
      `${kind}(?:的|那边的?)?${placeZh}?(?:的|里)?(?:第(?<m>${N})[号条台间个]?|(?<n>${N})(?!${counted})号?)${placeZh}?`,
      pick,
    );
    marked.take(`(?:第(?<m>${N})[号条台间个]?|(?<n>${N})(?:号线?|线|#)) ?的?${kind}${placeZh}?`, pick);
    if (sign) marked.take(`${notWithin}${sign}(?<n>${N})(?:号?线|号|${behindShort})`, pick);
    marked.take(
      `${kind}(?: on| in| at)?${placeEn}?(?: (?:number|num|no\\.?))? ?#?(?<n>${N})(?!${counted}| ?(?:units|pcs|pieces|boards|of )|[ -]?[a-z]*(?:hour|day|week))`,
      pick,
    );
    marked.take(`(?<![a-z])line (?:number |no\\.? ?)?#?(?<n>${N}),?(?: of)?(?: the)? ${kind}`, pick);
    marked.take(`(?<![a-z])(?:number|no\\.?) ?(?<n>${N}) ${kind}${placeEn}?`, pick);
    marked.take(`${ordinal}(?: of the)? ${kind}(?:${placeEn}(?![a-z]))?`, pick);
    const last = ids.toSorted((a, b) => numberOf(a) - numberOf(b)).at(-1);
    marked.take(`(?:最后(?:一|${N})?[条台间个]${kind}${placeZh}?|last ${kind}${placeEn}?)`, () => {
      if (last) found.add(last);
      return taken;
    });
  }
  if (found.size + coded.size === 0) {
    /** Of those that the plant calls so: 五线 is no burn-in chamber. */
    const byNumber = (noun: RegExp) => (match: RegExpMatchArray) => {
      const number = index(match);
      const called = ({ nameZh, nameEn }: LineName) => noun.test(`${nameZh} ${nameEn}`);
      const same = names.filter((name) => numberOf(name.id) === number && called(name));
      for (const { id } of same) unclear.add(id);
      return same.length > 0 ? taken : undefined;
    };
    marked.take(`(?:第(?<m>${N})[号条]?|(?<n>${N})号?)(?:产|生产|流水)?线`, byNumber(/线/));
    marked.take(
      `(?<![a-z])lines? (?:number |no\\.? ?)?#?(?<n>${N})(?! ?(?:units|pcs|pieces|boards|of ))`,
      byNumber(/\bline\b/i),
    );
    marked.take(`${ordinal} line(?![a-z])`, byNumber(/\bline\b/i));
    const [only] = unclear;
    if (only && unclear.size === 1) {
      found.add(only);
      unclear.clear();
    }
  }
  const numbered = [...unclear];
  if (unclear.size + found.size + coded.size === 0)
    for (const { words, ids } of groups)
      if (new RegExp(`(?:${words})(?:${placeZh}|${placeEn})`, "i").test(marked.text))
        for (const id of ids) unclear.add(id);
  return { lines: [...found], coded: [...coded], unclear: [...unclear], numbered };
};

/** Whether a sentence means the line that was talked about; "is there a line" points at none. */
export const pointsAtLine = (sentence: string): boolean =>
  /它|[这那该此](?:条|台|线|里|儿|边)|(?<![a-z])(?:its?|(?<!(?:is|are|was|were) )there(?! (?:is|are|any)(?![a-z]))|(?:this|that|the) (?:line|machine|tester|chamber|one))(?![a-z])/i.test(
    sentence,
  );
