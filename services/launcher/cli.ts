import { MillwrightError } from "../core/errors.ts";
import { prepare } from "./prepare.ts";
import { createProgress } from "./progress.ts";
import { runNode } from "./run.ts";

const usage = "Usage: cli.ts prepare | test [vitest arguments]";

const main = async ([command, ...args]: readonly string[]): Promise<number> => {
  const progress = createProgress();
  switch (command) {
    case "prepare":
      await prepare(progress);
      return 0;
    case "test":
      await prepare(progress);
      return runNode("node_modules/vitest/vitest.mjs", ["run", ...args]);
    default:
      progress.say(usage);
      return 2;
  }
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const text =
    error instanceof MillwrightError
      ? `${error.bilingual.en}\n${error.bilingual.zh}`
      : String((error as Error).stack);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}
process.disconnect?.();
