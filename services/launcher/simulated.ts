import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./run.ts";

const run = promisify(execFile);

/** Has a simulator write what was before the demonstration. @param script Its name in `simulators`. */
export const simulate = (script: string, options: Readonly<Record<string, string | number>>) =>
  run(process.execPath, [
    join(projectRoot, "simulators", script),
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ]);

/** Gives work a folder of its own, which is gone when it ends. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-simulated-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
