/** A part is asked for as a share of the whole: "what share of it is SMT-4", 占多少. */
export const asksForShare = (sentence: string): boolean =>
  /占(?:了|到|全厂|总|整个|比|产出|产量|停机|用电|能耗)?[^，,。]{0,6}(?:多少|几|比例|百分|大头|成)|占比|比例|百分比|百分之几|(?<![a-z])(?:(?:what|which) (?:share|percentage|percent|proportion|fraction|part)|share of|percentage of|proportion of|what % |as a (?:share|percentage)|how much of (?:it|that|the))(?![a-z])/i.test(
    sentence,
  );
