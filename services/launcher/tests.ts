import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./run.ts";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** Runs the tests and ends with one plain line that any reader of logs understands; gives the exit code. */
export const runTests = async (args: readonly string[], say: (sentence: string) => void): Promise<number> => {
  // Whatever tests write beside the project lies in one folder, which goes with them, also when one is cut short.
  const folder = await mkdtemp(join(tmpdir(), "millwright-test-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const temporary = { TMPDIR: folder, TMP: folder, TEMP: folder };
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runNode("node_modules/vitest/vitest.mjs", ["run", ...reporters, ...args], temporary);
    const report = await readFile(file, "utf8").then(
      (text): Report => JSON.parse(text),
      () => undefined,
    );
    if (!report) return code || 1;
    // A file that cannot even be loaded fails without a test of its own.
    const failed = code === 0 ? report.numFailedTests : Math.max(1, report.numFailedTests);
    say(
      `\n${report.numPassedTests} passed, ${failed} failed${report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : ""}`,
    );
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
