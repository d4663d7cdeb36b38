import type { MetricId } from "../../metrics/metric.ts";
import { countsOfDefect, ranksDefect } from "./defects.ts";
import { isLoose, metricsNamed, type NamedMetric } from "./named-metrics.ts";

/** Figures that people ask for by a verb and how much: 干了多少台, "how long was it down". */
const verbs: readonly (readonly [MetricId, RegExp])[] = [
  ["aoi_defects", countsOfDefect],
  [
    "repairs",
    /(?:主要|都|最多)(?:在|的)?修(?:的)?(?:都)?(?:是)?(?:什么|啥|哪些)|(?<![a-z])what (?:do|did|are|were) we (?:mostly |mainly )?(?:repair(?:ing)?|fix(?:ing)?)(?: the)?(?: most| mostly| mainly)?(?![a-z])/i,
  ],
  [
    "energy_per_unit",
    /(?:每|单|一)[台件块](?:要|得)?[用耗](?:了|掉)?(?:多少|几)?(?:度电?|电)|(?<![a-z])(?:kwh|power|electricity) (?:per|for each|for every|a) (?:unit|board|piece)(?![a-z])/i,
  ],
  ["energy", /[用耗]了?(?:多少|几)度?电?(?=$|[^\p{L}]|[了呢啊])|(?:多少|几)度电/iu],
  [
    "on_time",
    /(?:[交做发]|交付|完成|完工|晚|延期|逾期|延误|拖)(?:出|货)?了?(?:多少|几)个?[张个]?(?:工|订)?单|(?<![a-z])how many orders (?:did we |were |have we |was |have been |had we )?(?:deliver(?:ed)?|ship(?:ped)?|finish(?:ed)?|complete[d]?|done|late)(?![a-z])/i,
  ],
  [
    "output",
    /(?:[干做造产出]|生产|完成)[出好]?了?(?:多少|几)(?:[台件块套片]|个(?!工?单|订单)|(?=$|[^\p{L}]|[了呢啊]))|(?<![a-z])how (?:many|much) (?:(?:good )?(?:units|boards|pieces) )?(?:did we|have we|were|was) (?:ma[dk]e|buil[dt]|produced?|turn(?:ed)? out)(?![a-z])/iu,
  ],
  [
    "downtime",
    /停(?:机|线)?了?(?:多久|多长时间|(?:多少|几)个?(?:小时|钟头|分钟))|停(?:机|线|得)?最(?:久|长|厉害|狠)|(?<![a-z])how (?:long|many hours) (?:was|were|has|have|did) (?!each|every|which|any)[^,.?]{0,24}(?:down|stopped|stop|stand still)(?![a-z])/i,
  ],
  [
    "failures",
    /坏(?:得|了|过)?(?=最多|最频繁|最勤|(?:多少|几)[次回])|停(?:机|线)?(?:了|过)?(?:总共|一共)?(?:多少|几)[次回][机线]?|(?<![a-z])how (?:many times|often) (?:did|has|have|was|were|do|does) [^,.?]{1,24}? (?:stop(?:ped)?|(?:go|went|gone|been) down|down)(?![a-z])|(?<![a-z])how many (?:stops|stoppages|outages)(?![a-z])|(?<![a-z])(?:broke|breaks|broken) (?:down )?(?=(?:the )?most(?![a-z]))/,
  ],
  [
    "mttr",
    /(?:平均|每次)(?:要|得|花|用)?了?(?:多久|多长时间|几个?小时)(?:才|能)?(?:修好|恢复|修复)|每次(?:停(?:机|线)?了?)?(?:多久|多长时间)|(?<![a-z])how long .{0,24}to (?:fix|repair|mend) (?:it|them|a \w+ )?on average(?![a-z])/,
  ],
  [
    "lead_time",
    /orders? (?:took|takes?|needed|needs?) (?=(?:the )?(?:longest|most time))|平均.{0,4}(?:做|生产|花|用|要)了?(?:多久|多长时间|(?:几|多少)个?(?:天|小时))|(?<![a-z])how long (?:did|do|does) .{0,30}take on average(?![a-z])/i,
  ],
  ["aoi_defects", /缺陷(?!聚集|簇|图)|(?<![a-z])defects?(?! (?:cluster|pattern|image))(?![a-z])/],
  ["aoi_defects", ranksDefect],
  ["scrap", /(?:扔|废)(?:了|掉)?(?:多少|几)/],
];

/** What a sentence asks for by a verb and how much. */
const byVerb = (sentence: string): NamedMetric | undefined => {
  const text = sentence.normalize("NFKC").toLowerCase();
  for (const [id, pattern] of verbs) {
    const found = pattern.exec(text);
    if (found) return { id, words: found[0], at: found.index };
  }
  return undefined;
};

/**
 * The metrics that a sentence names; where it names none, the one that it asks for by a verb and how much. The verb counts too where a
 * word that may mean one of several figures is a part of it: 停机几次 asks how often, not how long.
 */
export const metricsSaid = (sentence: string): readonly NamedMetric[] => {
  const named = metricsNamed(sentence);
  const verb = byVerb(sentence);
  if (!verb) return named;
  if (named.length === 0) return [verb];
  const within = ({ words, at }: NamedMetric) =>
    isLoose(words) && at >= verb.at && at + words.length <= verb.at + verb.words.length;
  return named.some(within) && !named.some(({ id }) => id === verb.id)
    ? [...named.filter((one) => !within(one)), verb].toSorted((a, b) => a.at - b.at)
    : named;
};
