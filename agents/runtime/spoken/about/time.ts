import { bare } from "../wish.ts";

/** Whether a sentence asks nothing but the plant's date or time, which every picture of today begins with. */
export const asksForTime = (sentence: string): boolean =>
  /^(?:那)?(?:现在|今天|今儿)?(?:是)?(?:几点|几号|星期几|周几|礼拜几|什么日子)(?:了|钟)?(?:啊|呀)?$|^(?:so )?what(?:'s| is) (?:the |today'?s )?(?:time|date)(?: now| today)?$|^what (?:time|day|date) is it(?: now| today)?$/i.test(
    bare(sentence),
  );
