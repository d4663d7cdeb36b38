import { bare } from "./wish.ts";

const named = /指导书|作业书|作业文件|工艺文件|(?<![a-z])(?:sops?|(?:work )?instructions?)(?![a-z])/i;
const state =
  /审批|审核|批准|待审|送审|草稿|过期|失效|过时|作废|要改|更新|变了|生效|(?<![a-z])(?:approv\w*|reviews?|waiting|drafts?|pending|out[ -]of[ -]date|outdated|stale|expired|obsolete|in force|changed)(?![a-z])/i;
const asks =
  /哪|什么|啥|多少|几|有没有|吗|呢|[?？]|(?<![a-z])(?:which|what|any|anything|how many|are|is|show|list)(?![a-z])/i;
const acts =
  /^(?:请|帮我|麻烦)?(?:写|出|生成|编|起草|批准)|(?<![a-z])(?:write|draft (?:a|an|the|me)|create|approve (?:the|wi))(?![a-z])/i;
/** What waits for whoever asks. */
const mine =
  /(?:等|待|要|需要?)(?:着)?我(?:去|来)?(?:审|批|确认|处理)|我(?:要|需要?|该)?(?:审|批)(?:什么|哪|的)|(?<![a-z])(?:waiting for|waits? for|need(?:s|ing)?|awaiting) my (?:approval|review|sign)|(?:do|should) i (?:have to )?(?:approve|review)/i;

/** Whether a sentence asks which work instructions wait for a decision or are out of date. */
export const asksAboutInstructions = (sentence: string): boolean => {
  const text = bare(sentence);
  if (acts.test(text)) return false;
  return mine.test(text) || (named.test(text) && state.test(text) && asks.test(sentence));
};
