import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import { openToolCall } from "../../runtime/open-call.ts";
import { rolesNeeded } from "../../runtime/playbook/check.ts";
import { argument, told } from "../../runtime/playbook/facts.ts";
import type { Playbook, Step } from "../../runtime/playbook/model.ts";
import { lineWords, toolNamed } from "../../runtime/tool.ts";
import type { Desk } from "../../scheduler/desk/desk.ts";

export interface ActToOpen {
  readonly db: Db;
  /** The same request opens one call. */
  readonly requestId: string;
  readonly conversationId: string;
  readonly playbook: Playbook;
  readonly step: Extract<Step, { do: "propose" }>;
  readonly facts: PlaybookFacts;
  /** What the step that it goes by has imagined. */
  readonly happening: Happening | undefined;
  readonly actorId: string;
  readonly desk: Desk;
  readonly repairMs: number;
  readonly now: Date;
}

/** Whose playbook it is, with the roles that they have now. @throws MillwrightError FORBIDDEN. */
const requireActor = async (db: Db, id: string, playbook: Playbook) => {
  const person = await db.selectFrom("app_user").selectAll().where("id", "=", id).executeTakeFirst();
  for (const anyOf of rolesNeeded(playbook))
    if (!person || !anyOf.some((role) => person.roles.includes(role)))
      throw new MillwrightError("FORBIDDEN", { role: anyOf.join(", ") });
  return { id, nameZh: person?.name_zh ?? id };
};

/**
 * Opens the tool call of a proposing step, which goes the way of every call that somebody made by hand: checks, approval
 * by the tool's policy, act. Undefined where the step that it goes by found nothing to mend.
 *
 * @throws MillwrightError FORBIDDEN where who wrote the playbook may not ask for the act any more; INVALID_INPUT.
 */
export const openAct = async (
  act: ActToOpen,
): Promise<{ readonly toolCallId: string; readonly text: Bilingual } | undefined> => {
  const { db, requestId, conversationId, playbook, step, facts, happening, actorId, desk, repairMs, now } =
    act;
  const actor = await requireActor(db, actorId, playbook);
  const { language } = playbook;
  const tool = toolNamed(step.tool);
  const name = told(playbook.name, facts);
  if (step.tool === "adopt_repair") {
    if (!happening) return undefined;
    const proposal = await desk.ask("proposeRepair", {
      requestId,
      happening,
      budgetMs: repairMs,
      actor,
      conversationId,
      language,
      now,
    });
    return { toolCallId: proposal.tool_call_id, text: proposal.cause };
  }
  const given = Object.fromEntries(
    Object.keys(tool.arguments.shape).map((key) => {
      const value = step.args[key];
      return [
        key,
        value === undefined
          ? key === "line"
            ? (lineWords[step.tool] ?? null)
            : null
          : argument(value, facts),
      ];
    }),
  );
  const parsed = tool.arguments.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new MillwrightError("INVALID_INPUT", {
      path: `${step.id}.args.${issue?.path.join(".") ?? ""}`,
      problem: issue?.message ?? "",
    });
  }
  const args = Object.fromEntries(
    Object.entries(parsed.data)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  );
  const shown = Object.values(args).join(" → ");
  const text = {
    zh: `流程“${name.zh}”：${tool.title.zh} ${shown}`.trim(),
    en: `Playbook "${name.en}": ${tool.title.en} ${shown}`.trim(),
  };
  const toolCallId = await db.transaction().execute(async (tx) => {
    const call = await openToolCall(tx, {
      requestId,
      conversationId,
      user: actor,
      text: text[language],
      language,
      tool: step.tool,
    });
    await call.resolveArguments(args);
    return call.toolCallId;
  });
  return { toolCallId, text };
};
