import { pino } from "pino";

export type Logger = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Structured log on standard output; secrets never reach it. */
export const createLogger = (name: string, level = "info"): Logger =>
  pino({ name, level, redact: ["password", "authorization", "apiKey", "token", "*.password", "*.apiKey"] });

export const silentLogger: Logger = pino({ level: "silent" });
