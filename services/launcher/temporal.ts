import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Connection } from "@temporalio/client";
import { MillwrightError } from "../core/errors.ts";
import { endEngine } from "./end-engine.ts";

export interface RunningTemporal {
  readonly address: string;
  readonly pid: number;
  /** Resolves when the server is gone, with what it said last. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface TemporalOptions {
  /** The `temporal` executable. */
  readonly binary: string;
  readonly port: number;
  /** SQLite file that keeps the workflows; none: in memory, for tests. */
  readonly databaseFile?: string;
  /** Wall time that it is left to answer. */
  readonly patienceMs?: number;
  readonly onLog?: (line: string) => void;
}

/** Starts Temporal's one-machine server and waits until it answers. */
export const startTemporal = async (options: TemporalOptions): Promise<RunningTemporal> => {
  const { binary, port, databaseFile, patienceMs = 30_000, onLog = () => {} } = options;
  if (databaseFile) await mkdir(dirname(databaseFile), { recursive: true });
  const address = `127.0.0.1:${port}`;
  const args = [
    "server",
    "start-dev",
    "--headless",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--log-level",
    "error",
  ];
  if (databaseFile) args.push("--db-filename", databaseFile);
  const child = spawn(binary, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let tail = "";
  const read = (text: string) => {
    onLog(text);
    tail = (tail + text).slice(-2_000);
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  const ended = once(child, "exit").then(() => tail);
  const exited = ended.then(() => {
    throw new MillwrightError("TEMPORAL_UNAVAILABLE", { address }, { cause: new Error(tail.trim()) });
  });
  exited.catch(() => {});
  const stop = () => endEngine(child, { gently: "SIGTERM", hard: "SIGKILL" });
  const connected = Connection.connect({ address, connectTimeout: patienceMs });
  try {
    const connection = await Promise.race([connected, exited]);
    await connection.close();
  } catch (error) {
    // One that comes too late would keep the port from the next one.
    await stop();
    throw error;
  }
  return { address, pid: child.pid!, ended, stop };
};
