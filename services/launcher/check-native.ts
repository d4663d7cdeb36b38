import { execFileSync } from "node:child_process";
import { isAbsolute, join } from "node:path";
import type { Progress } from "./progress.ts";
import { projectRoot, runNode } from "./run.ts";

/** The sanitizer's library of the compiler; it has to be there before Node's own memory is. */
const sanitizerLibrary = (): string => {
  const path = execFileSync(process.env["CXX"] ?? "g++", ["-print-file-name=libasan.so"], {
    encoding: "utf8",
  }).trim();
  // A compiler that does not have the library repeats its name.
  if (!isAbsolute(path))
    throw new Error("The compiler has no address sanitizer. Debian: apt-get install g++ brings it.");
  return path;
};

/**
 * The native engine's tests under the address and undefined-behaviour sanitizers, models on the portable loops; gives the
 * exit code. What Node itself keeps until its end is no leak of ours, so leaks are not looked for.
 */
export const checkNative = async (progress: Progress, args: readonly string[]): Promise<number> => {
  await progress.step("Native engine with sanitizers", async () => {
    if ((await runNode("native/build.ts", ["--sanitize"])) !== 0)
      throw new Error("The build failed, see above.");
  });
  return runNode(
    "node_modules/vitest/vitest.mjs",
    ["run", "--project", "unit", "--testTimeout", "300000", ...(args.length > 0 ? args : ["native/"])],
    {
      MILLWRIGHT_ADDON: join(projectRoot, "native/build/sanitize/millwright.node"),
      LD_PRELOAD: sanitizerLibrary(),
      ASAN_OPTIONS: "detect_leaks=0:abort_on_error=1",
      UBSAN_OPTIONS: "halt_on_error=1:print_stacktrace=1",
    },
  );
};
