/** How people ask what a plan has that an earlier one had not. */

const plan = "(?:计划|排产|排程)(?!外|员|量|数)";
const asksWhich = "(?:什么|哪[些里儿几]|啥|多少|几[个张])";
const differs = /区别|差别|差异|不同|不一样|(?<![a-z])differ(?:s|ence|ences|ent)?(?![a-z])/i;
const versions = /版本?|(?<![a-z])(?:version|plan) ?#?\d|(?<![a-z\d])v\d/i;
const plans = /计划|排产|排程|(?<![a-z])(?:plans?|schedules?)(?![a-z])/i;
const changed = new RegExp(
  `${plan}.{0,16}(?:变|改|动|调)(?:化|动|更|整)?(?:了|过)?(?:些|的)?.{0,4}${asksWhich}|${plan}.{0,16}(?:有|是).{0,2}${asksWhich}.{0,4}(?:变化|变动|改动|调整)|${asksWhich}.{0,6}${plan}.{0,6}(?:变了|改了|动了)|(?<![a-z])(?:what|which|how).{0,30}(?:chang\\w*|moved|shifted).{0,16}(?:plans?|schedules?)(?![a-z])|(?<![a-z])(?:what|how) (?:has|did|does).{0,12}(?:plan|schedule) (?:chang\\w*|move)`,
  "i",
);
const compares = /对比|比较|相比|比一?比|(?<![a-z])(?:compare\w*|versus|vs\.?|diff)(?![a-z])/i;

const versionBefore = /上一?个?版(?!作业|指导|文件)/;
const otherPlan =
  /[新旧老]计划|上一?个?版|(?<![a-z])(?:old|new|previous|last|earlier|yesterday's|one before|version before)(?![a-z])/i;

/** Whether a sentence asks for the difference of two plans, by their versions or by time. */
export const asksForPlanChanges = (text: string): boolean =>
  changed.test(text) ||
  (versionBefore.test(text) && plans.test(text)) ||
  ((differs.test(text) || compares.test(text)) &&
    (versions.test(text) || otherPlan.test(text)) &&
    (plans.test(text) || versions.test(text)));

/** Digits that are no part of an id, a date or a time of day. */
const alone =
  /(?<![a-z\d:.-])v?(\d{1,6})(?![\d:.]|-\d|\s*(?:[点时号月日天周年%]|hours?|days?|weeks?|[ap]m\b))/gi;

/** The versions that a sentence names, the earlier first: at most two. */
export const versionsIn = (text: string): readonly number[] =>
  versions.test(text)
    ? [...new Set([...text.matchAll(alone)].map(([, digits]) => Number(digits)))]
        .slice(0, 2)
        .sort((a, b) => a - b)
    : [];

/** Whether it is how a plan was that the one of now is held against, and not what was done to it in that time. */
export const isHeldAgainst = (text: string): boolean =>
  differs.test(text) || compares.test(text) || /比|(?<![a-z])(?:than|from)(?![a-z])/i.test(text);
