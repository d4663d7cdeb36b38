import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface PartProcess {
  readonly child: ChildProcess;
  kill(): Promise<void>;
}

/** One part of the house as a process of its own; comes back when it can serve. @throws Error with what it said last. */
export const startPart = async (
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<PartProcess> => {
  const child = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...env },
  });
  let tail = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2_000);
    });
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message) => message === "ready" && resolve());
    child.once("exit", (code, signal) => reject(new Error(`${script} ended (${signal ?? code}): ${tail}`)));
  });
  return {
    child,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};
