import { z } from "zod";

/** Around every message: IPC-2591 CFX 2.x. `UniqueID` makes a repeated message recognisable. */
export const envelope = z.object({
  MessageName: z.string().min(1).max(200),
  Version: z.string().max(20).default("2.0"),
  TimeStamp: z.iso.datetime({ offset: true }),
  UniqueID: z.string().min(1).max(100),
  Source: z.string().min(1).max(200),
  Target: z.string().nullish(),
  RequestID: z.string().nullish(),
  MessageBody: z.unknown().optional(),
});

const prefix = "cfx/v2";

/**
 * Where an endpoint's messages go. CFX itself runs over AMQP 1.0; its JSON is carried here by the plant's MQTT broker at
 * QoS 1, one topic an endpoint.
 */
export const formatCfxTopic = (group: string, endpoint: string): string => `${prefix}/${group}/${endpoint}`;

/** Undefined for what is no topic of a CFX endpoint. */
export const parseCfxTopic = (
  text: string,
): { readonly group: string; readonly endpoint: string } | undefined => {
  const [name, version, group, endpoint, ...rest] = text.split("/");
  return `${name}/${version}` === prefix && group && endpoint && rest.length === 0
    ? { group, endpoint }
    : undefined;
};
