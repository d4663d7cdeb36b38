import { Context } from "@temporalio/activity";
import type { PlantClock } from "../../services/core/clock.ts";
import type { Logger } from "../../services/core/log.ts";
import type { Knowledge } from "../../services/knowledge/knowledge.ts";
import type { Db } from "../../services/mes/database.ts";
import type { PlantDocuments } from "../process/instruction/passages.ts";
import type { RepairKnowledge } from "../repair/knowledge.ts";
import type { CellDriver } from "../robot/drive.ts";
import type {
  CellActivities,
  PlanningActivities,
  PlaybookActivities,
  StewardActivities,
} from "../runtime/activities.ts";
import { createContentFilter } from "../runtime/content-filter.ts";
import type { LanguageModel } from "../runtime/llm.ts";
import type { Desk } from "../scheduler/desk/desk.ts";
import type { Planning } from "../scheduler/desk/planning.ts";
import { createAct } from "./act.ts";
import { createHandlers } from "./handlers.ts";
import { createInterpret } from "./interpret.ts";
import { createPlaybookActivities } from "./playbook/advance.ts";

export interface ActivityDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly model: LanguageModel;
  /** Who works on whole plans. */
  readonly desk: Desk;
  readonly planning: Planning;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** Sees runs of robot cells through. */
  readonly driveCell: CellDriver;
  /** What the repair expert has learnt. */
  readonly repairs: RepairKnowledge;
  /** What the plant's documents say. */
  readonly knowledge: Knowledge;
  /** The plant's documents in force, which work instructions cite. */
  readonly documents: PlantDocuments;
  /** Whether an order may be released whose work instruction is no longer what the master data say. */
  readonly staleInstructions: "warn" | "block";
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
  readonly approvalTtlS: number;
  readonly leastConfidence: number;
  readonly log: Logger;
}

/** Everything that the workflows may ask for, over what this process was given. */
export const createActivities = (
  deps: ActivityDeps,
): StewardActivities & PlanningActivities & CellActivities & PlaybookActivities => {
  const handlers = createHandlers(deps);
  const filter = createContentFilter(deps.db, deps.clock);
  return {
    interpret: createInterpret({ ...deps, filter }),
    ...createAct({ ...deps, handlers, filter }),
    ...createPlaybookActivities({ ...deps, handlers, filter }),
    driveCell: ({ run }) => deps.driveCell(run, Context.current().cancellationSignal),
    makePlan: async (input) => ({ version: await deps.planning.makePlan(input) }),
  };
};
