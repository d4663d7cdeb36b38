import { rolesSaid } from "../roles.ts";
import { plantZone } from "../zone.ts";
import { chineseOf } from "./chinese.ts";
import type { Bilingual, ErrorDetails } from "./entry.ts";

type Detail = ErrorDetails[string];
type Language = keyof Bilingual;

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** A moment by the plant's clock. */
const told = (text: string): string => {
  if (!moment.test(text) || Number.isNaN(Date.parse(text))) return text;
  const { day, time } = plantZone().dayTimeAt(new Date(text));
  return `${day} ${time}`;
};

const text = (value: string, language: Language): string =>
  language === "zh" ? chineseOf(told(value)) : told(value);

const isBilingual = (value: Detail): value is Bilingual =>
  typeof value === "object" && value !== null && "zh" in value;

/** What a detail says in a sentence of a language: times by the plant's clock, roles and states as people call them. */
export const said = (name: string, value: Detail, language: Language): string => {
  if (isBilingual(value)) return value[language];
  const list = Array.isArray(value) ? (value as readonly string[]) : undefined;
  if (name === "role") return rolesSaid(list ?? String(value).split(", "))[language];
  if (list) return list.map((one) => text(one, language)).join(language === "zh" ? "、" : ", ");
  return typeof value === "string" ? text(value, language) : String(value);
};
