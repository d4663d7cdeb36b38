import { defectKindName } from "../../../protocols/cfx/defect-kinds.ts";
import { formatTime } from "../lib/clock.ts";
import type { Bilingual, Language } from "../lib/language.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Say = (attributes: Attributes, language: Language) => readonly string[];

/** So many places of a board are named. */
const mostPlaces = 4;

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const bilingualIn = (value: unknown, language: Language): string =>
  (value as Bilingual | null | undefined)?.[language] ?? "";
const given = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

const inspected: Say = ({ method, kinds, designators }, language) => {
  const places = textsIn(designators);
  const more = places.length > mostPlaces ? "…" : "";
  return [
    given(method),
    textsIn(kinds)
      .map((kind) => defectKindName(kind)[language])
      .join(language === "zh" ? "、" : ", "),
    places.slice(0, mostPlaces).join(" ") + more,
  ];
};

/** By a machine how many of a board's calls were right, by a person what one call was. */
const verified: Say = ({ kind, designator, verification, confirmed, rejected }, language) => {
  const zh = language === "zh";
  const [right, wrong] = [Number(confirmed ?? 0), Number(rejected ?? 0)];
  if (typeof verification === "string") {
    const good = zh ? "可放行" : "board good";
    const verdict = right > 0 ? (zh ? "真缺陷" : "defect") : zh ? "误报" : "false call";
    return [
      kind ? defectKindName(String(kind))[language] : "",
      given(designator),
      right + wrong > 0 ? verdict : good,
    ];
  }
  return [
    right > 0 ? (zh ? `真缺陷 ${right}` : `${right} ${right === 1 ? "defect" : "defects"}`) : "",
    wrong > 0 ? (zh ? `误报 ${wrong}` : `${wrong} false ${wrong === 1 ? "call" : "calls"}`) : "",
  ];
};

const clustered: Say = ({ method, kind, sourceId, boards }, language) => [
  given(method),
  kind ? defectKindName(String(kind))[language] : "",
  given(sourceId),
  typeof boards === "number" ? (language === "zh" ? `${boards} 块板` : `${boards} boards`) : "",
];

const onRound: Say = ({ place, check, value, unit, note }, language) => [
  bilingualIn(place, language),
  bilingualIn(check, language),
  typeof value === "number" ? `${value} ${given(unit)}`.trim() : "",
  given(note),
];

const moved: Say = ({ quantity, from, to }, language) => [
  given(quantity),
  [from, to].map((time) => formatTime(given(time), language)).join(" → "),
];

const sayings: Readonly<Record<string, Say>> = {
  "unit.inspected": inspected,
  "defect.verified": verified,
  "defects.clustered": clustered,
  "defects.ended": clustered,
  "defects.explained": clustered,
  "patrol.found": onRound,
  "receipt.moved": moved,
};

/** What was found, by machines, people or on a round, or has come to be; undefined of events that tell no such thing. */
export const foundDetail = (
  type: string,
  attributes: Attributes,
  language: Language,
): readonly string[] | undefined => sayings[type]?.(attributes, language);
