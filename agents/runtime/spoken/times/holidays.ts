/** A holiday that a sentence names in place of a date. */
export interface Holiday {
  /** As it was said. */
  readonly name: string;
  /** Of one that is on the same date every year; others are looked up by nobody here. */
  readonly date?: { readonly month: number; readonly day: number };
}

const on = (month: number, day: number) => ({ month, day });
const known: readonly (readonly [pattern: RegExp, date?: Required<Holiday>["date"]])[] = [
  [/国庆节?|十一黄金周|(?<![a-z])national day(?![a-z])/i, on(10, 1)],
  [/元旦节?|(?<![a-z])new year(?:['’]?s)?(?: day)?(?![a-z])(?! ?['’]?s? eve)/i, on(1, 1)],
  [/五一(?!线)|劳动节|(?<![a-z])(?:may day|labou?r day)(?![a-z])/i, on(5, 1)],
  [/平安夜|(?<![a-z])christmas eve(?![a-z])/i, on(12, 24)],
  [/圣诞节?|(?<![a-z])(?:christmas|xmas)(?![a-z])/i, on(12, 25)],
  [/双十一|(?<![a-z])singles['’]? day(?![a-z])/i, on(11, 11)],
  [/春节|过年|大年三十|除夕|(?<![a-z])(?:(?:chinese|lunar) new year|spring festival)(?![a-z])/i],
  [
    /清明节?|端午节?|中秋节?|元宵节?|重阳节?|(?<![a-z])(?:qingming|dragon boat|mid-?autumn)(?: festival)?(?![a-z])/i,
  ],
  [/复活节|感恩节|(?<![a-z])(?:easter|thanksgiving|ramadan|diwali|golden week)(?![a-z])/i],
];
/** 年前 is before the spring festival; not 五年前. */
const beforeYear = /(?<![\p{Script=Han}\d])年前|赶?在年前/u;

/** The first holiday that a sentence names; the lunar new year is none of the first of January. */
export const holidayIn = (text: string): Holiday | undefined => {
  const found = known.flatMap(([pattern, date]) => {
    const match = pattern.exec(text);
    return match ? [{ name: match[0], ...(date ? { date } : {}) }] : [];
  });
  const longest = found.toSorted((a, b) => b.name.length - a.name.length)[0];
  return longest ?? (beforeYear.test(text) ? { name: "年前" } : undefined);
};
