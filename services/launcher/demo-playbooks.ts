import { sql } from "kysely";
import { demoPlaybooks } from "../../agents/steward/playbook/demo.ts";
import { savePlaybook, setPlaybookActive } from "../mes/commands/playbooks.ts";
import type { Db } from "../mes/database.ts";
import { at, demoEpoch } from "../mes/seed/time.ts";

/** What has happened before the playbooks are there, and starts them all the same. */
const begun = [
  {
    playbookId: "PB-LINE-DOWN",
    type: "equipment.state",
    is: sql<boolean>`attributes ->> 'code' = '5300'`,
    minutes: 20,
  },
  {
    playbookId: "PB-DEFECT-CLUSTER",
    type: "defects.clustered",
    is: sql<boolean>`objects -> 0 ->> 'id' in (select id from defect_cluster where status = 'Open')`,
    minutes: 10,
  },
];

/** Gives a demonstration plant without any playbook some, all of them on. Gives how many. */
export const writeDemoPlaybooks = (db: Db): Promise<number> =>
  db.transaction().execute(async (tx) => {
    if (await tx.selectFrom("playbook").select("id").limit(1).executeTakeFirst()) return 0;
    const now = demoEpoch();
    for (const { id, author: actorId, playbook: definition } of demoPlaybooks) {
      await savePlaybook(tx, { id, definition, base: 0, actorId, now });
      await setPlaybookActive(tx, { id, active: true, actorId, now, key: "demo" });
    }
    // A line is down as the demonstration begins, by then the first plan is there to ask; and defects cluster.
    for (const { playbookId, type, is, minutes } of begun) {
      const event = await tx
        .selectFrom("event")
        .select(["id", "seq"])
        .where("type", "=", type)
        .where(is)
        .orderBy("time", "desc")
        .limit(1)
        .executeTakeFirst();
      if (!event) continue;
      const due = {
        playbook_id: playbookId,
        event_id: event.id,
        seq: event.seq,
        due_at: at(minutes / (24 * 60)),
      };
      await tx.insertInto("playbook_due").values(due).execute();
    }
    return demoPlaybooks.length;
  });
