import { connectAsync } from "mqtt";
import { MillwrightError } from "../core/errors.ts";
import { reasonOf } from "../core/reason.ts";
import { mqttAddress } from "../protocols/mqtt-address.ts";

/** A failure of a broker; its address may hold a password, which is left out. */
export const brokerUnavailable = (mqttUrl: string, cause: unknown): MillwrightError => {
  const { protocol, host } = new URL(mqttUrl);
  const reason = reasonOf(cause);
  return new MillwrightError("BROKER_UNAVAILABLE", { url: `${protocol}//${host}`, reason }, { cause });
};

const patienceMs = 10_000;

/**
 * Tries whether a broker lets us in, as a guest that leaves nothing.
 *
 * @throws MillwrightError BROKER_UNAVAILABLE.
 */
export const tryBroker = async (mqttUrl: string): Promise<void> => {
  try {
    const { url, login } = mqttAddress(mqttUrl);
    const client = await connectAsync(url, { ...login, reconnectPeriod: 0, connectTimeout: patienceMs });
    await client.endAsync();
  } catch (cause) {
    throw brokerUnavailable(mqttUrl, cause);
  }
};
