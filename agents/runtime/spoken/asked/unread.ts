import { plantZone } from "../../../../services/core/zone.ts";
import { kindWords } from "../ids/lines.ts";
import { literally } from "../marked.ts";
import { inDigits } from "../periods/figures.ts";
import type { PlantNames } from "../reading.ts";
import { bare } from "../wish.ts";
import { apartWords } from "./apart.ts";
import { periodsIn } from "./compare.ts";
import { inPlainDigits, less } from "./condition.ts";
import { defectWords } from "./defects.ts";
import { withoutEachReason } from "./each-reason.ts";
import { factorWords } from "./factors.ts";
import { leftOutIn } from "./left-out.ts";
import { longStopsIn } from "./long-stops.ts";
import { readFigure } from "./question.ts";
import { orderWords, rankIn } from "./rank.ts";
import { shiftWords } from "./shift.ts";
import { metricsSaid } from "./spoken-metrics.ts";
import { targetWords } from "./target.ts";
import { customerWords, thingWords } from "./thing-words.ts";

/** What is counted by its reasons, or by the parts that it is at. */
const faultWords = /故障|毛病|问题|不良|(?<![a-z])(?:failures?|faults?|problems?|issues?)(?![a-z])/g;
const materialWords = /物料|料号|元器?件|器件|零件|料|(?<![a-z])(?:components?|materials?|parts?)(?![a-z])/g;

/** What a figure is split by, ranked by or held against, as `splitIn`, `rankIn` and `periodsIn` read it. */
const partsZh =
  /\d个指标|产线类型|生产线|流水线|产线|线体|线别|设备|机台|测试[仪台机]|产品系列|产品|型号|机型|品种|系列|班次|班组|班别|工序|车间|工段|区域|故障模式|(?:停机|停线|故障|维修|返修|报废|失效|不良)?原因|缺陷|工单|订单|单子|小时|[逐每](?:小时|[时日天周月])|客户|[天日周月条线个种款台张类班]|(?:掉|降|跌|涨|升|下降|上升|增加|减少|下滑)(?:了|得|的)?最(?:厉害|多|狠|快|大)|最(?:[费耗省](?:电|时间?)?|厉害|严重|狠|[高低多少大小差好坏糟优佳长短久快慢])|更?(?:闲|忙)|最?拖(?:了)?后腿|拖累|拉低|垫底|倒数|排个?名|排?(?=[前后]\d)|(?<=[前后]\d{1,2})名|排一?下名|排行|排个?序|前\d+|后\d+/g;
const partsEn =
  /(?<![a-z])(?:lines?|machines?|stations?|testers?|cells?|chambers?|products?|models?|part numbers?|famil(?:y|ies)|series|shifts?|(?:downtime |stop |failure |repair |scrap |root )?(?:reasons?|causes?)|(?:which|what) (?:kinds? of |types? of )?defects?|(?:most )?(?:common|frequent|often)|process(?:es)?|areas?|steps?|orders?|hours?|days?|weeks?|months?|customers?|clients?|daily|weekly|hourly|monthly|top|bottom|worst|best|highest|lowest|any|anywhere|most|least|longest|shortest|largest|smallest|biggest|fewest|cheapest|(?:drag|pull|weigh|bring)(?:s|ged|ing|ging|ed)? (?:it |us |them |that |the (?:figure|number|average|total) )?down|rank(?:ed|ing)?|broken|split|grouped|(?:fell|dropped|rose|increased|went (?:up|down)|gone (?:up|down))(?= (?:the )?most))(?![a-z])/g;

/** What asks politely, points, or holds a sentence together; nothing that a figure could be narrowed by. */
const fillersZh =
  /(?:这|那)?几?个?指标|谁家|哪[几些]?家|老板问?|领导问?|停(?:在|因为)|最近|近期|近来|任何|任意|请问[一1]?下?|麻烦|帮我|帮忙|给我|请|我们|咱们?|我|你|想知道|想看|想问|想|看[一1]?看|看[一1]?下|查[一1]?查|查[一1]?下|看|查|总数|总量|总产出|告诉|说[一1]?说|说[一1]?下|报[一1]?下|列[一1]?下|列出来?|列|拉[一1]?下|算[一1]?下|来[一1]?下|[一1]下|下|总共|[一1]共|总的|合计|总|整体|整个|全部|全厂|全公司|厂里|工厂|厂|现在|目前|到现在|到目前|为止|截至|截止|至今|大概|大约|差不多|主要|基本|具体|谁|名|到底|究竟|分别|各自|各个?|每[1个]?|情况|数据|数字|数值|结果|表现|水平|变化|怎么样|怎样|如何|咋样|如何|多少|多高|多大|多低|多长|多久|几|比例|占比|百分比|百分之|大头|占|平均|分布|时间|度电?|维修|图表?|房|给|单|哪[1些个]?|什么|啥|是不是|是|都有|有没有|有|没有|没|的话|的|了|呢|吗|嘛|啊|呀|吧|哈|呗|么|那边|这边|那里|这里|那么|那|这|它|就|还|再|又|都|才|只|光|要|来着|来|里面|里|上面?|中|间|时候|在|和|跟|与|同|对比|比较|相比|比[一1]?比|比|较|把|按照|按|照|以|分开|拆开|展开|细分|明细|分|拆|换成|换|改成|改|出|出来|成|得|到|算|做|干|产|造|生产|修|用|花|块|板子?|板卡|件|东西|产生|出现|发生|耗|消耗/g;
const fillersEn =
  /(?<![a-z])(?:so far|aoi|who's|whos|who|go|gone|went|what's|whats|what|which|how's|how|hows|much|many|long|often|is|was|were|are|be|been|has|have|had|do|does|did|done|the|a|an|of|for|in|on|at|from|to|our|ours|we|us|my|me|i|you|it|its|that|this|these|those|there|and|or|but|so|ok|okay|hey|hi|please|pls|plz|thx|thanks|can|could|give|show|tell|see|look|get|got|want|need|know|let|let's|about|with|by|per|each|every|across|over|during|within|total|totals|overall|altogether|whole|entire|plant|factory|site|shop|floor|all|everything|just|only|then|now|right now|(?:is it )?getting(?: any)?|or worse|better or worse|recently|lately|so far|currently|as|compared?|comparison|vs|versus|against|than|same|number|value|figure|stat|stats|one|ones|made|make|run|ran|mostly|mainly|share|percentage|percent|proportion|fraction|part|use|used|spend|spent|burn|burnt|burned|consume|consumed|produced?|boards?|units?|pieces?|again|also|too|else|instead|out|up|average|trending|chart|graph|plot|performing|deliver(?:ing|ed)?|ship(?:ping|ped)?|lost|lose|time|'?s|numbers?|figures?|values?|doing|do|look(?:ing|s)?|like|hows it)(?![a-z])/g;
/** Whether something is more or less is told where it is held against something. */
const comparing =
  /多了|少了|高了|低了|好了|差了|多还是少|高还是低|好还是差|变好|变差|高出?|低|多|少|好|差|(?<![a-z])(?:more|less|higher|lower|better|worse|up|down)(?![a-z])/g;

const isComparing = (sentence: string): boolean =>
  /比|较|谁|哪[1一个条种款班]|(?<![a-z])(?:than|vs|versus|compar\w*|which)(?![a-z])/i.test(sentence);

/** A place by its number: 二车间, 9线. It is named, and may be none that there is. */
const place = /第?\d{1,2}号?(?:车间|厂区?|楼|[产拉]?线(?!体|别)|工段|区|房)/g;
/** How many are wanted, and lines that are called by a kind and a number. */
const counted =
  /(?:前|后|最[^的]{1,2}的?)?\d{1,2}(?:条|个|种|款|台|家|大|张|次)|(?<=(?:worst|best|lowest|highest|that|this|which) )1(?!\d)|(?<![a-z])(?:top|bottom|worst|best|the) \d{1,2}(?!\d)|(?<![a-z\d])\d{1,2} (?=worst|best|highest|lowest|longest|(?:[a-z]+ )?(?:lines|products|causes|reasons|shifts|orders|families|customers))/g;
const calledLines = new RegExp(
  `(?:${kindWords.source})(?:第)?\\d{1,2}[号条]?(?:产?线|房|室|台|单元)?|(?<![a-z])line \\d{1,2}`,
  "gi",
);

/**
 * What is left of a sentence that asks for figures when all is taken out that is read of it: metrics, stretches of time, lines,
 * products, customers, shifts, splits, rankings, and the words that hold them together. Nothing left, and every word of it is understood.
 */
export const unreadIn = (sentence: string, plant: PlantNames, now: Date): string => {
  const clock = plantZone().dayTimeAt(now);
  const asked = readFigure(sentence, plant, now, clock);
  // Customers are looked for as they are written: 四川 is no four.
  const plain = withoutEachReason(sentence).replaceAll(factorWords, " ");
  const whole = leftOutIn(plain, plant, clock).rest.replaceAll(customerWords(plant), " ");
  const said = bare(inDigits(whole));
  const named = metricsSaid(sentence).reduce(
    (text, { words }) => text.replaceAll(inDigits(words), " # "),
    said,
  );
  const limit = asked.limit ?? longStopsIn(sentence)?.words;
  const within = limit === undefined ? named : less(inPlainDigits(named), limit);
  const { compare, ...read } = periodsIn(within, now);
  const rest = read.period ? less(read.rest, read.period.words) : read.rest;
  const taken: readonly RegExp[] = [
    ...thingWords(plant),
    new RegExp(shiftWords.source, "gi"),
    ...(asked.lines.length > 0 ? [calledLines] : []),
  ];
  const places = asked.lines.length > 0 ? [] : (rest.match(place) ?? []);
  const words: readonly RegExp[] = [
    orderWords,
    apartWords,
    ...asked.stopReasons.map(({ words: own }) => new RegExp(literally(own), "gi")),
    ...(asked.defects.length > 0 || (asked.split === "reason" && asked.among.length > 0)
      ? [defectWords]
      : []),
    ...(asked.split === "reason" ? [faultWords] : []),
    ...(asked.split === "material" ? [materialWords] : []),
    targetWords,
    ...(rankIn(rest) || asked.split ? [counted] : []),
    partsZh,
    partsEn,
    fillersEn,
    ...(compare !== undefined || asked.compare !== undefined || asked.ranking || isComparing(said)
      ? [comparing]
      : []),
    fillersZh,
  ];
  const without = places.reduce((text, one) => text.replace(one, " "), rest);
  const left = [...taken, ...words].reduce((text, pattern) => text.replaceAll(pattern, " "), without);
  return [...places, left]
    .join(" ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
};
