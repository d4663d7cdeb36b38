import type { PlantClock } from "../../../services/core/clock.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import { deterministicId } from "../../../services/core/ids.ts";
import type { Logger } from "../../../services/core/log.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import type { ContentFilter } from "../../runtime/content-filter.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { groundedText } from "../../runtime/grounding.ts";
import { argument, factsOfResult, told } from "../../runtime/playbook/facts.ts";
import type { Step } from "../../runtime/playbook/model.ts";
import { lineWords, type ToolArguments, type ToolName, toolNamed } from "../../runtime/tool.ts";
import type { StepDone } from "./stored-steps.ts";

export interface ReadStepDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  readonly filter: Pick<ContentFilter, "shown">;
  readonly log: Logger;
}

type ReadStep = Extract<Step, { do: "read" }>;

/** Arguments of a reading tool, with what is known so far put in. @throws MillwrightError INVALID_INPUT. */
const argumentsOf = (step: ReadStep, facts: PlaybookFacts): ToolArguments => {
  const { arguments: schema } = toolNamed(step.tool);
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => {
      const value = step.args[name];
      if (value !== undefined) return [name, argument(value, facts)];
      return [name, name === "line" ? (lineWords[step.tool] ?? null) : null];
    }),
  );
  const args = schema.safeParse(given);
  if (args.success) return args.data as ToolArguments;
  const [issue] = args.error.issues;
  throw new MillwrightError("INVALID_INPUT", {
    path: `${step.id}.args.${issue?.path.join(".") ?? ""}`,
    problem: issue?.message ?? "",
  });
};

/** Calls a reading tool; what it says is stored only where its evidence holds every figure of it. */
export const createReadStep =
  ({ db, clock, handlers, filter, log }: ReadStepDeps) =>
  async (step: ReadStep, facts: PlaybookFacts, actorId: string, runId: string): Promise<StepDone> => {
    const args = argumentsOf(step, facts);
    const toolCallId = deterministicId("playbook-read", runId, step.id);
    const result = await handlers[step.tool]({
      db,
      clock,
      tool: step.tool,
      toolCallId,
      actorId,
      args,
      text: told({ zh: step.ask, en: step.ask }, facts).zh,
    });
    const { text: grounded, invented } = groundedText(result, args);
    if (invented.length > 0) log.error({ runId, step: step.id, invented }, "answer not grounded");
    const shown = await filter.shown(toolCallId, undefined, { ...result, text: grounded });
    return {
      outcome: "found",
      text: shown.text,
      facts: factsOfResult(step.id, shown),
      evidence: shown.evidence,
      happening: result.happening,
    };
  };
