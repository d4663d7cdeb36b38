import type { JobResponse } from "../protocols/job-control/job.ts";
import { createBirths } from "../protocols/sparkplug/births.ts";
import { lineDevice, metricNames } from "../protocols/sparkplug/names.ts";
import {
  decodePayload,
  encodePayload,
  type Metric,
  type SparkplugPayload,
} from "../protocols/sparkplug/payload.ts";
import { createSequenceCheck } from "../protocols/sparkplug/sequence.ts";
import { formatTopic, parseTopic, type SparkplugTopic } from "../protocols/sparkplug/topic.ts";
import { readLine, type SaidState, type ToldMeters, type ToldState } from "./line-says.ts";

/** What the machines said, in the brain's own terms. Times are plant time, ms since the Unix epoch. */
export interface LineMessages {
  lineState(line: string, state: ToldState): Promise<void>;
  lineOffline(line: string, time: number): Promise<void>;
  /** It is there, for the first time or again, and may have missed commands. */
  lineBorn(line: string, time: number): Promise<void>;
  jobReport(line: string, report: JobResponse): Promise<void>;
  /** Each device of a line may have a meter of its own. */
  meters(line: string, meters: ToldMeters, device: string): Promise<void>;
}

export interface SparkplugHostOptions {
  /** Sparkplug groups of the plant; a broker may carry others. */
  readonly groups: ReadonlySet<string>;
  readonly messages: LineMessages;
  /** Sends to a topic; used for rebirth requests. */
  readonly publish: (topic: string, payload: Buffer) => void;
  readonly now: () => number;
}

const isLine = (topic: SparkplugTopic): boolean => "device" in topic && topic.device === lineDevice;

/** A node that did not answer is asked for its birth again after so long: the request may be lost. */
const askAgainMs = 300_000;

/**
 * The host side of Sparkplug 3.0 for the plant's lines: follows births and deaths, notices lost messages by the
 * sequence number and asks the node to give birth again, and hands on what the devices report.
 */
export const createSparkplugHost = ({ groups, messages, publish, now }: SparkplugHostOptions) => {
  const sequence = createSequenceCheck();
  const births = createBirths();
  /** bdSeq of each living node's birth: a death certificate of an earlier life must not end a later one. */
  const lives = new Map<string, number>();
  const asked = new Map<string, number>();
  const said = new Map<string, SaidState>();
  /** How far the clock of each node is behind the house's, or ahead. */
  const lag = new Map<string, number>();

  const askRebirth = ({ group, node }: SparkplugTopic) => {
    const before = asked.get(node);
    if (before !== undefined && now() - before < askAgainMs) return;
    asked.set(node, now());
    const metrics: Metric[] = [{ name: metricNames.rebirth, type: "Boolean", value: true }];
    publish(
      formatTopic({ type: "NCMD", group, node }),
      Buffer.from(encodePayload({ timestamp: now(), metrics })),
    );
  };

  const device = async (topic: SparkplugTopic, payload: SparkplugPayload, isRepeated: boolean) => {
    const line = topic.node;
    const says = readLine(payload, {
      now: now(),
      said: (isRepeated ? undefined : said.get(line)) ?? {},
      isBirth: topic.type === "DBIRTH" && !isRepeated,
    });
    // First of all: a state is told anew by the next message, a report may not be.
    for (const report of says.reports) await messages.jobReport(line, report);
    // A feeder that is down, or running, is a part of the line and not its state.
    if (isLine(topic)) {
      if (!isRepeated) said.set(line, says.said);
      for (const state of says.states) await messages.lineState(line, state);
    }
    const name = "device" in topic ? topic.device : lineDevice;
    for (const meters of says.meters) await messages.meters(line, meters, name);
  };

  const node = async (topic: SparkplugTopic, payload: SparkplugPayload) => {
    const bdSeq = payload.metrics.find((metric) => metric.name === metricNames.bdSeq)?.value;
    if (topic.type === "NBIRTH") {
      asked.delete(topic.node);
      lives.set(topic.node, Number(bdSeq));
      births.birth(topic, payload.metrics);
      sequence.birth(topic.node, payload.seq ?? 0);
      return;
    }
    const life = lives.get(topic.node);
    // Where one of the two tells no life it has to be of the present one: a node that is gone must not stay.
    const isEarlier =
      typeof bdSeq === "number" && life !== undefined && !Number.isNaN(life) && life !== bdSeq;
    if (isEarlier) return;
    lives.delete(topic.node);
    births.death(topic);
    sequence.death(topic.node);
    // By the node's own clock, as the states before and after it; the message is as old as the connection that it ends.
    await messages.lineOffline(topic.node, now() - (lag.get(topic.node) ?? 0));
    // A will that waited for this host may be of an earlier life: who lives says so.
    if (life === undefined) askRebirth(topic);
  };

  return {
    /** Takes one message; rejects when its content cannot be read. Messages of one node must come one at a time. */
    handle: async (text: string, bytes: Uint8Array, { isRepeated = false } = {}): Promise<void> => {
      const topic = parseTopic(text);
      if (!topic || !groups.has(topic.group) || topic.type.endsWith("CMD")) return;
      const isBirth = topic.type.endsWith("BIRTH");
      const payload = decodePayload(bytes, isBirth ? undefined : births.metricsOf(topic));
      if (!isRepeated && topic.type !== "NDEATH" && payload.timestamp !== undefined)
        lag.set(topic.node, now() - payload.timestamp);
      // What a person sends again stands outside the sequence, and is no birth or death of now.
      if (topic.type === "NBIRTH" || topic.type === "NDEATH")
        return isRepeated ? undefined : node(topic, payload);
      const verdict = isRepeated ? "ok" : sequence.check(topic.node, payload.seq);
      // What is in the message is true all the same; only something before it was lost.
      if (verdict === "gap" && payload.seq !== undefined) sequence.birth(topic.node, payload.seq);
      const nameless = payload.metrics.find(({ name }) => name === undefined);
      if (nameless && isRepeated) throw new RangeError(`no birth has given the alias ${nameless.alias}`);
      if (verdict !== "ok" || nameless) askRebirth(topic);
      if (topic.type === "DDEATH") {
        if (isRepeated) return;
        births.death(topic);
        // A meter or a feeder that is gone takes no line off.
        return isLine(topic) ? messages.lineOffline(topic.node, payload.timestamp ?? now()) : undefined;
      }
      if (topic.type !== "DBIRTH" && topic.type !== "DDATA") return;
      if (isBirth && !isRepeated) births.birth(topic, payload.metrics);
      await device(topic, payload, isRepeated);
      if (isBirth && isLine(topic)) await messages.lineBorn(topic.node, payload.timestamp ?? now());
    },
  };
};
