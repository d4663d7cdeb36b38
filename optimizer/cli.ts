import { runCommandLine } from "./cli/run.ts";

process.exitCode = await runCommandLine(process.argv.slice(2), {
  answer: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
});
