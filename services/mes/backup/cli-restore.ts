import { runRestore } from "./command.ts";

process.exitCode = await runRestore(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
});
