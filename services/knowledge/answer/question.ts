import { conceptSpans } from "../search/expand.ts";
import { folded, isExact, queryTerms } from "../search/terms.ts";

/** One thing that a question speaks of: a term of the plant's language, or a word, id or figure. */
export type Unit =
  | { readonly kind: "concept"; readonly concept: number; readonly weight: number }
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
}

const kinds: readonly (readonly [RegExp, Asked])[] = [
  [
    /谁|\bwho\b|responsible|负责/i,
    { figure: false, person: true, head: /负责|责任|批准|responsible|owner|by whom/i },
  ],
  [/几点|什么时候|何时|\bwhen\b/i, { figure: false, time: true }],
  [
    /多久|多长时间|几天|几小时|几分钟|几年|几个月|多少(?:天|小时|分钟|秒|年|个月)|时间.{0,4}多少|how (?:long|soon|quickly)|how many (?:days|hours|minutes|seconds|years|months)|duration|time limit/i,
    {
      figure: true,
      unit: /^(?:s|sec|min|h|d|hours?|minutes?|seconds?|days?|weeks?|months?|years?|天|小时|分钟|秒|年|个月|周|个?工作日|µm|mm|cm|m)$/i,
      head: /时间|时长|周期|寿命|期限|duration|time|life|period|limit/i,
    },
  ],
  [
    /多少度|温度|how hot|how warm|temperature/i,
    { figure: true, unit: /^(?:°C|℃|K|度)$/, head: /温度|temperature/i },
  ],
  [/多快|速度|how fast|speed/i, { figure: true, unit: /\/(?:s|min|h)$/ }],
  [
    /多厚|多宽|多高|多远|几厘米|多少(?:厘米|毫米|米)|how (?:thick|wide|high|far)/i,
    { figure: true, unit: /^(?:µm|mm|cm|m|N\/cm)$/ },
  ],
  [/多少克|多少公斤|多重|how heavy/i, { figure: true, unit: /^(?:g|kg)$/ }],
  [
    /多少次|几次|how often|how many times/i,
    { figure: true, head: /周期|频次|次数|interval|frequency|cycles/i },
  ],
  [/多少钱|多少元|单价|\bcost\b|price/i, { figure: true, unit: /元|CNY|¥/ }],
  [/哪里|哪个库位|\bwhere\b/i, { figure: false, head: /位|location|bin/i }],
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

/** @param idf Rarity of a term among the documents' passages. */
export const readQuestion = (text: string, idf: (term: string) => number): Question => {
  const { concepts, rest } = conceptSpans(text);
  const terms = queryTerms(rest);
  const all = queryTerms(text);
  const exact = all.filter(isExact);
  const isPartOf = (term: string) =>
    exact.some((other) => other !== term && /[a-z]/.test(other) && other.split(/[-_/.]/).includes(term));
  const units: Unit[] = [
    ...concepts.map((concept): Unit => ({ kind: "concept", concept, weight: conceptWeight })),
    ...exact
      .filter((term) => !isPartOf(term))
      .map((term): Unit => ({ kind: "term", term, weight: exactWeight })),
    ...terms
      .filter((term) => !isExact(term) && !isPartOf(term))
      .map((term): Unit => {
        // Characters of a run are told by two terms each.
        const half = /^\p{Script=Han}/u.test(term) ? 0.5 : 1;
        return { kind: "term", term, weight: Math.min(mostWeight, idf(term)) * half };
      }),
  ];
  return {
    text,
    language: /\p{Script=Han}/u.test(text) ? "zh" : "en",
    units,
    ids: exact.filter((term) => /[a-z]/.test(term) && /-\d|\d{3,}/.test(term) && !isPartOf(term)),
    asked: askedOf(folded(text)),
    procedure: steps.test(text),
  };
};

/** What a text holds of the things that a question can speak of. */
export interface Context {
  readonly terms: ReadonlySet<string>;
  readonly concepts: ReadonlySet<number>;
}

export const holdsUnit = ({ terms, concepts }: Context, unit: Unit): boolean =>
  unit.kind === "concept" ? concepts.has(unit.concept) : terms.has(unit.term);

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
