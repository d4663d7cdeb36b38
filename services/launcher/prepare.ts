import { existsSync } from "node:fs";
import { join } from "node:path";
import { MillwrightError } from "../core/errors.ts";
import type { Progress } from "./progress.ts";
import { projectRoot, runNode } from "./run.ts";
import { obtainTemporal } from "./temporal-binary.ts";

export interface Prepared {
  /** The Temporal server's executable; absent when an address of a server was given. */
  readonly temporal?: string;
}

export interface PrepareOptions {
  readonly temporalAddress?: string | undefined;
}

/** Everything between `npm ci` and the first start: the native addon and a Temporal server. */
export const prepare = async (
  progress: Progress,
  { temporalAddress }: PrepareOptions = {},
): Promise<Prepared> => {
  if (existsSync(join(projectRoot, "native/build.ts")))
    await progress.step("Native engine", async () => {
      const code = await runNode("native/build.ts");
      if (code !== 0)
        throw new MillwrightError("TOOL_MISSING", {
          tool: "the native engine",
          remedy: "its build failed, see above. It needs a C++20 compiler (Debian: apt-get install g++).",
        });
    });
  if (temporalAddress) return {};
  return { temporal: await progress.step("Temporal server", (note) => obtainTemporal({ onProgress: note })) };
};
