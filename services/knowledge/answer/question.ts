import { conceptSpans } from "../search/expand.ts";
import { folded, isExact, queryTerms, withoutAsking } from "../search/terms.ts";

/** One thing that a question speaks of: a term of the plant's language, whichever of its concepts is meant, or a word, id or figure. */
export type Unit =
  | { readonly kind: "concept"; readonly concepts: readonly number[]; readonly weight: number }
  | { readonly kind: "term"; readonly term: string; readonly weight: number };

export type Aggregate = "max" | "min" | "average" | "sum" | "count" | "list";

/** What kind of thing is asked for. */
export interface Asked {
  /** Units that an answer may bear; absent: any, or none. */
  readonly unit?: RegExp;
  /** Words that the head of the column that answers bears. */
  readonly head?: RegExp;
  /** Whether a figure is asked for. */
  readonly figure: boolean;
  readonly person?: boolean;
  readonly time?: boolean;
}

export interface Question {
  readonly text: string;
  readonly language: "zh" | "en";
  readonly units: readonly Unit[];
  /** Ids and part numbers: an answer that knows none of them is none. */
  readonly ids: readonly string[];
  readonly asked: Asked;
  readonly procedure: boolean;
  /** Things that no document speaks of at all. */
  readonly unknown: number;
  /** Words of its own language that no document holds. */
  readonly unheard: number;
}

const kinds: readonly (readonly [RegExp, Asked])[] = [
  [
    /谁|\bwho\b|responsible|负责/i,
    { figure: false, person: true, head: /负责|责任|批准|responsible|owner|by whom/i },
  ],
  [
    /(?:隔)?多(?:久|长时间).{0,6}[一1]次/i,
    { figure: false, time: true, head: /周期|频次|次数|interval|frequency|cycles/i },
  ],
  [/几点|什么时候|何时|\bwhen\b/i, { figure: false, time: true }],
  [
    /多少次|几次|how often|how many times|how many (?:prints|contacts|cycles)/i,
    {
      figure: true,
      unit: /^(?:次|times?|prints|contacts|cycles)/i,
      head: /周期|频次|次数|interval|frequency|cycles/i,
    },
  ],
  [
    /多久|多长时间|几天|几小时|几分钟|几年|几个月|多少(?:天|小时|分钟|秒|年|个月)|时间.{0,4}多少|how (?:long|soon|quickly)|how many (?:days|hours|minutes|seconds|years|months)|duration|time limit/i,
    {
      figure: true,
      unit: /^(?:s|sec|min|h|d|hours?|minutes?|seconds?|days?|weeks?|months?|years?|天|小时|分钟|秒|年|个月|周|个?工作日|µm|mm|cm|m)$/i,
      head: /时间|时长|周期|寿命|期限|duration|time|life|period/i,
    },
  ],
  [
    /多少度|温度|how hot|how warm|temperature/i,
    { figure: true, unit: /^(?:°C|℃|K|度)$/, head: /温度|temperature/i },
  ],
  [/多快|速度|how fast|speed/i, { figure: true, unit: /\/(?:s|min|h)$/, head: /速度|链速|speed|velocity/i }],
  [
    /多厚|多宽|多高|多远|几厘米|多少(?:厘米|毫米|米)|how (?:thick|wide|high|far)/i,
    {
      figure: true,
      unit: /^(?:µm|mm|cm|m|N\/cm)$/,
      head: /厚度|宽度|高度|距离|直径|thickness|width|height|distance|diameter/i,
    },
  ],
  [/多少克|多少公斤|多重|how heavy/i, { figure: true, unit: /^(?:g|kg)$/, head: /用量|重量|weight|mass/i }],
  [
    /扭矩|力矩|(?<![a-z])torque/i,
    { figure: true, unit: /^(?:c?N[·.]?c?m|kgf[·.]cm)$/i, head: /扭矩|力矩|torque/i },
  ],
  [/多少钱|多少元|单价|\bcost\b|price/i, { figure: true, unit: /元|CNY|¥/, head: /单价|价格|price|cost/i }],
  [/哪里|哪个库位|\bwhere\b/i, { figure: false, head: /位|location|bin/i }],
  [/怎么|如何|怎样|\bhow (?:is|are|do|does|to)\b/i, { figure: false, head: /方式|方法|method/i }],
  [
    /多少|几|多大|how (?:much|many|dry|large|big)|what (?:share|volume|percentage)|limit|上限|下限|least|most|最/i,
    { figure: true },
  ],
];

const askedOf = (text: string): Asked => {
  for (const [pattern, asked] of kinds) if (pattern.test(text)) return asked;
  return { figure: false };
};

const steps =
  /怎么(?!样|处理)|如何|怎样|步骤|流程|方法|有哪些|哪几种|\bhow (?:is|are|do|does|to|should)\b|\bsteps?\b|step by step|procedure|what is handed over/i;

/** Weight of a plant's term beside an id; other words weigh by their rarity, up to this. */
const conceptWeight = 3.5;
const mostWeight = 4;
const exactWeight = 5;

/** How a word's letters share its weight: two characters are one term, four are three. */
const perTerm = (run: string): number => {
  const letters = [...run].length;
  return letters <= 2 ? 1 : letters / 2 / (letters - 1);
};

/** Of a question in another language than the document, a word that is no term of the plant says little. */
const foreignWeight = 0.25;

/** What a question speaks of as it can be found in documents of a language. */
export const unitsIn = ({ units, language }: Question, documents: "zh" | "en"): readonly Unit[] =>
  language === documents
    ? units
    : units.map((unit) =>
        unit.kind === "concept" || isExact(unit.term)
          ? unit
          : { ...unit, weight: unit.weight * foreignWeight },
      );

export interface Corpus {
  /** Rarity of a term among the documents' passages. */
  readonly idf: (term: string) => number;
  readonly knowsTerm: (term: string) => boolean;
  readonly knowsConcept: (concept: number) => boolean;
}

/** Words, and runs of Chinese, no part of which stands in any document. */
const unheardOf = (rest: string, knowsTerm: (term: string) => boolean): number => {
  const words = withoutAsking(rest).match(/\p{Script=Han}{2,}|[a-z]{4,}/gu) ?? [];
  return words.filter((word) => {
    const terms = queryTerms(word);
    return terms.length > 0 && !terms.some(knowsTerm);
  }).length;
};

export const readQuestion = (text: string, { idf, knowsTerm, knowsConcept }: Corpus): Question => {
  const { groups, rest } = conceptSpans(text);
  const terms = queryTerms(rest);
  const all = queryTerms(text);
  const exact = all.filter(isExact);
  const isPartOf = (term: string) =>
    exact.some((other) => other !== term && /[a-z]/.test(other) && other.split(/[-_/.]/).includes(term));
  const runs = withoutAsking(rest).match(/\p{Script=Han}+/gu) ?? [];
  const units: Unit[] = [
    ...groups.map((concepts): Unit => ({ kind: "concept", concepts, weight: conceptWeight })),
    ...exact
      .filter((term) => !isPartOf(term))
      .map((term): Unit => ({ kind: "term", term, weight: exactWeight })),
    ...terms
      .filter((term) => !isExact(term) && !isPartOf(term))
      .map((term): Unit => {
        const run = /^\p{Script=Han}/u.test(term) ? runs.find((one) => one.includes(term)) : undefined;
        return { kind: "term", term, weight: Math.min(mostWeight, idf(term)) * (run ? perTerm(run) : 1) };
      }),
  ];
  return {
    text,
    language: /\p{Script=Han}/u.test(text) ? "zh" : "en",
    units,
    ids: exact.filter((term) => /[a-z]/.test(term) && /-\d|\d{3,}/.test(term) && !isPartOf(term)),
    asked: askedOf(folded(text)),
    unheard: unheardOf(rest, knowsTerm),
    procedure: steps.test(text),
    unknown: units.filter((unit) =>
      unit.kind === "concept"
        ? !unit.concepts.some(knowsConcept)
        : isExact(unit.term) && /[a-z]/.test(unit.term) && !knowsTerm(unit.term),
    ).length,
  };
};

/** What a text holds of the things that a question can speak of. */
export interface Context {
  readonly terms: ReadonlySet<string>;
  readonly concepts: ReadonlySet<number>;
}

export const holdsUnit = ({ terms, concepts }: Context, unit: Unit): boolean =>
  unit.kind === "concept" ? unit.concepts.some((one) => concepts.has(one)) : terms.has(unit.term);

/** The kind of thing that is asked for is a part of the question too: what it weighs beside its words. */
const askedWeight = 3;

/** What is covered, with the kind that is asked for counted in where the question names one. @param fits From 0 to 1. */
export const withAsked = ({ asked, units }: Question, cover: number, fits: number): number => {
  if (!asked.head && !asked.unit) return cover;
  const all = units.reduce((sum, { weight }) => sum + weight, 0);
  return (cover * all + fits * askedWeight) / (all + askedWeight);
};

/** Share of the question, by weight, that contexts cover; each counts as much as it says. */
export const covered = (
  units: readonly Unit[],
  contexts: readonly (readonly [Context, number])[],
): number => {
  let all = 0;
  let found = 0;
  for (const unit of units) {
    all += unit.weight;
    found +=
      unit.weight *
      Math.max(0, ...contexts.map(([context, worth]) => (holdsUnit(context, unit) ? worth : 0)));
  }
  return all > 0 ? found / all : 0;
};
