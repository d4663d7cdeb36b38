import { standardOutput } from "../mes/command-line.ts";
import { runDocuments } from "./command.ts";

process.exitCode = await runDocuments(process.argv.slice(2), standardOutput);
