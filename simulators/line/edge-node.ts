import { jobCommand } from "../../services/protocols/job-control/job.ts";
import { lineDevice, metricNames, stationState } from "../../services/protocols/sparkplug/names.ts";
import { decodePayload, encodePayload, type Metric } from "../../services/protocols/sparkplug/payload.ts";
import { createSequence } from "../../services/protocols/sparkplug/sequence.ts";
import {
  type DeviceMessageType,
  formatTopic,
  type NodeMessageType,
} from "../../services/protocols/sparkplug/topic.ts";
import { connectMachine } from "../broker.ts";
import type { Line, LineOutput } from "./line.ts";

export interface EdgeNodeOptions {
  readonly url: string;
  readonly group: string;
  readonly node: string;
  /** Plant time, ms: what the plant's own clocks show. */
  readonly now: () => number;
  readonly createLine: (output: LineOutput) => Line;
  readonly onProblem: (problem: string) => void;
}

export interface EdgeNode {
  /** Sends the meters: energy and temperature. */
  publishMeters(): void;
  close(): Promise<void>;
}

/** What the birth of the device gives a short name to; commands come by their long one. */
const aliased: readonly string[] = [
  metricNames.stateCode,
  metricNames.stateReason,
  metricNames.jobReport,
  metricNames.energy,
  metricNames.temperature,
];
const born = (metric: Metric): Metric => {
  const alias = aliased.indexOf(metric.name ?? "");
  return alias < 0 ? metric : { ...metric, alias: String(alias) };
};
/** After the birth, which has told names and types, the alias is enough (6.4.6). */
const afterBirth = (metric: Metric): Metric => ({ alias: born(metric).alias!, value: metric.value ?? null });
/** A command larger than this is not read. */
const largestCommand = 64 * 1024;

/**
 * The edge node of one line: births, data, deaths, rebirth and commands as Sparkplug 3.0 asks, sections 5.4 to 5.10.
 * Data of devices is sent at QoS 0 as the standard rules; what a host missed it gets with the next birth.
 */
export const createEdgeNode = ({
  url,
  group,
  node,
  now,
  createLine,
  onProblem,
}: EdgeNodeOptions): EdgeNode => {
  const topic = (type: NodeMessageType | DeviceMessageType) =>
    type.startsWith("N")
      ? formatTopic({ type: type as NodeMessageType, group, node })
      : formatTopic({ type: type as DeviceMessageType, group, node, device: lineDevice });
  const sequence = createSequence();
  let bdSeq = 0;
  let isBorn = false;

  const death = () =>
    Buffer.from(
      encodePayload({
        timestamp: now(),
        metrics: [{ name: metricNames.bdSeq, type: "UInt64", value: bdSeq }],
      }),
    );
  const client = connectMachine({
    url,
    clientId: `edge-${group}-${node}`,
    name: node,
    isKept: false,
    will: { topic: topic("NDEATH"), payload: death(), qos: 1, retain: false },
    onProblem,
  });
  const publish = (type: NodeMessageType | DeviceMessageType, metrics: readonly Metric[]) => {
    const timestamp = now();
    const timed = metrics.map((metric) => ({ ...metric, timestamp }));
    const bytes = encodePayload({ timestamp, metrics: timed, seq: sequence.next() });
    client.publish(topic(type), Buffer.from(bytes), { qos: 0 });
  };
  const data = (metrics: readonly Metric[]) => {
    if (isBorn) publish("DDATA", metrics.map(afterBirth));
  };
  const line = createLine({
    state: ({ code, reason }) =>
      data([
        { name: metricNames.stateCode, type: "Int32", value: code },
        { name: metricNames.stateReason, type: "String", value: reason },
      ]),
    report: (report) =>
      data([{ name: metricNames.jobReport, type: "String", value: JSON.stringify(report) }]),
  });
  const meters = (): Metric[] => [
    { name: metricNames.energy, type: "Double", value: Math.round(line.energyKWh() * 1_000) / 1_000 },
    {
      name: metricNames.temperature,
      type: "Double",
      value: line.state().code === stationState.running ? 38.5 : 26,
    },
  ];
  const birth = () => {
    sequence.reset();
    publish("NBIRTH", [
      { name: metricNames.bdSeq, type: "UInt64", value: bdSeq },
      { name: metricNames.rebirth, type: "Boolean", value: false },
    ]);
    const { code, reason } = line.state();
    const metrics: Metric[] = [
      { name: metricNames.stateCode, type: "Int32", value: code },
      { name: metricNames.stateReason, type: "String", value: reason },
      { name: metricNames.jobReport, type: "String", value: null },
      { name: metricNames.jobCommand, type: "String", value: null },
      ...meters(),
    ];
    publish("DBIRTH", metrics.map(born));
    isBorn = true;
    line.repeat();
  };

  client.on("connect", () => {
    // Subscribed before the birth, so that no command can slip between the two (tck-id-message-flow-edge-node-ncmd-subscribe).
    client.subscribe([topic("NCMD"), topic("DCMD")], { qos: 1 }, (error) => {
      if (error) onProblem(`${node}: ${error.message}`);
      else birth();
    });
  });
  client.on("close", () => {
    if (!isBorn) return;
    isBorn = false;
    bdSeq = (bdSeq + 1) % 256;
    client.options.will!.payload = death();
  });

  const obey = (name: string | undefined, value: unknown) => {
    if (name === metricNames.rebirth && value === true) return birth();
    if (name !== metricNames.jobCommand || typeof value !== "string") return;
    const parsed = jobCommand.safeParse(JSON.parse(value));
    if (parsed.success) line.command(parsed.data);
    else
      onProblem(
        `${node}: command refused: ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`,
      );
  };
  client.on("message", (_topic, bytes) => {
    try {
      if (bytes.length > largestCommand) throw new RangeError(`command of ${bytes.length} bytes`);
      for (const { name, value } of decodePayload(bytes).metrics) obey(name, value);
    } catch (error) {
      onProblem(`${node}: command refused: ${(error as Error).message}`);
    }
  });

  return {
    publishMeters: () => data(meters()),
    close: async () => {
      if (isBorn) await client.publishAsync(topic("NDEATH"), death(), { qos: 1 });
      isBorn = false;
      await client.endAsync();
    },
  };
};
