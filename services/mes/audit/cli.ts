import { standardOutput } from "../command-line.ts";
import { runAudit } from "./command.ts";

process.exitCode = await runAudit(process.argv.slice(2), standardOutput);
