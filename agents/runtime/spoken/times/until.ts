import { plantZone } from "../../../../services/core/zone.ts";
import { momentOfDeadline } from "../../format.ts";
import { Marked } from "../marked.ts";
import { aheadIn } from "../periods/ahead.ts";
import { takeMoments } from "./moments.ts";
import { markSpans } from "./spans.ts";

/** Until when a sentence looks ahead: "in the next 30 days", 三天内, 月底前; undefined where it says no such thing, or several. */
export const untilIn = (sentence: string, now: Date): Date | undefined => {
  const ahead = aheadIn(sentence, now);
  if (ahead) return ahead.to;
  const { day, time } = plantZone().dayTimeAt(now);
  const marked = new Marked(sentence, []);
  markSpans(marked);
  const [moment, ...others] = takeMoments(marked, day, time);
  if (!moment || others.length > 0) return undefined;
  const until = momentOfDeadline(moment.time ? `${moment.day}T${moment.time}` : moment.day);
  return until > now ? until : undefined;
};
