import { pino } from "pino";
import { masked } from "./personal-data.ts";
import { createRepeats } from "./repeats.ts";

export type Logger = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/**
 * A failure that comes again and again is told once a minute with how often it came. What bears a reference or belongs to one request is
 * always told: somebody looks for it.
 */
const quieted = (): pino.LoggerOptions["hooks"] & object => {
  const repeats = createRepeats();
  return {
    logMethod(given, method, level) {
      const [about, message] = given as unknown as [unknown, string?];
      const { error, reference, requestId } = (Object(about) ?? {}) as Readonly<Record<string, unknown>>;
      if (level < 40 || typeof error !== "string" || reference !== undefined || requestId !== undefined)
        return method.apply(this, given);
      const repeated = repeats(`${message} ${error.split("\n")[0]}`);
      if (repeated === undefined) return;
      method.apply(this, [{ ...(about as object), ...(repeated > 0 ? { repeated } : {}) }, message] as never);
    },
  };
};

/** Structured log on standard output; secrets and what has the shape of data about people never reach it. */
export const createLogger = (name: string, level = "info", output?: pino.DestinationStream): Logger => {
  const options: pino.LoggerOptions = {
    name,
    level,
    redact: ["password", "authorization", "apiKey", "token", "*.password", "*.apiKey"],
    // A number alone is no JSON any more once it is hidden.
    hooks: {
      ...quieted(),
      streamWrite: (line) => masked(line).replaceAll(/(?<!\\)":(\[\w+\])(?=[,}])/g, '":"$1"'),
    },
  };
  return output ? pino(options, output) : pino(options);
};

export const silentLogger: Logger = pino({ level: "silent" });
