import { type Marked, W } from "../marked.ts";
import { createMoments, dayOf, type Moment } from "./moment.ts";
import { takeChineseMoments } from "./moments-chinese.ts";
import { before, takeEnglishMoments, timeOfDay } from "./moments-english.ts";

/** Until when something is asked for: every moment that a sentence names, seen from the plant's day and time. */
export const takeMoments = (marked: Marked, today: string, now: string): readonly Moment[] => {
  const moments = createMoments(marked, today, now);
  moments.take(`${before}(?<date>${W})${timeOfDay}`, ({ groups = {} }) => {
    const written = marked.dateOrTime(groups["date"]!);
    const [a, b, c] = written.split(/[-/]/).map(Number);
    if (written.includes(":")) return undefined;
    return moments.add(c === undefined ? moments.coming(a, b) : dayOf(a!, b!, c), groups);
  });
  takeChineseMoments(moments);
  takeEnglishMoments(moments);
  return moments.found;
};
