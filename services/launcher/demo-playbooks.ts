import { demoPlaybooks } from "../../agents/steward/playbook/demo.ts";
import { savePlaybook, setPlaybookActive } from "../mes/commands/playbooks.ts";
import type { Db } from "../mes/database.ts";
import { demoEpoch } from "../mes/seed/time.ts";

/** Gives a demonstration plant without any playbook some, all of them on. Gives how many. */
export const writeDemoPlaybooks = (db: Db): Promise<number> =>
  db.transaction().execute(async (tx) => {
    if (await tx.selectFrom("playbook").select("id").limit(1).executeTakeFirst()) return 0;
    const now = demoEpoch();
    for (const { id, author: actorId, playbook: definition } of demoPlaybooks) {
      await savePlaybook(tx, { id, definition, base: 0, actorId, now });
      await setPlaybookActive(tx, { id, active: true, actorId, now, key: "demo" });
    }
    return demoPlaybooks.length;
  });
