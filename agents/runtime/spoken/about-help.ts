import { takesBack } from "./goes-on.ts";
import { bare } from "./wish.ts";

/** The whole sentence asks what can be asked, greets or thanks. */
const help = [
  /^(?:帮助|帮帮我|使?用?说明|功能|菜单|命令|指令|怎么用|如何使用|怎么用(?:你|这个)|(?:你|您|这个|系统)?(?:都)?(?:能|会|可以)(?:帮我|给我)?(?:做|干|查|办)?(?:些|点)?(?:什么|啥|哪些事?)(?:呢|呀|啊|事)?|有(?:什么|哪些)功能|我(?:能|可以)(?:问|说|做)(?:些|点)?(?:什么|啥)|你好|您好|早上好|晚上好|(?:多|太)?谢谢?(?:你|您|啦|了)?|感谢|辛苦了)$/,
  /^(?:help(?: me)?|thanks?(?: you)?(?: (?:a lot|so much|very much))?|hi|hello|hey|good (?:morning|evening|afternoon)|menu|commands?|usage|how (?:do|can|should) i use (?:this|you|it)|what (?:all )?(?:can|do|could) (?:you|i|we) (?:do|say|ask|help with|help me with)(?: (?:here|for me|for us))?|what are you (?:able to do|for))$/i,
];

/** Thanks, and that it was all. */
const thanked =
  /^(?:好的?|ok|行|嗯)?[，, ]?(?:多?谢谢?|感谢|辛苦)[^?？]{0,12}$|^(?:没事|没有?别的|不用)了$|^(?:ok(?:ay)?|great|perfect|good|cool)?[,. ]*(?:thanks?|thank you|thx|cheers|that(?:'s| is) (?:all|it))(?![a-z])[^?]{0,24}$/i;
export const thanks = (sentence: string): boolean => thanked.test(bare(sentence));

/** What was is to be shown again. */
export const asksForReplay = (sentence: string): boolean =>
  /回放|重放|发生了(?:什么|啥)|出了什么事|(?<![a-z])(?:replay|play back|what happened|what went on)(?![a-z])/i.test(
    sentence,
  );

export const asksForHelp = (sentence: string): boolean => {
  const text = bare(sentence);
  if (thanks(text) || takesBack(text)) return true;
  return sentence.trim() === "?" || sentence.trim() === "？" || help.some((pattern) => pattern.test(text));
};
