import { expect } from "vitest";
import type { RoleCheck, ToolContext } from "../../agents/runtime/context.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import type { ToolArguments, ToolName } from "../../agents/runtime/tool.ts";
import { understand } from "../../agents/steward/understand.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestHandlers } from "./handlers.ts";
import { createTestPlant } from "./plant.ts";

/** The call before, from which a sentence may go on. */
export type Last = Parameters<typeof understand>[4];

/** A planned plant whose sentences are read and answered without a model, a worker or a page. */
export const startPlainWords = async () => {
  const plant = await createTestPlant();
  const { clock, planning, handlers } = createTestHandlers(plant.db);
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
  /** What a role says of a call that waits for approval. */
  const check = (
    run: RoleCheck["run"],
    call: Pick<ToolContext, "tool" | "args" | "text">,
  ): ReturnType<RoleCheck["run"]> =>
    run({ db: plant.db, clock, toolCallId: call.text, actorId: "li.wei", ...call });
  const calls = async (expected: object | undefined, ...sentences: readonly string[]) => {
    for (const text of sentences) expect([text, await certain(text)]).toEqual([text, expected]);
  };
  return { plant, certain, answer, check, calls, close: () => plant.close() };
};
export type PlainWords = Awaited<ReturnType<typeof startPlainWords>>;
