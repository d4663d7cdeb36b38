import type { BirthOf, BornMetric, Metric } from "./payload.ts";
import type { SparkplugTopic } from "./topic.ts";

interface Born {
  readonly byName: ReadonlyMap<string, BornMetric>;
  readonly byAlias: ReadonlyMap<string, BornMetric>;
}

const bornOf = (metrics: readonly Metric[]): Born => {
  const byName = new Map<string, BornMetric>();
  const byAlias = new Map<string, BornMetric>();
  for (const { name, alias, type } of metrics) {
    if (name === undefined) continue;
    const metric = { name, ...(type === undefined ? {} : { type }) };
    byName.set(name, metric);
    if (alias !== undefined) byAlias.set(alias, metric);
  }
  return { byName, byAlias };
};

const deviceOf = (topic: SparkplugTopic): string => ("device" in topic ? topic.device : "");

/**
 * Host side: what the last birth of each node and device said of its metrics. Data may call a metric by its alias alone and
 * leaves its type out (Sparkplug 3.0, 6.4.6).
 */
export const createBirths = () => {
  const nodes = new Map<string, Map<string, Born>>();
  return {
    /** The birth of a node is the end of all that its devices said before. */
    birth: (topic: SparkplugTopic, metrics: readonly Metric[]): void => {
      const devices = (topic.type === "DBIRTH" && nodes.get(topic.node)) || new Map<string, Born>();
      nodes.set(topic.node, devices.set(deviceOf(topic), bornOf(metrics)));
    },
    death: (topic: SparkplugTopic): void => {
      if (topic.type === "NDEATH") nodes.delete(topic.node);
      else nodes.get(topic.node)?.delete(deviceOf(topic));
    },
    metricsOf: (topic: SparkplugTopic): BirthOf => {
      const born = nodes.get(topic.node)?.get(deviceOf(topic));
      return ({ name, alias }) => (name ? born?.byName.get(name) : born?.byAlias.get(alias ?? ""));
    },
  };
};
