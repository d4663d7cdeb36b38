import type { Bilingual } from "../../services/core/errors.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import { addsUp, type MetricId } from "../runtime/metrics/metric.ts";
import { asksMeaning } from "../runtime/spoken/about/meaning.ts";
import { usualWords } from "../runtime/spoken/asked/compare.ts";
import { isLoose } from "../runtime/spoken/asked/named-metrics.ts";
import { metricsSaid } from "../runtime/spoken/asked/spoken-metrics.ts";
import { unreadIn } from "../runtime/spoken/asked/unread.ts";
import { wantedWords } from "../runtime/spoken/goes-on.ts";
import type { PlantNames } from "../runtime/spoken/reading.ts";

/** How a figure moved: what a cause is asked of, and nothing that narrows it. */
const moved =
  /拉[低高]|[降升涨跌掉变][低高长短差好大小慢快]?|[增减][加少]|下滑|[低高多少]|根本|根因|分析|往|异常|(?<![a-z])(?:low(?:er)?|high(?:er)?|up|down|drop(?:ped|s)?|f[ae]ll(?:en|s)?|gr[eo]w(?:n|s)?|r[io]sen?|rose|(?:in|de)creased?|worsen(?:ed)?|pull(?:ed|s)?|analy[sz]e|root|bad|worse|stops?|stoppages?|outages?)(?![a-z])/gi;

/** What is told before an answer, with its facts; both are empty where all that was said was used. */
export type Unused = Bilingual & { readonly facts: Readonly<Record<string, string>> };
const nothing: Unused = { zh: "", en: "", facts: {} };

/** What was said beside a figure that is named, and that could not be used: the person has to know that it is not in the number. */
export const unusedTold = (text: string, names: PlantNames, now: Date, metric: MetricId): Unused => {
  const named = metricsSaid(text);
  const own = named.find(({ id }) => id === metric);
  // Where the model took the figure from other words, these are what it took it from.
  if (!own || asksMeaning(text)) return nothing;
  const others = named.filter(({ words, at }) => at !== own.at && words !== own.words && !isLoose(words));
  const unread = unreadIn(text.replaceAll(wantedWords, " "), names, now).replaceAll(moved, " ");
  const usual = usualWords.exec(text);
  const words = [
    // Only what is divided by something has a usual level.
    ...(usual && addsUp(metricOf(metric)) ? [usual[0]] : []),
    ...unread.split(" ").filter((word) => word.length > 1),
    ...others.map((other) => other.words),
  ];
  if (words.length === 0) return nothing;
  const [zh, en] = [words.map((word) => `“${word}”`).join(""), words.map((word) => `"${word}"`).join(", ")];
  return {
    zh: `${zh}没能用上，下面的数没有按它算。`,
    en: `${en} could not be used: the figure does not take it into account. `,
    facts: { unused: words.join(" ") },
  };
};
