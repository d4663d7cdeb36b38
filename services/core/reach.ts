import { connect } from "node:net";

/** Ports of addresses that name none. */
const usualPorts: Readonly<Record<string, number>> = {
  "mqtt:": 1883,
  "mqtts:": 8883,
  "ws:": 80,
  "wss:": 443,
};

/** Rejects with why nothing listens at an address: many clients say only that they have waited long enough. */
export const reach = (url: string, patienceMs: number): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const { protocol, hostname, port } = new URL(url);
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (usualPorts[protocol] ?? 0),
      timeout: patienceMs,
    });
    const end = (settle: () => void) => () => {
      socket.destroy();
      settle();
    };
    socket.once("connect", end(resolve));
    socket.once(
      "timeout",
      end(() => reject(new Error(`no answer in ${patienceMs / 1_000} s`))),
    );
    socket.once("error", reject);
  });
