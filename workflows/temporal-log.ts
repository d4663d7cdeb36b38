import { DefaultLogger, type LogEntry } from "@temporalio/worker";
import type { Logger } from "../services/core/log.ts";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error ?? ""));

/**
 * What Temporal's worker has to say, as lines of our log: it would write its failures over many lines with every stack, and each try
 * of each of its pollers while the server is away.
 */
export const temporalLog = (log: Logger): DefaultLogger =>
  new DefaultLogger("WARN", ({ level, message, meta = {} }: LogEntry) => {
    const { activityType, workflowId, attempt, error } = meta as Readonly<Record<string, unknown>>;
    // A try that fails is followed by another, in the end every ten seconds: told are the first, second, fourth, eighth …
    if (typeof attempt === "number" && (attempt & (attempt - 1)) !== 0) return;
    const isAway = /^gRPC call \S+ retried/.test(message);
    const about = isAway
      ? { error: `the Temporal server does not answer: ${messageOf(error)}`.slice(0, 300) }
      : { error: `${message}: ${messageOf(error)}`, activityType, workflowId, attempt };
    log[level === "ERROR" ? "error" : "warn"](about, "temporal");
  });
