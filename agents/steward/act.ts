import type { PlantClock } from "../../services/core/clock.ts";
import type { Logger } from "../../services/core/log.ts";
import type { Db } from "../../services/mes/database.ts";
import type { PlantDocuments } from "../process/instruction/passages.ts";
import type { StewardActivities } from "../runtime/activities.ts";
import type { ContentFilter } from "../runtime/content-filter.ts";
import type { ToolHandler } from "../runtime/context.ts";
import type { ToolName } from "../runtime/tool.ts";
import type { Desk } from "../scheduler/desk/desk.ts";
import { createAnswer } from "./act/answer.ts";
import { createCheck } from "./act/check.ts";
import { createClose } from "./act/close.ts";
import { createConsent } from "./act/consent.ts";
import { createExecute } from "./act/execute.ts";
import { createFail } from "./act/fail.ts";
import { createPropose } from "./act/propose.ts";
import { createChecks } from "./checks.ts";

export interface ActDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  readonly filter: Pick<ContentFilter, "shown">;
  /** Who works on whole plans. */
  readonly desk: Desk;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  readonly documents: PlantDocuments;
  readonly staleInstructions: "warn" | "block";
  /** Seconds of wall time that a proposal waits for a person. */
  readonly approvalTtlS: number;
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
  readonly log: Logger;
}

type ActActivities = Omit<StewardActivities, "interpret">;

/** The activities that follow a call: checks, proposal, decision, act, closing word. */
export const createAct = ({
  db,
  clock,
  handlers,
  filter,
  desk,
  repairMs,
  documents,
  staleInstructions,
  approvalTtlS,
  fourEyes,
  log,
}: ActDeps): ActActivities => {
  const answer = createAnswer({ db, clock, filter, log });
  const consent = createConsent({ db, clock, fourEyes });
  const fail = createFail({ db, answer });
  return {
    check: createCheck(db, createChecks(repairMs, { documents, staleInstructions }, desk), answer),
    propose: createPropose({ db, answer, consent, approvalTtlS }),
    recordDecision: consent.recordDecision,
    executeTool: createExecute({ db, handlers, answer, consent, fail }),
    ...createClose({ db, answer, consent, fail }),
  };
};
