import type { Bilingual } from "../../../../services/core/errors.ts";

/** Shifts as people call them, whatever their hours. */
export type ShiftName = "day" | "evening" | "night";

export const shiftNames: Readonly<Record<ShiftName, Bilingual>> = {
  day: { zh: "白班", en: "day shift" },
  evening: { zh: "中班", en: "evening shift" },
  night: { zh: "夜班", en: "night shift" },
};

/** A shift of the plant's day, in minutes after midnight. */
export interface DayShift {
  readonly name: ShiftName;
  readonly start: number;
  readonly end: number;
}

const shifts: readonly (readonly [ShiftName, RegExp])[] = [
  [
    "night",
    /[夜晚]班|大夜|(?<![a-z])(?:(?:night|graveyard|third)[ -]shifts?|night(?:'s)?[ -]report)(?![a-z])/i,
  ],
  ["day", /[白早日]班|(?<![a-z])(?:day|morning|early|first)[ -]shifts?(?![a-z])/i],
  ["evening", /中班|小夜|(?<![a-z])(?:evening|afternoon|late|swing|middle|second)[ -]shifts?(?![a-z])/i],
];

/** Any word for a shift. */
export const shiftWords = new RegExp(shifts.map(([, pattern]) => pattern.source).join("|"), "i");

/** "Day versus night shift": the first of two that share one word for a shift. */
const before =
  /(?<![a-z])(day|night|evening)s? (?=(?:or|vs\.?|versus|and|against|than|compared (?:to|with)) (?:the )?(?:day|night|evening) shift)/i;
const beforeZh = /([白早中夜晚])(?=(?:和|跟|与|、|比|还是|对比)?[白早中夜晚]班)/;

/** Each shift that a sentence names: two where it holds one against another. */
export const shiftsNamed = (sentence: string): readonly ShiftName[] => {
  const whole = sentence.replace(before, "$1 shift ").replace(beforeZh, "$1班");
  return shifts.filter(([, pattern]) => pattern.test(whole)).map(([name]) => name);
};

/** The first shift that a sentence names. */
export const shiftNamed = (sentence: string): ShiftName | undefined =>
  shifts.find(([, pattern]) => pattern.test(sentence))?.[0];
