import { once } from "node:events";
import { createServer } from "node:net";
import { Aedes } from "aedes";
import { BrokerStore } from "./broker-store.ts";

export interface RunningBroker {
  readonly url: string;
  stop(): Promise<void>;
}

export interface BrokerOptions {
  readonly port: number;
  /** Keeps sessions, what waits for them, and retained messages; without it they are gone with the process. */
  readonly file?: string;
}

/** An MQTT broker on loopback, for plants that have none of their own yet. */
export const startBroker = async ({ port, file }: BrokerOptions): Promise<RunningBroker> => {
  const store = file === undefined ? undefined : new BrokerStore(file);
  const broker = await Aedes.createBroker(store ? { persistence: store as never } : {});
  const server = createServer(broker.handle);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `mqtt://127.0.0.1:${bound}`,
    stop: async () => {
      await new Promise<void>((done) => broker.close(() => done()));
      server.close();
      await store?.destroy();
    },
  };
};
