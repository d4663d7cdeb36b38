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

/** The shift that a sentence narrows a figure to. */
export const shiftNamed = (sentence: string): ShiftName | undefined =>
  shifts.find(([, pattern]) => pattern.test(sentence))?.[0];
