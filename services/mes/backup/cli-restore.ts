import { standardOutput } from "../command-line.ts";
import { runRestore } from "./command.ts";

process.exitCode = await runRestore(process.argv.slice(2), standardOutput);
