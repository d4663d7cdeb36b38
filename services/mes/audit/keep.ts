import type { KeyObject } from "node:crypto";
import type { Logger } from "../../core/log.ts";
import type { Db } from "../database.ts";
import { keepLooking } from "../keep-looking.ts";
import type { Listener } from "../listen.ts";
import { sealAudit } from "./chain.ts";
import { askForCheck, auditChannel, runAuditTasks } from "./tasks.ts";

/** What was not sealed for this long may be lost to a tamperer, ms. */
const everyMs = 10 * 60_000;
/** The whole chain is looked at so often, though nobody asks, ms. */
const checkedEveryMs = 24 * 3_600_000;

const isCheckDue = async (db: Db): Promise<boolean> => {
  const last = await db
    .selectFrom("audit_task")
    .select("asked_at")
    .where("kind", "=", "Check")
    .orderBy("asked_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return !last || Date.now() - last.asked_at.getTime() > checkedEveryMs;
};

/** Seals the audit from time to time, looks at all of it once a day and when somebody asks; what fails is tried again the next time. */
export const keepAudit = (db: Db, databaseUrl: string, key: KeyObject, log: Logger): Promise<Listener> =>
  keepLooking({
    databaseUrl,
    channels: [auditChannel],
    everyMs,
    look: async () => {
      await sealAudit(db, key);
      if (await isCheckDue(db)) await askForCheck(db, null);
      await runAuditTasks(db, key);
    },
    failed: (error) => log.warn({ error: error.message }, "audit not sealed or not checked"),
  });
