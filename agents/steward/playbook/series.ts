import { sql } from "kysely";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import { subjectOf } from "../../runtime/playbook/trigger.ts";

/** Events of the same kind about the same object first of all: by the index event_subject, however long the record is. */
export const seriesOf = (tx: Tx | Db, event: StoredEvent) =>
  tx
    .selectFrom("event")
    .select(eventColumns)
    .where("type", "=", event.type)
    .where(sql<string>`objects->0->>'id'`, "=", subjectOf(event));
