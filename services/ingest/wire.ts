import { connect, type MqttClient } from "mqtt";
import { MillwrightError } from "../core/errors.ts";
import { stateTopic } from "../protocols/sparkplug/topic.ts";

/** Takes one message; settles when it is stored, or will never be. */
export type TakeMessage = (topic: string, payload: Buffer) => Promise<void>;

/** What of mqtt.js is reached for beyond its face: an acknowledgement at the time of our choosing. */
interface Acknowledging {
  _sendPacket(packet: { cmd: "puback"; messageId: number | undefined }): void;
}

/** Said to mqtt.js in the place of an acknowledgement: it then sends none and goes on. */
const later = new Error("acknowledged once it is stored");

/** Resolves with the first answer of the broker; rejects with the first failure. */
const opened = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("it closed the connection")));
  });

/**
 * Connects with the broker. A message of QoS 1 is acknowledged only when it is stored: one that was in hand when this
 * process fell is sent again by the broker, which keeps the session, and its ids make it harmless.
 *
 * @throws MillwrightError BROKER_UNAVAILABLE.
 */
export const connectWire = async (
  mqttUrl: string,
  hostId: string,
  take: TakeMessage,
): Promise<MqttClient> => {
  const offline = JSON.stringify({ online: false, timestamp: Date.now() });
  const client = connect(mqttUrl, {
    // A session that the broker keeps: what is sent at QoS 1 while this host is away waits for it.
    clientId: `millwright-${hostId}`,
    clean: false,
    reconnectPeriod: 1_000,
    will: { topic: stateTopic(hostId), payload: Buffer.from(offline), qos: 1, retain: true },
  });
  let connection = 0;
  client.on("connect", () => {
    connection += 1;
  });
  client.handleMessage = (packet, callback) => {
    const own = connection;
    const taken = take(packet.topic, Buffer.from(packet.payload));
    if (packet.qos === 0) return callback();
    void taken.then(() => {
      // After a new connection the broker has sent it again, and that one is acknowledged.
      if (own === connection && client.connected)
        (client as unknown as Acknowledging)._sendPacket({ cmd: "puback", messageId: packet.messageId });
    });
    callback(later);
  };
  // What waited at the broker comes in the same breath as the answer: by then it has to be taken already.
  await opened(client).catch(async (cause: unknown) => {
    await client.endAsync(true);
    const { message, code } = cause as { message?: string; code?: unknown };
    // The address may hold a password.
    const { protocol, host } = new URL(mqttUrl);
    const reason = message || String(code ?? "no answer");
    throw new MillwrightError("BROKER_UNAVAILABLE", { url: `${protocol}//${host}`, reason }, { cause });
  });
  return client;
};
