import { type JobResponse, jobResponse } from "../protocols/job-control/job.ts";
import { metricNames } from "../protocols/sparkplug/names.ts";
import {
  decodePayload,
  encodePayload,
  type Metric,
  type SparkplugPayload,
} from "../protocols/sparkplug/payload.ts";
import { createSequenceCheck } from "../protocols/sparkplug/sequence.ts";
import { formatTopic, parseTopic, type SparkplugTopic } from "../protocols/sparkplug/topic.ts";

/** What the machines said, in the brain's own terms. Times are plant time, ms since the Unix epoch. */
export interface LineMessages {
  lineState(
    line: string,
    state: { readonly code: number; readonly reason: string; readonly time: number },
  ): Promise<void>;
  lineOffline(line: string, time: number): Promise<void>;
  /** It is there, for the first time or again, and may have missed commands. */
  lineBorn(line: string, time: number): Promise<void>;
  jobReport(line: string, report: JobResponse): Promise<void>;
  meters(
    line: string,
    meters: { readonly energyKWh?: number; readonly temperatureC?: number; readonly time: number },
  ): Promise<void>;
}

export interface SparkplugHostOptions {
  /** Sparkplug groups of the plant; a broker may carry others. */
  readonly groups: ReadonlySet<string>;
  readonly messages: LineMessages;
  /** Sends to a topic; used for rebirth requests. */
  readonly publish: (topic: string, payload: Buffer) => void;
  readonly now: () => number;
}

const numberOf = (metrics: ReadonlyMap<string, Metric>, name: string): number | undefined => {
  const value = metrics.get(name)?.value;
  return typeof value === "number" ? value : undefined;
};

/**
 * The host side of Sparkplug 3.0 for the plant's lines: follows births and deaths, notices lost messages by the
 * sequence number and asks the node to give birth again, and hands on what the devices report.
 */
export const createSparkplugHost = ({ groups, messages, publish, now }: SparkplugHostOptions) => {
  const sequence = createSequenceCheck();
  /** bdSeq of each living node's birth: a death certificate of an earlier life must not end a later one. */
  const births = new Map<string, number>();
  const asked = new Set<string>();

  const askRebirth = ({ group, node }: SparkplugTopic) => {
    if (asked.has(node)) return;
    asked.add(node);
    const metrics: Metric[] = [{ name: metricNames.rebirth, type: "Boolean", value: true }];
    publish(
      formatTopic({ type: "NCMD", group, node }),
      Buffer.from(encodePayload({ timestamp: now(), metrics })),
    );
  };

  const device = async (line: string, payload: SparkplugPayload) => {
    const metrics = new Map(payload.metrics.map((metric) => [metric.name, metric]));
    const time = payload.timestamp ?? now();
    // First of all: a state is told anew by the next message, a report may not be.
    const report = metrics.get(metricNames.jobReport)?.value;
    if (typeof report === "string") await messages.jobReport(line, jobResponse.parse(JSON.parse(report)));
    const code = numberOf(metrics, metricNames.stateCode);
    if (code !== undefined) {
      const reason = metrics.get(metricNames.stateReason)?.value;
      await messages.lineState(line, { code, reason: typeof reason === "string" ? reason : "", time });
    }
    const energyKWh = numberOf(metrics, metricNames.energy);
    const temperatureC = numberOf(metrics, metricNames.temperature);
    if (energyKWh !== undefined || temperatureC !== undefined)
      await messages.meters(line, {
        time,
        ...(energyKWh === undefined ? {} : { energyKWh }),
        ...(temperatureC === undefined ? {} : { temperatureC }),
      });
  };

  const node = async (topic: SparkplugTopic, payload: SparkplugPayload) => {
    const bdSeq = payload.metrics.find((metric) => metric.name === metricNames.bdSeq)?.value;
    if (topic.type === "NBIRTH") {
      asked.delete(topic.node);
      births.set(topic.node, Number(bdSeq));
      sequence.birth(topic.node, payload.seq ?? 0);
    } else if (births.get(topic.node) === Number(bdSeq)) {
      births.delete(topic.node);
      sequence.death(topic.node);
      await messages.lineOffline(topic.node, now());
    }
  };

  return {
    /** Takes one message; rejects when its content cannot be read. Messages of one node must come one at a time. */
    handle: async (text: string, bytes: Uint8Array, { isRepeated = false } = {}): Promise<void> => {
      const topic = parseTopic(text);
      if (!topic || !groups.has(topic.group) || topic.type.endsWith("CMD")) return;
      const payload = decodePayload(bytes);
      if (topic.type === "NBIRTH" || topic.type === "NDEATH") return node(topic, payload);
      // One that a person sends again stands outside the sequence.
      const verdict = isRepeated ? "ok" : sequence.check(topic.node, payload.seq);
      if (verdict !== "ok") {
        askRebirth(topic);
        // What is in the message is true all the same; only something before it was lost.
        if (verdict === "gap" && payload.seq !== undefined) sequence.birth(topic.node, payload.seq);
      }
      if (topic.type === "DDEATH") return messages.lineOffline(topic.node, payload.timestamp ?? now());
      if (topic.type !== "DBIRTH" && topic.type !== "DDATA") return;
      await device(topic.node, payload);
      if (topic.type === "DBIRTH") await messages.lineBorn(topic.node, payload.timestamp ?? now());
    },
  };
};
