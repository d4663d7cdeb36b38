import { sql } from "kysely";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import { subjectOf } from "../../runtime/playbook/trigger.ts";

/** Events of a kind about one object first of all: by the index event_subject, however long the record is. */
const seriesAbout = (tx: Tx | Db, type: string, subject: string) =>
  tx
    .selectFrom("event")
    .select(eventColumns)
    .where("type", "=", type)
    .where(sql<string>`objects->0->>'id'`, "=", subject);

/** Events of the same kind about the same object. */
export const seriesOf = (tx: Tx | Db, event: StoredEvent) => seriesAbout(tx, event.type, subjectOf(event));

/** What a line has told of its state. */
export const statesOfLine = (tx: Tx | Db, line: string) => seriesAbout(tx, "equipment.state", line);
