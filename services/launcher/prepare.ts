import { MillwrightError } from "../core/errors.ts";
import { buildConsole } from "./console-build.ts";
import type { Progress } from "./progress.ts";
import { runNode } from "./run.ts";
import { obtainTemporal } from "./temporal-binary.ts";

export interface Prepared {
  /** The Temporal server's executable; absent when an address of a server was given. */
  readonly temporal?: string;
}

export interface PrepareOptions {
  readonly temporalAddress?: string | undefined;
  /** Ends it before it is through; what it runs is ended by the same signals itself. */
  readonly wish?: AbortSignal;
}

/** Compiles what has changed of the native addon; seconds when nothing has. */
export const buildNative = (progress: Progress): Promise<void> =>
  progress.step("Native engine", async () => {
    const code = await runNode("native/build.ts");
    if (code !== 0)
      throw new MillwrightError("TOOL_MISSING", {
        tool: "the native engine",
        remedy: "its build failed, see above. It needs a C++20 compiler (Debian: apt-get install g++).",
      });
  });

/** Everything between `npm ci` and the first start: the native addon, the console, a Temporal server. */
export const prepare = async (
  progress: Progress,
  { temporalAddress, wish = new AbortController().signal }: PrepareOptions = {},
): Promise<Prepared> => {
  await buildNative(progress);
  wish.throwIfAborted();
  await progress.step("Console", buildConsole);
  wish.throwIfAborted();
  if (temporalAddress) return {};
  const obtain = (note: (detail: string) => void) => obtainTemporal({ onProgress: note, wish });
  return { temporal: await progress.step("Temporal server", obtain) };
};
