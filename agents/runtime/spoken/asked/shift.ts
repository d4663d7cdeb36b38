/** Shifts as people call them, whatever their hours. */
export type ShiftName = "day" | "evening" | "night";

const shifts: readonly (readonly [ShiftName, RegExp])[] = [
  [
    "night",
    /[夜晚]班|大夜|(?<![a-z])(?:(?:night|graveyard|third)[ -]shifts?|night(?:'s)?[ -]report)(?![a-z])/i,
  ],
  ["day", /[白早日]班|(?<![a-z])(?:day|morning|early|first)[ -]shifts?(?![a-z])/i],
  ["evening", /中班|小夜|(?<![a-z])(?:evening|afternoon|late|swing|middle|second)[ -]shifts?(?![a-z])/i],
];

/** The shift that a sentence narrows a figure to. */
export const shiftNamed = (sentence: string): ShiftName | undefined =>
  shifts.find(([, pattern]) => pattern.test(sentence))?.[0];
