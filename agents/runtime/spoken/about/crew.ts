const zh = /(?<![上下前后这那本每各几换早中夜晚白日])第?[一二三四五1-5甲乙丙丁a-d]号?班组?(?![次前后])/i;
/** "A shift" is any. */
const en =
  /(?<![A-Za-z])(?:[Cc]rew|[Tt]eam) [A-Da-d1-5](?![A-Za-z\d])|(?<![A-Za-z])(?:[B-D]|(?<=[Tt]he )A) (?:crew|shift|team)(?![a-z])/;

/** A crew by its number or letter, as a sentence names it: 二班, 甲班, "crew B". It is no time of the day. */
export const crewNamed = (sentence: string): string | undefined => {
  const found = zh.exec(sentence) ?? en.exec(sentence);
  return found?.[0];
};
