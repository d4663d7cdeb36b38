import { noDocuments } from "../../agents/process/instruction/passages.ts";
import { createKnowledge as createRepairKnowledge } from "../../agents/repair/knowledge.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { createHandlers } from "../../agents/steward/handlers.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { createKnowledge } from "../../services/knowledge/knowledge.ts";
import type { Db } from "../../services/mes/database.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";

/** What all tools rest on, in the test's own process: a clock that begins with the demonstration, quick plans, no drafts. */
export const createTestHandlers = (db: Db) => {
  const clock = createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 });
  const desk = deskHere(db);
  const planning = createPlanning({ desk, clock, budgetMs: 300, seed: 1 });
  const handlers = createHandlers({
    desk,
    planning,
    repairMs: 100,
    repairs: createRepairKnowledge(db),
    knowledge: createKnowledge({ db }),
    documents: noDocuments,
    staleInstructions: "warn",
  });
  return { clock, planning, handlers };
};
