import { pino } from "pino";
import { masked } from "./personal-data.ts";

export type Logger = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Structured log on standard output; secrets and what has the shape of data about people never reach it. */
export const createLogger = (name: string, level = "info"): Logger =>
  pino({
    name,
    level,
    redact: ["password", "authorization", "apiKey", "token", "*.password", "*.apiKey"],
    // A number alone is no JSON any more once it is hidden.
    hooks: { streamWrite: (line) => masked(line).replaceAll(/(?<!\\)":(\[\w+\])(?=[,}])/g, '":"$1"') },
  });

export const silentLogger: Logger = pino({ level: "silent" });
