import type { MetricId } from "../../metrics/metric.ts";
import { metricsNamed } from "../asked/named-metrics.ts";
import { bare } from "../wish.ts";

const meaning =
  /(?:什么|啥|何)(?:的)?(?:意思|含义)|是个?(?:什么|啥)(?:东西|玩意|指标|概念)|什么叫|何为|啥叫|(?:的|啥|什么)(?:含义|定义|公式|算法)|怎么(?:来)?(?:算|计算|定义)(?:的|出来|$|[?？呢啊])|(?<![a-z])(?:what (?:does|do) (?!it |that |this )(?:[\w-]+ ){1,6}?(?:mean|stand for)|what(?:'s| is) meant by|(?:the )?(?:meaning|definition|formula) (?:of|for|behind)|define|how (?:is|are|do (?:you|we)) (?:[\w-]+ ){0,6}?(?:calculated?|computed?|defined?|worked out)|explain what|stands? for)(?![a-z])/i;
/** Where it stands alone, with the metric's words taken out. */
const alone = /^(?:是|指|就是)(?:个)?(?:什么|啥)[呢呀啊]?$|^what(?:'s| is) (?:an? )?#$/i;
/** What papers say of it is looked up in those. */
const papers =
  /指导书|文件|文档|手册|规程|程序|(?<![a-z])(?:instructions?|documents?|manuals?|procedures?|sops?)(?![a-z])/i;

/** Whether a sentence asks what a figure means, or how it is reckoned. */
export const asksMeaning = (sentence: string): boolean => {
  if (papers.test(sentence)) return false;
  if (meaning.test(sentence)) return true;
  const rest = metricsNamed(sentence).reduce(
    (text, { words }) => text.replace(words, "#"),
    bare(sentence.normalize("NFKC").toLowerCase()),
  );
  return rest.includes("#") && (alone.test(rest) || alone.test(rest.replaceAll(/# ?/g, "")));
};

/** The one metric whose meaning is asked for. */
export const metricExplained = (sentence: string): MetricId | undefined => {
  const [id, ...others] = metricsNamed(sentence).map((named) => named.id);
  return id && others.length === 0 && asksMeaning(sentence) ? id : undefined;
};
