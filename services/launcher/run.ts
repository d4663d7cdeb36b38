import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const projectRoot = join(import.meta.dirname, "../..");

/** Runs a TypeScript or JavaScript file of the project by this same Node, its output shown; gives the exit code. */
export const runNode = async (
  script: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<number> => {
  const child = spawn(process.execPath, [join(projectRoot, script), ...args], {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, "exit");
  return code ?? 1;
};
