import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Traffic control as a process of its own, so that it can be killed as a power cut kills it. */
export const startTrafficProcess = async (databaseUrl: string): Promise<ChildProcess> => {
  const path = fileURLToPath(new URL("traffic-main.ts", import.meta.url));
  const child = spawn(process.execPath, [path, databaseUrl], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await new Promise<void>((done, failed) => {
    child.once("message", () => done());
    child.once("exit", (code) => failed(new Error(`traffic control ended with ${code}`)));
  });
  return child;
};

export const killed = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once("exit", () => done());
    child.kill("SIGKILL");
  });
