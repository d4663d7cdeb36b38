import type { KeyObject } from "node:crypto";
import type { Logger } from "../../core/log.ts";
import type { Db } from "../database.ts";
import { sealAudit } from "./chain.ts";

/** What was not sealed for this long may be lost to a tamperer, ms. */
const everyMs = 10 * 60_000;

/** Seals the audit from time to time until it is closed; what fails is tried again the next time. */
export const keepSealing = (db: Db, key: KeyObject, log: Logger) => {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = sealAudit(db, key).catch((error: Error) =>
      log.warn({ error: error.message }, "audit not sealed"),
    );
  }, everyMs);
  return {
    close: async (): Promise<void> => {
      clearInterval(timer);
      await running;
    },
  };
};
