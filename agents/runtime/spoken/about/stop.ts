import { bare } from "../wish.ts";

/** A report, and why: "SMT-3 is down, feeder jam", SMT-3 停了，供料器卡料. */
const reports = [
  /^[^，,。；;]{2,12}?(?:又|已经?|刚刚?|现在|突然)*(?:(?:停(?:机|线|产)?|坏|趴窝)了|坏掉了|(?:停机|停线|故障|宕机)了?)(?:[，,。；;：: ]+[^，,。；;]{1,20})?$/,
  /^[^，,。；;]{2,16}?(?:又|老是|一直|总是|在|还在)*(?:卡(?:料|板|住|死|纸)?|抛料|报警停|叫停|跳停)(?:了|得厉害)?$/,
  /^(?:the )?[^,.;]{2,45}? (?:(?:is|keeps?|has|just|'s) )+(?:jam(?:med|ming)?|stuck|stalled|alarming)(?: again| now| up)*$/i,
  /^(?:the )?[^,.;]{2,25}?(?:(?: is| has| just|'s| went| line)+ )?(?:down|stopped|broken(?: down)?|broke down|standing still)(?: again| now| just now)*(?:(?: ?[,:;–-] ?| because of | due to | with )[^,;]{2,50})?$/i,
];

/** That one stands, said or asked: 又趴窝了？ */
const stoodStill =
  /趴窝|(?:又|是不是|怎么)(?:停|坏|卡|挂|罢工|宕)了?|(?:停|坏|挂)了(?:吗|吧|[?？])|(?<![a-z])(?:down|stopped|stuck|dead) again(?![a-z])/i;
export const saysItStands = (sentence: string): boolean => stoodStill.test(sentence) || tellsOfStop(sentence);

const runsAgain =
  /修好了(?!吗|没)|(?:恢复|好|通|起来)了(?!吗|没)[，,。 ]|(?:恢复|开起来|跑起来)了$|(?<![a-z])(?:back up|is back|running again|up again|jam cleared|(?:is )?(?:fixed|cleared) now|cleared$)/i;
/** Whether somebody tells that it goes on again. */
export const tellsOfRecovery = (sentence: string): boolean =>
  runsAgain.test(sentence) &&
  !/[?？]|通知|提醒|(?<![a-z])(?:when|if|tell me|let me know|notify)(?![a-z])/i.test(sentence);

/** What makes it a question, a wish, a condition or a matter of the past. */
const otherwise =
  /[?？]|[把让请帮]|如果|假如|假设|模拟|推演|要是|万一|一旦|为什么|怎么|多久|什么|哪|谁|吗|呢|没|不|昨|上周|明[天日早晚]|后天|周末|[整全]天|计划|排|改|挪|移|转|调|重|通知|告诉|\d ?(?:小时|分钟|天)|^(?:is|are|has|have|did|do|does|any)(?![a-z])|(?<![a-z])(?:what ?if|simulat\w*|suppos\w*|if|when|once|why|how|what|which|where|who|is it|was|were|not|never|n't|yesterday|last|tomorrow|weekend|all day|plan|reschedul\w*|schedul\w*|move|shift|put|send|hold|stop|tell|let|notify|should|can|could|would|will|hours?|minutes?|days?)(?![a-z])/i;

/** What the answer is for anyway. */
const asksWhatNow =
  /[，,。；; ]*(?:怎么办|咋办|怎么弄|该怎么做|[,.;–-]? ?(?:so )?(?:what now|now what|what (?:do|should) (?:i|we) do(?: now)?))[?？]?$/i;

/** Whether somebody tells that something has stopped, and asks for nothing: what to do next is then for the answer to offer. */
export const tellsOfStop = (sentence: string): boolean => {
  const told = sentence.trim().replace(asksWhatNow, "");
  return !otherwise.test(told) && reports.some((pattern) => pattern.test(bare(told)));
};

/** How often something stood is asked of a stretch. */
export const asksHowOften = (sentence: string): boolean =>
  /(?:停|坏|报|卡)(?:了|过)?(?:多少|几)[次回]|(?:多少|几)[次回]了|(?<![a-z])(?:how often|how many times)(?![a-z])/i.test(
    sentence,
  );

const stopsOften =
  /(?:为什么|为啥|怎么|干嘛)(?:总是?|老是?|一直|经常|频繁|动不动就?|天天|又).{0,3}(?:停|坏|卡|故障)|(?:老|总|经常|频繁)(?:是)?(?:停|坏|卡).{0,4}(?:为什么|为啥|怎么回事|什么原因)|(?<![a-z])(?:why|what makes)(?![a-z]).*(?:keeps?|always|so (?:often|much|many)|again and again|all the time)/i;
/** Told, and not asked: SMT-4 老是卡料. */
const oftenTold =
  /(?:老是?|总是?|经常|频繁|天天|动不动就?).{0,12}(?:停|坏|卡|故障|报警|jam|down)|(?<![a-z])(?:keeps? (?:on )?(?:stop|jam|break|go|fail)\w*|(?:is )?always (?:down|jam\w*|stop\w*|broken))(?![a-z])/i;
const wantsToBeTold = /通知|提醒|告诉|如果|(?<![a-z])(?:if|when|tell|alert|notify)(?![a-z])/i;
const stands =
  /停|坏|卡|故障|报警|jam|(?<![a-z])(?:down|stop(?:s|ped|ping)?|break(?:s|ing)?|broken|jam(?:s|med|ming)?|fail(?:s|ing)?)(?![a-z])/i;

/** Whether somebody asks why something stops so often: that is no question about the one stop. */
export const asksWhyItStops = (sentence: string): boolean =>
  (stopsOften.test(sentence) || (oftenTold.test(sentence) && !wantsToBeTold.test(sentence))) &&
  stands.test(sentence);
