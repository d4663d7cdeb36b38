/**
 * Sparkplug B topic names: `spBv1.0/group/TYPE/node[/device]`, and the host's `spBv1.0/STATE/host`.
 * Source: Eclipse Sparkplug Specification 3.0.0, chapter 4.
 */
export const namespace = "spBv1.0";

const nodeMessageTypes = ["NBIRTH", "NDEATH", "NDATA", "NCMD"] as const;
const deviceMessageTypes = ["DBIRTH", "DDEATH", "DDATA", "DCMD"] as const;
export type NodeMessageType = (typeof nodeMessageTypes)[number];
export type DeviceMessageType = (typeof deviceMessageTypes)[number];

export type SparkplugTopic =
  | { readonly type: NodeMessageType; readonly group: string; readonly node: string }
  | {
      readonly type: DeviceMessageType;
      readonly group: string;
      readonly node: string;
      readonly device: string;
    };

/** Where a host application tells, kept by the broker, whether it is there. */
export const stateTopic = (host: string): string => `${namespace}/STATE/${host}`;

export const formatTopic = (topic: SparkplugTopic): string => {
  const parts = [namespace, topic.group, topic.type, topic.node];
  return ("device" in topic ? [...parts, topic.device] : parts).join("/");
};

const isOneOf = <T extends string>(values: readonly T[], value: string): value is T =>
  (values as readonly string[]).includes(value);

/** The parts of a topic, or undefined when it is no Sparkplug node or device topic. */
export const parseTopic = (text: string): SparkplugTopic | undefined => {
  const [prefix, group, type, node, device, ...rest] = text.split("/");
  if (prefix !== namespace || !group || !type || !node || rest.length > 0) return undefined;
  if (device === undefined) return isOneOf(nodeMessageTypes, type) ? { type, group, node } : undefined;
  return device && isOneOf(deviceMessageTypes, type) ? { type, group, node, device } : undefined;
};
