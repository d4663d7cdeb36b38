import { runDocuments } from "./command.ts";

process.exitCode = await runDocuments(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
});
