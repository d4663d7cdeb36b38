import { parentPort, Worker, workerData } from "node:worker_threads";
import { percentile } from "../statistics.ts";

/** How an API answered a plain question while something else went on; ms. */
export interface Probed {
  readonly p95: number;
  readonly max: number;
}

const betweenMs = 100;

interface Settings {
  readonly probed: string;
  readonly token: string;
}

/** Asks the API a plain question every 100 ms, from a thread of its own, until it is told to stop. */
export const startProbe = (url: string, token: string): (() => Promise<Probed>) => {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { probed: url, token } satisfies Settings,
  });
  return () =>
    new Promise((resolve, reject) => {
      worker.once("message", (times: number[]) =>
        resolve({ p95: percentile(times, 0.95), max: Math.max(0, ...times) }),
      );
      worker.once("error", reject);
      worker.postMessage("stop");
    });
};

const probe = async ({ probed, token }: Settings): Promise<void> => {
  const times: number[] = [];
  let stopped = false;
  parentPort?.once("message", () => {
    stopped = true;
  });
  const ask = async (): Promise<number> => {
    const started = performance.now();
    const response = await fetch(`${probed}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ viewer { id } }" }),
    });
    await response.arrayBuffer();
    return performance.now() - started;
  };
  // The first one also opens the connection.
  await ask();
  while (!stopped) {
    const took = await ask();
    times.push(took);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, betweenMs - took)));
  }
  parentPort?.postMessage(times);
};

if (parentPort && workerData && typeof workerData === "object" && "probed" in workerData)
  await probe(workerData as Settings);
