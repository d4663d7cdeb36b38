import { sql } from "kysely";
import { demoPlaybooks } from "../../agents/steward/playbook/demo.ts";
import { savePlaybook, setPlaybookActive } from "../mes/commands/playbooks.ts";
import type { Db } from "../mes/database.ts";
import { at, demoEpoch } from "../mes/seed/time.ts";

/** Gives a demonstration plant without any playbook some, all of them on. Gives how many. */
export const writeDemoPlaybooks = (db: Db): Promise<number> =>
  db.transaction().execute(async (tx) => {
    if (await tx.selectFrom("playbook").select("id").limit(1).executeTakeFirst()) return 0;
    const now = demoEpoch();
    for (const { id, author: actorId, playbook: definition } of demoPlaybooks) {
      await savePlaybook(tx, { id, definition, base: 0, actorId, now });
      await setPlaybookActive(tx, { id, active: true, actorId, now, key: "demo" });
    }
    // A line is down as the demonstration begins; by then the first plan is there to ask.
    const down = await tx
      .selectFrom("event")
      .select(["id", "seq"])
      .where("type", "=", "equipment.state")
      .where(sql<boolean>`attributes ->> 'code' = '5300'`)
      .orderBy("time", "desc")
      .limit(1)
      .executeTakeFirst();
    if (down)
      await tx
        .insertInto("playbook_due")
        .values({ playbook_id: "PB-LINE-DOWN", event_id: down.id, seq: down.seq, due_at: at(20 / (24 * 60)) })
        .execute();
    return demoPlaybooks.length;
  });
