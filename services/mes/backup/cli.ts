import { standardOutput } from "../command-line.ts";
import { runBackup } from "./command.ts";

process.exitCode = await runBackup(process.argv.slice(2), standardOutput);
