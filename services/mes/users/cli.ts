import { text } from "node:stream/consumers";
import { standardOutput } from "../command-line.ts";
import { runUsers } from "./command.ts";

process.exitCode = await runUsers(process.argv.slice(2), {
  ...standardOutput,
  secret: () => text(process.stdin),
});
