import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const projectRoot = join(import.meta.dirname, "../..");

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a TypeScript or JavaScript file of the project by this same Node, its output shown; gives the exit code. A wish to
 * end is passed on, also that of a parent that is gone, so that nothing is left running.
 */
export const runNode = async (
  script: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<number> => {
  const child = spawn(process.execPath, [join(projectRoot, script), ...args], {
    cwd: projectRoot,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const passOn = endings.map((signal) => [signal, () => child.kill(signal)] as const);
  const orphaned = () => child.kill("SIGTERM");
  for (const [signal, pass] of passOn) process.on(signal, pass);
  process.on("disconnect", orphaned);
  try {
    const [code] = await once(child, "exit");
    return code ?? 1;
  } finally {
    for (const [signal, pass] of passOn) process.off(signal, pass);
    process.off("disconnect", orphaned);
  }
};
