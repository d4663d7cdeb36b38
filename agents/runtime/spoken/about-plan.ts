import { bare } from "./wish.ts";

/** Questions about the plan as such, and words that it is to stay: what a model hears as "plan" and takes for a command. */
const planNamed =
  /重排|重新排|方案|提案|计划|排产|排程|排期|(?<![a-z])(?:re-?)?(?:plan(?:s|ned|ning)?|schedul(?:e|es|ed|ing))(?![a-z])/i;
const aboutPlan = [
  /(?:不要|不用|不必|不需要|无需|先不|先别|暂不|别|不许|不准)(?:再|急着)?(?:重新?|又)?(?:做|出|算|排|改|动)/,
  /(?:计划|排产|排程|排期)[^，,。；;]{0,8}?(?:什么时候|何时|几点|多久|怎么样|如何|好不好|好吗|行不行|哪一?版|第几版|版本|改了什么|变了什么|有什么变化|有哪些变化)|(?:为什么|为啥|怎么)又?(?:重新?)?(?:排|计划)/,
  /^(?:请|麻烦)?(?:看|看看|看下|看一下|查看|查一下|显示|打开|给我看)[^，,。；;]{0,6}?(?:现在|当前|现行|最新|目前)?的?(?:生产)?(?:计划|排产|排程)[^，,。；;]{0,3}$/,
  /(?:方案|提案|新计划|两个计划)[^，,。；;]{0,10}?(?:比|区别|不同|不一样|差别|差异)|(?<![a-z])(?:(?:difference|compare|comparison)(?: [a-z]+){0,5}? (?:plans?|schedules?))(?![a-z])/i,
  /^(?:现在|当前|现行|最新|目前)的?(?:生产)?(?:计划|排产|排程)[^，,。；;]{0,6}$/,
  /(?<![a-z])(?:do not|don['’]?t|no need to|never|not to|stop) (?:make |do |run )?(?:a |another |any )?(?:new |more )?(?:re-?)?(?:plan|schedul)/i,
  /^(?:please |can you |could you )?(?:show|display|open|see|view|tell)(?: me)?(?: about)? (?:the |our )?(?:current |latest |actual |production )?(?:plan|schedule)$/i,
  /^(?:what|when|why|which|who|how|is|was|has|did)(?:['’]?s)?(?![a-z])(?! if)(?! (?:about|would))(?: [^,.;?]*?)? (?:re-?)?(?:plan(?:ned)?|schedule)(?![a-z])/i,
];

/** Late orders, what something would do to the plan, or a command after all. */
const notAboutPlan =
  /延期|延误|拖|晚|如果|假如|更新一下|(?<![a-z])(?:late|behind|ahead|delay(?:ed)?|slip|overdue|if)(?![a-z])/i;

/** Whether a sentence asks how the plan in force is, or says that it is to stay. */
export const asksAboutPlan = (sentence: string): boolean => {
  const text = bare(sentence);
  return planNamed.test(text) && !notAboutPlan.test(text) && aboutPlan.some((pattern) => pattern.test(text));
};
