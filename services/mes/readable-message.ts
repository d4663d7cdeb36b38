import { decodePayload, encodePayload, type SparkplugPayload } from "../protocols/sparkplug/payload.ts";
import { namespace } from "../protocols/sparkplug/topic.ts";

/**
 * A message as a person reads and mends it: text as it is, a Sparkplug payload as JSON; undefined for bytes that are
 * neither.
 */
export const readableOf = (topic: string, payload: Uint8Array): string | undefined => {
  try {
    if (topic.startsWith(namespace)) return JSON.stringify(decodePayload(payload), null, 2);
    return new TextDecoder("utf-8", { fatal: true }).decode(payload);
  } catch {
    return undefined;
  }
};

/** The bytes of a message that a person has mended. @throws Error for a text that is no Sparkplug payload. */
export const bytesOf = (topic: string, text: string): Buffer =>
  topic.startsWith(namespace)
    ? Buffer.from(encodePayload(JSON.parse(text) as SparkplugPayload))
    : Buffer.from(text);
