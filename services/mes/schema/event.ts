import type { Generated, GeneratedAlways } from "kysely";
import type { ErrorDetails } from "../../core/errors.ts";
import type { Json } from "./json.ts";

/** What happened, and how it reaches those who listen. */
export interface EventTables {
  event: EventTable;
  outbox: OutboxTable;
  plant_clock: PlantClockTable;
  set_aside_message: SetAsideMessageTable;
  idempotency_key: IdempotencyKeyTable;
  event_id: { id: string };
  audit_batch: AuditBatchTable;
}

/** A sealed stretch of the events; `leaves` has the SHA-256 of each row that `seqs` names. */
export interface AuditBatchTable {
  number: number;
  from_seq: string;
  to_seq: string;
  seqs: string[];
  leaves: Buffer;
  previous: string;
  hash: string;
  signature: string;
  sealed_at: Date;
}

export interface EventObject {
  readonly id: string;
  readonly type: string;
  readonly qualifier: string;
}

/** OCEL 2.0 event: what happened, when, to which objects. */
export interface EventTable {
  seq: GeneratedAlways<string>;
  id: string;
  type: string;
  time: Date;
  source: string;
  attributes: Json<Record<string, unknown>>;
  objects: Json<EventObject[]>;
  recorded_at: GeneratedAlways<Date>;
}

export interface OutboxTable {
  seq: GeneratedAlways<string>;
  id: string;
  topic: string;
  payload: Buffer;
  created_at: GeneratedAlways<Date>;
  sent_at: Date | null;
}

export interface PlantClockTable {
  id: Generated<boolean>;
  plant_anchor: Date;
  wall_anchor: Date;
  speed: number;
}

/** A message of a machine that could not be taken, until somebody has mended what it lacked and sent it again. */
export interface SetAsideMessageTable {
  id: GeneratedAlways<string>;
  topic: string;
  payload: Buffer;
  code: string;
  details: Json<ErrorDetails>;
  message_key: string;
  times: Generated<number>;
  received_at: GeneratedAlways<Date>;
  last_at: Generated<Date>;
  /** Open: waits for a person. Resent: waits to be taken again. */
  status: Generated<"Open" | "Resent" | "Taken" | "Dismissed">;
  settled_by: string | null;
  settled_at: Date | null;
}

export interface IdempotencyKeyTable {
  key: string;
  user_id: string;
  request_hash: string;
  response: Json<object>;
  created_at: GeneratedAlways<Date>;
}
