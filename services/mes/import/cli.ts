import { runImport } from "./command.ts";

process.exitCode = await runImport(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
});
