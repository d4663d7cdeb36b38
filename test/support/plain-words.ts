import { expect } from "vitest";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import { createKnowledge as createRepairKnowledge } from "../../agents/repair/knowledge.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import type { ToolArguments, ToolName } from "../../agents/runtime/tool.ts";
import { deskHere } from "../../agents/scheduler/desk.ts";
import { createPlanning } from "../../agents/scheduler/planning.ts";
import { createHandlers } from "../../agents/steward/handlers.ts";
import { understand } from "../../agents/steward/understand.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { createKnowledge } from "../../services/knowledge/knowledge.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant } from "./plant.ts";

/** The call before, from which a sentence may go on. */
export type Last = Parameters<typeof understand>[4];

/** A planned plant whose sentences are read and answered without a model, a worker or a page. */
export const startPlainWords = async () => {
  const plant = await createTestPlant();
  const clock = createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ desk: deskHere(plant.db), clock, budgetMs: 300, seed: 1 });
  const handlers = createHandlers({
    desk: deskHere(plant.db),
    planning,
    repairMs: 100,
    repairs: createRepairKnowledge(plant.db),
    knowledge: createKnowledge({ db: plant.db }),
    documents: noDocuments,
    staleInstructions: "warn",
  });
  await planning.makePlan({ requestId: "first", reason: { kind: "asked", text: "test" } });
  /** What a sentence comes to without a model. */
  const certain = async (text: string, mentioned: object = {}, last?: Last) =>
    (await understand(plant.db, demoEpoch(), text, mentioned, last)).certain;
  /** What is answered, every figure of which stands in the evidence. */
  const answer = async (text: string, call?: ToolArguments & { readonly tool: ToolName }) => {
    const { tool, ...args } = call ?? (await certain(text))!;
    const result = await handlers[tool]({
      db: plant.db,
      clock,
      tool,
      toolCallId: text,
      actorId: "li.wei",
      args,
      text,
    });
    for (const language of ["zh", "en"] as const)
      expect(inventedBy(result, args, language), result.text[language]).toEqual([]);
    return result;
  };
  const calls = async (expected: object | undefined, ...sentences: readonly string[]) => {
    for (const text of sentences) expect([text, await certain(text)]).toEqual([text, expected]);
  };
  return { plant, certain, answer, calls, close: () => plant.close() };
};
export type PlainWords = Awaited<ReturnType<typeof startPlainWords>>;
