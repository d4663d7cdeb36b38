import type { Bilingual } from "../../services/core/errors.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { toolNamed } from "../runtime/tool.ts";
import { twoBranches } from "./put-right/says-so.ts";

/** Until when, or until what, something is to rest. */
const untilThen =
  /(?:到|至|等).{1,14}(?:再|为止|之前|后|确认|了)|[到至](?:周|星期|礼拜|下|明|后|月|\d)|(?<![a-z])(?:until|till?|'til)(?![a-z])/i;
/** Something is to be done only if or when something else is so. */
const condition =
  /如果|要是|假如|只要|的话|等.{1,16}(?:再|就|后)|一旦|除非|(?<![a-z])(?:if|unless|once|as soon as|when|after|provided)(?![a-z])/i;
/** It is to be done at another time than now. */
const atThen =
  /(?:明|后)(?:天|早|晚)|今晚|下周|周[一二三四五六日天]|[下晚]班|\d ?[点号]|(?<![a-z])(?:tomorrow|tonight|next (?:week|shift)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at \d+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![a-z])/i;
/** Nothing of this is to suffer from it. */
const sparing =
  /(?:别|不要|不能|不许|不|别让)(?:影响|耽误|碰|动|挤|拖)(?:到|了)?|(?<![a-z])(?:without (?:delaying|hurting|touching|moving|affecting|pushing)|don'?t (?:delay|touch|move|hurt|push|affect)|not (?:affect|delay|touch|hurt)\w*)(?![a-z])/i;
/** A time at a line is to be kept for it, and not only looked at. */
const booking =
  /安排|预留|锁定|占|订|约|预定|排(?:个|一下)?(?:保养|检修|维护|停机)|(?<![a-z])(?:book|block|reserve|schedule|put in|plan in|set aside|arrange)(?![a-z])/i;

const atOnce: ReadonlySet<string> = new Set(["release_order", "hold_order", "resume_order", "cancel_order"]);
const movesOthers: ReadonlySet<string> = new Set(["expedite_order", "move_order", "change_order"]);

/**
 * What a sentence wants beside its call and the call does not do, for the person to know before it is approved: an end of a hold, a
 * condition, a later moment, others that are to be spared, a time to be kept at a line.
 */
export const asideOf = ({ tool, order }: ToolCall, text: string): Bilingual | undefined => {
  const one = order ?? { zh: "它", en: "it" };
  const of = typeof one === "string" ? { zh: ` ${one}`, en: one } : one;
  if (tool === "what_if_down" && booking.test(text))
    return {
      zh: "这里只推演影响，没有把这段时间占下来：在主数据里给产线加一条日历例外（calendar_exceptions），再重新排产。",
      en: "This only tells what the stop would do; nothing is booked. Give the line a calendar exception in the master data (calendar_exceptions), then make a new plan.",
    };
  if ((tool === "check_kit" || tool === "can_release") && twoBranches(text))
    return {
      zh: "“如果……否则……”由您定：我先查条件，什么都没有办；看完再说要下达还是暂停。",
      en: "What to do either way is yours to decide: I look at the condition, and nothing is done; then say which of the two you want.",
    };
  if (toolNamed(tool).policy.kind !== "confirm" || !("order" in toolNamed(tool).arguments.shape))
    return undefined;
  if (tool === "hold_order" && untilThen.test(text))
    return {
      zh: `暂停不会到时自己结束：到时请说“恢复${of.zh}”。`,
      en: `A hold does not end by itself: say “resume ${of.en}” when it is time.`,
    };
  if (movesOthers.has(tool) && sparing.test(text))
    return {
      zh: "“不影响别的单”这个条件没有替您保证：谁会变晚见卡片，也可以接着问“影响哪些单”；不合适就拒绝。",
      en: "That nothing else suffers is not assured: the card says what moves, and you can ask which orders are affected; reject it if it does not suit.",
    };
  if (condition.test(text))
    return {
      zh: "“如果……”这样的条件我不会替您等：批准后马上执行，请先看检查结果。",
      en: "I do not wait for a condition: once approved it is done at once, so look at the checks first.",
    };
  if (atOnce.has(tool) && atThen.test(text))
    return {
      zh: "不能定到以后自动执行：批准后马上执行；要到时再办，请到时再说。",
      en: "It cannot be set for later: once approved it is done at once. If it is to happen then, say it again then.",
    };
  return undefined;
};
