import { rolesNeeded } from "../../../../agents/runtime/playbook/check.ts";
import type { Playbook } from "../../../../agents/runtime/playbook/model.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { type Leave, leaveOf } from "../../leave.ts";
import { mutationLeave } from "../../permissions.ts";
import type { GraphContext } from "../builder.ts";

/** Whether somebody may write a playbook, turn it on and start it: who may write any, with the roles that its acts need. */
export const writerLeave = (
  { viewer, fourEyes }: Pick<GraphContext, "viewer" | "fourEyes">,
  playbook: Playbook,
): Leave => {
  const all = [
    mutationLeave("savePlaybook", viewer, fourEyes),
    ...rolesNeeded(playbook).map((roles) => leaveOf(roles, viewer)),
  ];
  return all.find(({ allowed }) => !allowed) ?? all[0]!;
};

/** @throws MillwrightError FORBIDDEN. */
export const requireLeave = ({ allowed, roles }: Leave): void => {
  if (!allowed) throw new MillwrightError("FORBIDDEN", { role: roles.join(", ") });
};

/** A manager may turn any off. */
export const turnOffLeave = (
  context: Pick<GraphContext, "viewer" | "fourEyes">,
  playbook: Playbook,
): Leave => {
  const manager = leaveOf(["manager"], context.viewer);
  return manager.allowed ? manager : writerLeave(context, playbook);
};
