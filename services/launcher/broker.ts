import { once } from "node:events";
import { createServer } from "node:net";
import { Aedes, type PublishPacket } from "aedes";
import { every } from "../core/every.ts";
import { type Logger, silentLogger } from "../core/log.ts";
import { keepOrder } from "./broker-order.ts";
import { BrokerStore, type KeptMessage } from "./broker-store.ts";

export interface RunningBroker {
  readonly url: string;
  stop(): Promise<void>;
}

export interface BrokerOptions {
  readonly port: number;
  /** Keeps sessions, what waits for them, and retained messages; without it they are gone with the process. */
  readonly file?: string;
  readonly log?: Logger;
}

/** A sender that hangs up between its message and the answer leaves it behind, ms. */
const leftBehindMs = 10_000;

/**
 * A broker that has every message on disk before it acknowledges it: the package acknowledges first and stores then, so the store
 * takes it at the door already.
 */
const startKeptBroker = async (store: BrokerStore, file: string, log: Logger) => {
  const failed = (error: Error) =>
    log.error(
      { error: error.message, file },
      "what comes is not acknowledged, since it cannot be written: senders send it again. A full disk needs room; then it goes on by itself",
    );
  const broker = await Aedes.createBroker({
    persistence: store as never,
    authorizePublish: (_client, packet, done) => {
      if (packet.topic.startsWith("$SYS/")) return done(new Error("topics under $SYS/ are the broker's own"));
      if (packet.qos !== 1) return done(null);
      store.accept(packet as KeptMessage).then(
        () => done(null),
        (error) => {
          failed(error);
          done(error);
        },
      );
    },
  });
  keepOrder(broker);
  const handOn = async (ms: number) => {
    for (const message of store.leftBehind(ms))
      await new Promise<void>((resolve, reject) =>
        broker.publish(message as PublishPacket, (error) => (error ? reject(error) : resolve())),
      );
  };
  // What fails, such as for a full disk, is tried again.
  await handOn(0).catch(failed);
  const looking = every(leftBehindMs, () => handOn(leftBehindMs), failed);
  return { broker, looking };
};

/** An MQTT broker on loopback, for plants that have none of their own yet. */
export const startBroker = async ({
  port,
  file,
  log = silentLogger,
}: BrokerOptions): Promise<RunningBroker> => {
  const store = file === undefined ? undefined : new BrokerStore(file);
  const { broker, looking } =
    store && file
      ? await startKeptBroker(store, file, log)
      : { broker: await Aedes.createBroker(), looking: undefined };
  const server = createServer(broker.handle);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `mqtt://127.0.0.1:${bound}`,
    stop: async () => {
      await looking?.close();
      await new Promise<void>((done) => broker.close(() => done()));
      server.close();
      await store?.destroy();
    },
  };
};
