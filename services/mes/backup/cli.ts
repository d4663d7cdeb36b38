import { runBackup } from "./command.ts";

process.exitCode = await runBackup(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
});
