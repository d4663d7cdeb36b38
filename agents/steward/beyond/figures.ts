import { metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import type { Beyond } from "./entry.ts";
import { moneyWords } from "./money.ts";

/** Figures that people ask for and of which nothing is on record: a neighbour of one would be taken for it. */
const unkept =
  /(?:操作[工员]|作业员|工人|员工)\p{Script=Han}{0,6}(?:做|干|产|报废|修|出)|哪[个位名](?:操作[工员]|作业员|工人|员工|师傅|人).{0,12}最|(?<![a-z])(?:(?:which|what|by|per|each) (?:operators?|workers?|employees?|technicians?)|operators? [a-z]+ (?:made?|produced?|scrap\w*))(?![a-z])|人均|[每单一]个?(?:人|工人|员工)(?=.{0,6}(?:做|产|干|出|多少|几))|人效|工时(?!单)|加班费|加班工资|周转[率天次]|(?:出勤|离职|缺勤|流失|占有|退货|客诉|利润|毛利|回款|达产)率|(?<![a-z])(?:per (?:head|person|worker|operator|employee|capita)|inventory turn\w*|stock turn\w*|days of inventory|labou?r (?:hours|cost)|man-?hours|attendance|turnover|absentee\w*|margin|market share)(?![a-z])/iu;
const money = new RegExp(`${moneyWords.source}|金额|(?<![a-z])(?:yuan|rmb|expens\\w+)(?![a-z])`, "i");

/** Words for a rate that none of the kept figures is called by: 库存周转率. */
const otherRate = (text: string): boolean => {
  const rest = metricsNamed(text).reduce((left, { words }) => left.replace(words, " "), text.toLowerCase());
  return /\p{Script=Han}{2}率(?!先|领)/u.test(rest) && !/[速频功效比斜]率|概率|负荷率/.test(rest);
};

/** Whether a sentence asks for a figure that is not kept, though it may name one that is: what scrap cost. */
export const asksForUnkept = (text: string): boolean =>
  unkept.test(text) || money.test(text) || (metricsNamed(text).length === 0 && otherRate(text));

/** What is told of them. */
export const ofFigures: readonly Beyond[] = [
  {
    says: unkept,
    text: {
      zh: "这个指标算不出来：这里不按人记产量和质量，也不记工时、人数、库存金额、退货和市场这些数。能问的有产量、报废、合格率、直通率、OEE、停机、按期率、生产周期、能耗、维修等，“指标”页列出全部。",
      en: "That figure cannot be told: nothing is kept by person, and hours of work, head counts, the value of stock, returns and the market are not on record. What can be asked are output, scrap, yield, first pass yield, OEE, downtime, on-time rate, lead time, energy, repairs and more; the Figures page lists them all.",
    },
    instead: ["metric_value", "output"],
  },
  {
    says: /目标|(?<![a-z])(?:targets?|quotas?)(?![a-z])/i,
    unless: /扭矩|炉温|(?<![a-z])(?:torque|temperature)/i,
    text: {
      zh: "这里没有定过目标，达没达成没法说。请说出指标和要比的数；本月到现在的产量、按期率可以直接问。",
      en: "No targets are on record, so whether one is met cannot be told. Say the figure and the number to hold it against; output and on-time rate of this month can be asked as they are.",
    },
    instead: ["metric_value", "output"],
  },
  {
    says: /\p{Script=Han}{2}率/u,
    unless: /合格率|直通率|报废率|按期率|准时|良率|[速频功效比斜]率/,
    text: {
      zh: "没有叫这个名字的指标，也没有拿别的代替。能问的比率有合格率、直通率、报废率、可用率、利用率、按期率、齐套率、计划达成率、误报率、一次修好率、三次维修率；“指标”页列出全部。",
      en: "There is no figure of that name, and no other was put in its place. Rates that can be asked: quality, first pass yield, scrap, availability, utilisation, on time, kits ready, plan adherence, false calls, first-time fix, third repairs; the Figures page lists them all.",
    },
    instead: ["metric_value"],
  },
];
