import { MillwrightError } from "../../services/core/errors.ts";
import { analystCheck } from "../analyst/set-alert.ts";
import { checkStepWatch } from "../analyst/watch-step.ts";
import { equipmentCheck } from "../equipment/checks.ts";
import { operatorCheck } from "../operator/checks.ts";
import { createProcessCheck, type ProcessPolicy } from "../process/checks.ts";
import { resourceCheck } from "../resource/checks.ts";
import { robotCheck } from "../robot/check.ts";
import type { Check, RoleCheck, ToolContext } from "../runtime/context.ts";
import type { CheckRole } from "../runtime/tool.ts";
import { dispatcherCheck } from "../scheduler/checks.ts";
import type { Desk } from "../scheduler/desk/desk.ts";
import { createSchedulerCheck } from "../scheduler/proposals/adopt.ts";
import { failedCheck } from "./failed-check.ts";
import { checkLineWatch } from "./playbook/watch-line.ts";

/** What is watched, a figure, a test step or the state of a line, has been tried on the past. */
const watchCheck: RoleCheck = {
  ...analystCheck,
  run: (context) => {
    if (context.tool === "watch_step") return checkStepWatch(context);
    return context.tool === "watch_line" ? checkLineWatch(context) : analystCheck.run(context);
  },
};

/** Who answers for what, one for each role. @param repairMs Time to look for a better repair of the plan than the first one. */
export const createChecks = (
  repairMs: number,
  process: ProcessPolicy,
  desk: Desk,
): Readonly<Record<CheckRole, RoleCheck>> => ({
  dispatcher: dispatcherCheck,
  process: createProcessCheck(process),
  equipment: equipmentCheck,
  resource: resourceCheck,
  operator: operatorCheck,
  scheduler: createSchedulerCheck(repairMs, desk),
  analyst: watchCheck,
  robot: robotCheck,
});

/** What a role says of a call. What forbids the act is its answer; only what may pass by itself is thrown. */
export const runCheck = async ({ run }: RoleCheck, context: ToolContext): Promise<Check> => {
  try {
    return await run(context);
  } catch (error) {
    if (error instanceof MillwrightError && !error.retryable) return failedCheck(error, context.clock.now());
    throw error;
  }
};
