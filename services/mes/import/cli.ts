import { standardOutput } from "../command-line.ts";
import { runImport } from "./command.ts";

process.exitCode = await runImport(process.argv.slice(2), standardOutput);
