import { inDigits } from "../periods/figures.ts";

const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

const english = new RegExp(
  `(?<![a-z\\d])(?:the )?(?:(?<named>${words.join("|")})|(?<place>\\d{1,2})(?:st|nd|rd|th)|(?<last>last)) (?:(?:most )?(?:worst|urgent|late|latest|pressing|critical)(?: ones?| order)?|ones?|of (?:them|those|these)|order)(?![a-z])`,
  "i",
);

/** One of several that were told, by its place: 1 for the first, -1 for the last; and the words that say it. */
export interface Place {
  readonly place: number;
  readonly words: string;
}

const orderBehind = "(?:工单|订单|单子|单)?";
const chinese = new RegExp(
  `(?:(?<back>倒数)?第 ?(?<place>\\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:个|张|单|条|项|笔|(?:最?(?:急|晚|糟|紧|惨|悬)|严重|要紧|紧急)的?)|(?<last>最后一?[个张条]))${orderBehind}(?!班|工序|季度|月|星期|小时|步)`,
);
const figureOf = (said: string): number => Number(inDigits(`${said}个`).replace(/\D/g, ""));

/**
 * Which of several that were told a sentence points at; undefined where it points at none by its place. "The last order" may be any
 * that is last, "the last one" is one of those.
 */
export const placeSaid = (sentence: string): Place | undefined => {
  const own = chinese.exec(sentence);
  if (own) {
    const { last, place, back } = own.groups!;
    return { place: last ? -1 : figureOf(place!) * (back ? -1 : 1), words: own[0] };
  }
  const found = english.exec(sentence);
  if (!found) return undefined;
  const { named, place, last } = found.groups!;
  if (last && /order$/i.test(found[0])) return undefined;
  return {
    place: last ? -1 : named ? words.indexOf(named.toLowerCase()) + 1 : Number(place),
    words: found[0],
  };
};
