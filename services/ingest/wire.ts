import { connect, type MqttClient } from "mqtt";
import { mqttAddress } from "../protocols/mqtt-address.ts";
import { stateTopic } from "../protocols/sparkplug/topic.ts";
import { brokerUnavailable } from "./broker.ts";

/** Takes one message; settles when it is stored, or will never be. */
export type TakeMessage = (topic: string, payload: Buffer) => Promise<void>;

/** What of mqtt.js is reached for beyond its face: an acknowledgement at the time of our choosing. */
interface Acknowledging {
  _sendPacket(packet: { cmd: "puback"; messageId: number | undefined }): void;
}

/** Said to mqtt.js in the place of an acknowledgement: it then sends none and goes on. */
const later = new Error("acknowledged once it is stored");

/**
 * The host's state. A node believes it to be off only by a time that is not before that of its birth, so the birth has that of the
 * will (tck-id-host-topic-phid-birth-payload-timestamp).
 */
const stateOf = (online: boolean, timestamp: number) => JSON.stringify({ online, timestamp });

const isOffline = /"online"\s*:\s*false/;

const left = () => new Error("the broker was left");

/** Resolves with the first answer of the broker; rejects with the first failure. */
const opened = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("it closed the connection")));
  });

/** Resolves with the next connection; rejects when there will be none. */
const openedAgain = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (settled: () => void) => () => {
      client.off("connect", onConnect);
      client.off("end", onEnd);
      settled();
    };
    const onConnect = settle(resolve);
    const onEnd = settle(() => reject(left()));
    client.on("connect", onConnect);
    client.on("end", onEnd);
  });

export interface WireOptions {
  readonly mqttUrl: string;
  readonly hostId: string;
  readonly take: TakeMessage;
  /** The broker is back after it was away. */
  readonly onReconnect: () => void;
  readonly onError: (error: Error) => void;
  /** Certificates in PEM form that vouch for a broker by TLS, in the place of those that Node knows. */
  readonly ca?: Buffer;
}

export interface Wire {
  /** Asks again with the next connection when one is lost meanwhile; rejects when the broker refuses, or the wire is closed. */
  subscribe(topics: readonly string[]): Promise<void>;
  /** Resolves when the broker has acknowledged it; waits while the broker is away, and rejects when the wire is closed. */
  publish(topic: string, payload: Buffer | string, options?: { readonly retain: boolean }): Promise<void>;
  isConnected(): boolean;
  /** Tells the plant that this host is there, and goes on telling it should somebody say that it is not. */
  appear(): Promise<void>;
  /** Tells the plant that it goes. */
  takeLeave(): Promise<void>;
  /** Leaves at once; the broker keeps the session. */
  close(): Promise<void>;
}

/**
 * Connects with the broker. A message of QoS 1 is acknowledged only when it is stored: one that was in hand when this
 * process fell is sent again by the broker, which keeps the session, and its ids make it harmless.
 *
 * @throws MillwrightError BROKER_UNAVAILABLE.
 */
export const openWire = async ({
  mqttUrl,
  hostId,
  take,
  onReconnect,
  onError,
  ca,
}: WireOptions): Promise<Wire> => {
  const own = stateTopic(hostId);
  /** When the present connection was asked for, by the wall's clock. */
  let since = Date.now();
  const will = () => Buffer.from(stateOf(false, since));
  const address = mqttAddress(mqttUrl);
  const client = connect(address.url, {
    ...address.login,
    // A session that the broker keeps: what is sent at QoS 1 while this host is away waits for it.
    clientId: `millwright-${hostId}`,
    clean: false,
    reconnectPeriod: 1_000,
    // mqtt.js takes a topic that it has once asked for as subscribed, whether it was answered or not.
    resubscribe: false,
    // A broker that is not who it says it is gets nothing; the plant's own authority may vouch for it.
    rejectUnauthorized: true,
    ...(ca ? { ca } : {}),
    will: { topic: own, payload: will(), qos: 1, retain: true },
  });
  client.on("reconnect", () => {
    since = Date.now();
    client.options.will!.payload = will();
  });
  let connection = 0;
  const held = new Set<string>();
  client.on("connect", ({ sessionPresent }) => {
    connection += 1;
    if (connection === 1) return;
    if (held.size > 0 && !sessionPresent)
      client.subscribe([...held], { qos: 1 }, (error) => error && onError(error));
    onReconnect();
  });
  let isHere = false;
  /** The will of a connection before this one may come after its birth, and stays where it is kept. */
  const hearOfSelf = (told: string) => {
    if (isHere && isOffline.test(told))
      client.publish(own, stateOf(true, since), { qos: 1, retain: true }, (error) => error && onError(error));
  };
  client.handleMessage = (packet, callback) => {
    if (packet.topic === own) {
      hearOfSelf(packet.payload.toString());
      return callback();
    }
    const current = connection;
    const taken = take(packet.topic, Buffer.from(packet.payload));
    if (packet.qos === 0) return callback();
    void taken.then(() => {
      // After a new connection the broker has sent it again, and that one is acknowledged.
      if (current === connection && client.connected)
        (client as unknown as Acknowledging)._sendPacket({ cmd: "puback", messageId: packet.messageId });
    });
    callback(later);
  };
  // What waited at the broker comes in the same breath as the answer: by then it has to be taken already.
  await opened(client).catch(async (cause: unknown) => {
    await client.endAsync(true);
    throw brokerUnavailable(mqttUrl, cause);
  });
  client.on("error", onError);
  /** mqtt.js forgets what waits for an acknowledgement when it is ended. */
  const waiting = new Set<(error: Error) => void>();
  const subscribe = async (topics: readonly string[]): Promise<void> => {
    for (;;) {
      const asked = connection;
      try {
        await client.subscribeAsync([...topics], { qos: 1 });
        for (const topic of topics) held.add(topic);
        return;
      } catch (error) {
        if (client.disconnecting || (client.connected && asked === connection)) throw error;
        if (asked === connection) await openedAgain(client);
      }
    }
  };
  const publish: Wire["publish"] = (topic, payload, { retain } = { retain: false }) =>
    new Promise((resolve, reject) => {
      waiting.add(reject);
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        waiting.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  return {
    subscribe,
    publish,
    isConnected: () => client.connected,
    appear: async () => {
      isHere = true;
      if (!held.has(own)) await subscribe([own]);
      await publish(own, stateOf(true, since), { retain: true });
    },
    takeLeave: () => {
      isHere = false;
      return publish(own, stateOf(false, Date.now()), { retain: true });
    },
    close: async () => {
      await client.endAsync(true);
      for (const reject of waiting) reject(left());
    },
  };
};
