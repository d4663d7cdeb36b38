import type { ColumnType, Generated } from "kysely";
import type { Bilingual } from "../../core/errors.ts";
import type { Json } from "./json.ts";
import type { Happening } from "./plan.ts";

/** Playbooks, their runs, and what people were told by them. */
export interface PlaybookTables {
  playbook: PlaybookTable;
  playbook_version: PlaybookVersionTable;
  playbook_run: PlaybookRunTable;
  playbook_step: PlaybookStepTable;
  playbook_due: PlaybookDueTable;
  /** How far the stream of events was looked at: a cursor of the event reader. */
  playbook_position: { id: Generated<boolean>; cursor: string };
  notice: NoticeTable;
}

export interface PlaybookTable {
  id: string;
  version: number;
  is_active: Generated<boolean>;
  active_after: ColumnType<string, string | undefined, string>;
  checked_until: Date;
  created_at: Date;
}

export interface PlaybookVersionTable {
  playbook_id: string;
  version: number;
  /** What it is, the agents know. */
  definition: Json<object>;
  saved_by: string;
  saved_at: Date;
}

/** What is known by name in a run; a text in both languages is one too. */
export type PlaybookFact = string | number | boolean | null | Bilingual;
export type PlaybookFacts = Readonly<Record<string, PlaybookFact>>;

export type PlaybookRunStatus = "Running" | "Done" | "Failed" | "Skipped" | "Stopped";

export interface PlaybookRunTable {
  id: string;
  playbook_id: string;
  version: number;
  cause: string;
  status: PlaybookRunStatus;
  reason: ColumnType<Bilingual | null, string | undefined, string>;
  facts: Json<Record<string, PlaybookFact>>;
  started_at: Date;
  finished_at: Date | null;
  is_handed_on: Generated<boolean>;
}

export interface PlaybookStepTable {
  run_id: string;
  step_id: string;
  position: number;
  status: "Waiting" | "Done" | "Failed";
  outcome: string | null;
  text: ColumnType<Bilingual | null, string | undefined, string>;
  facts: ColumnType<Record<string, PlaybookFact>, string | undefined, string>;
  evidence: ColumnType<object[], string | undefined, string>;
  /** What a reading step imagined; a repair of the plan after it can be proposed. */
  happening: ColumnType<Happening | null, string | undefined, string>;
  tool_call_id: string | null;
  wait_until: Date | null;
  started_at: Date;
  finished_at: Date | null;
}

export interface PlaybookDueTable {
  playbook_id: string;
  event_id: string;
  seq: string;
  due_at: Date;
}

export interface NoticeTable {
  id: string;
  role: string;
  kind: "told" | "task";
  text: Json<Bilingual>;
  evidence: ColumnType<object[], string | undefined, string>;
  run_id: string;
  created_at: Date;
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
}
