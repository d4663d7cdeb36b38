import type { Dimension } from "../../metrics/metric.ts";

/** Nouns of each dimension; those of more words go first. */
const zh: readonly (readonly [Dimension, string])[] = [
  ["reason", "(?:停机|停线|故障|维修|返修|报废|失效|不良)?(?:原因|类型|故障模式)|故障现象|缺陷"],
  ["material", "(?:种|颗|个)?(?:物料|料号|元器?件|器件|零件|料(?![卷盘架仓站]))"],
  ["family", "(?:产品)?(?:系列|族|大类|产品线|产品族|家族)"],
  ["product", "(?:种|款)?(?:产品|型号|机型|品种)"],
  ["order", "(?:张|单)?(?:工单|订单)"],
  ["customer", "(?:家)?客户"],
  ["shift", "(?:班次|班组|班别|班)"],
  ["kind", "(?:工序|车间|工段|区域|线别|产线类型|类产线)"],
  [
    "line",
    "(?:(?:条|根|台)?(?:贴片|表贴|装配|组装|测试|功能测试|老化|smt|asm|ft)?(?:产线|生产线|线体|流水线|线|设备)|台?(?:测试[仪台机]|测试工位|机台))",
  ],
  ["hour", "(?:(?:个)?(?:小时|钟头)|时段)"],
  ["week", "(?:个)?(?:周|星期)(?![1-6日末])"],
  ["month", "(?:个)?月"],
  ["day", "(?:天|日)"],
];
const en: readonly (readonly [Dimension, string])[] = [
  [
    "reason",
    "(?:(?:downtime|stop|failure|repair|scrap|fault|root) )?(?:reasons?|causes?|fault types?|failure modes?|categor(?:y|ies))",
  ],
  ["material", "(?:parts?(?! numbers?)|components?|materials?)"],
  ["family", "(?:product )?(?:famil(?:y|ies)|series|groups?)"],
  ["product", "(?:products?|models?|types? of product|part numbers?)"],
  ["order", "(?:work )?orders?"],
  ["customer", "(?:customers?|clients?)"],
  ["shift", "shifts?"],
  [
    "kind",
    "(?:process(?:es)?|areas?|steps?|line types?|kinds? of line|types? of line|departments?|workshops?)",
  ],
  [
    "line",
    "(?:(?:(?:smt|assembly|burn-?in|test|functional test|production|asm|ft) )?(?:lines?|machines?|cells?|chambers?|stations?)|testers?)",
  ],
  ["hour", "hours?"],
  ["week", "weeks?"],
  ["month", "months?"],
  ["day", "days?"],
];
const adverbs: readonly (readonly [Dimension, RegExp])[] = [
  ["hour", /逐小?时|(?<![a-z])hourly|hour by hour|hour-by-hour/],
  ["day", /逐[日天]|[每]日|(?<![a-z])daily|day by day|day-by-day/],
  ["week", /逐周|(?<![a-z])weekly|week by week/],
  ["month", /逐月|(?<![a-z])monthly|month by month/],
];
/** Words that rank, and so tell that the noun beside them is what is ranked. */
const ranking =
  "(?:top|bottom|worst|best|highest|lowest|most|fewest|least|longest|shortest|largest|biggest|smallest|cheapest|higher|lower|more|better|worse)";

/** Which fault there is most of; the word for it may be a metric's name as well. */
export const asksWhichFault = (text: string): boolean =>
  /停(?:机|线)?(?:主要|都|多半)?(?:是)?(?:停)?(?:在|因为)(?:了)?(?:什么|啥|哪)(?:原因|方面|上面?|事)?|(?:因为|为了?)(?:什么|啥)停|(?:主要|都|最多)(?:在|的)?修(?:的)?(?:都)?(?:是)?(?:什么|啥|哪些)|(?:哪[个种类]|什么|啥)(?:故障|毛病|问题|缺陷)[^，,。]{0,6}最[多慢久长快短少]|(?:哪[些几种类]|什么|啥|各[种类]?|主要)(?:缺陷|不良(?![率品数]))|最(?:常见|主要|频繁)的?(?:故障|失效|不良|毛病|缺陷)|最多的(?:故障|毛病|缺陷|(?:是|就是|都是)?(?:哪[个种类]|什么)(?:故障|毛病|缺陷|问题))|(?:故障|毛病)最多的?是?(?:哪[种类]|什么)|(?<![a-z])(?:(?:top(?: \d{1,2})?|most (?:common|frequent)|main) (?:failures?|faults?|defects?)(?: causes?| reasons?)?|(?:which|what) (?:kinds? of |types? of )?(?:failures?|faults?|defects?)|what (?:fails|breaks|stops us) (?:the )?most|what (?:stopped|held up|kept) [a-z\d -]{2,20} (?:the )?(?:most|longest)|what (?:do|did|are|were) we (?:mostly |mainly )?(?:repair(?:ing)?|fix(?:ing)?)(?: the)?(?: most| mostly| mainly)?)(?![a-z])/i.test(
    text,
  );

/** Kinds of what a figure counts, where its first few are asked for: "top 5 aoi defects"; the name of the metric is `#`. */
export const asksForTopKinds = (text: string): boolean =>
  /(?<![a-z])top(?: \d{1,2})? (?:[a-z]+ )?#|前\d{1,2}(?:大|名|位|个|种|类)?的? ?#|# ?(?:的)?(?:排)?(?:前\d{1,2}(?![天周个]|小时)|top ?\d{1,2})/.test(
    text,
  );

/** What parts are counted or listed of that a limit picks: 有几天低于98%, 超过2小时的线有哪些, "lines under 60 %". */
export const countedIn = (text: string): Dimension | undefined =>
  zh.find(([, noun]) =>
    new RegExp(
      `(?:几|多少|\\d)[个条种款台家]?${noun}|${noun}(?:有|是|都有|都是)(?:哪|几|多少|谁)|的${noun}$`,
    ).test(text),
  )?.[0] ??
  en.find(([, noun]) =>
    new RegExp(`(?<![a-z])(?:how many|any|list|show|the)? ?${noun}(?![a-z])`).test(text),
  )?.[0];

const ofOthers =
  /(?<![a-z])(?:which|what|by|per|each) (?:customer|client|product|model|famil|shift|line|day|week|month)/;

/** What a sentence splits its figure by: "各条线", "by product", "which shift", "the three worst lines"; in numbers as `inDigits` gives them. */
export const splitIn = (text: string): Dimension | undefined => {
  const adverb = adverbs.find(([, pattern]) => pattern.test(text));
  if (adverb) return adverb[0];
  // "Compare the three assembly lines", 三条装配线对比一下: each of those that are named.
  for (const [dimension, noun] of zh)
    if (
      dimension !== "reason" &&
      new RegExp(`(?:对比|比较|比一?比)[^，,。]{0,6}${noun}|${noun}[^，,。]{0,12}(?:对比|比较|比一?比)`).test(
        text,
      )
    )
      return dimension;
  for (const [dimension, noun] of en)
    if (
      dimension !== "reason" &&
      new RegExp(
        `(?<![a-z])(?:compare|comparison of|rank)(?: the| all| all the)?(?: \\d+)? ${noun}(?![a-z])`,
      ).test(text)
    )
      return dimension;
  if (asksWhichFault(text)) return "reason";
  if (/谁家|哪[几些]?家/.test(text)) return "customer";
  // Whether it is all of one of them, or of many.
  for (const [dimension, noun] of zh)
    if (dimension !== "reason" && new RegExp(`1(?:条|个|种|款)?${noun}.{0,4}还是`).test(text))
      return dimension;
  for (const [dimension, noun] of en)
    if (new RegExp(`(?<![a-z])(?:1|one|a single) ${noun} or (?:all|many|several|more)(?![a-z])`).test(text))
      return dimension;
  for (const [dimension, noun] of zh) {
    const own = `(?:各个?|每1?个?|按照?(?:每|各)?|分|哪\\d*(?:几|些|1)?个?|不同|逐)(?:的)?`;
    if (new RegExp(`${own}${noun}`).test(text)) return dimension;
    if (
      dimension === "reason" &&
      /原因(?:分布|排名|排行|占比|分析|构成|明细)|(?:主要|分)原因|原因排/.test(text)
    )
      return dimension;
    if (
      new RegExp(
        `(?:(?:前|后)\\d*(?:[条个种台款张名位])?的?|最.{1,3}的?\\d*(?:[条个种台款张])?)${noun}|\\d+[条个种台款张]${noun}`,
      ).test(text)
    )
      return dimension;
    if (new RegExp(`最.的${noun}|${noun}(?:排名|排行|对比)`).test(text)) return dimension;
  }
  // 哪条掉得最厉害: only lines are counted so.
  if (/(?:哪\d*(?:几)?|各|每)条(?!板|消息|记录|规则|工)/.test(text)) return "line";
  for (const [dimension, noun] of en) {
    const before =
      "(?:by|per|for each|each|every|which|what|across(?: the| all)?|between(?: the)?|of each|in each|on each|broken down by|split by|grouped by|for every)";
    if (new RegExp(`(?<![a-z])${before}(?: of the)?(?: \\d+)? ${noun}(?![a-z])`).test(text)) return dimension;
    // Orders are what is counted of others: "which customer had the most late orders".
    if (dimension === "order" && ofOthers.test(text)) continue;
    if (new RegExp(`(?<![a-z])${ranking}(?: performing)?(?: \\d+)? (?:[a-z#]+ )?${noun}(?![a-z])`).test(text))
      return dimension;
    if (
      new RegExp(
        `(?<![a-z])${noun} (?:with|that|which|has|had|losing|having)(?: lost)?(?: the)? ${ranking}`,
      ).test(text)
    )
      return dimension;
    if (dimension === "reason" && /(?<![a-z])(?:reasons|causes) (?:for|of)(?![a-z])/.test(text))
      return dimension;
  }
  return undefined;
};
