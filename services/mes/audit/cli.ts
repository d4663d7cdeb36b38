import { runAudit } from "./command.ts";

process.exitCode = await runAudit(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
});
