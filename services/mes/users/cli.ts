import { text } from "node:stream/consumers";
import { runUsers } from "./command.ts";

process.exitCode = await runUsers(process.argv.slice(2), {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
  secret: () => text(process.stdin),
});
