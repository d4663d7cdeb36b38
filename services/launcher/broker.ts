import { once } from "node:events";
import { createServer } from "node:net";
import { Aedes } from "aedes";

export interface RunningBroker {
  readonly url: string;
  stop(): Promise<void>;
}

/** An MQTT 3.1.1 broker on loopback, for plants that have none of their own yet. */
export const startBroker = async ({ port }: { port: number }): Promise<RunningBroker> => {
  const broker = await Aedes.createBroker();
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
    },
  };
};
