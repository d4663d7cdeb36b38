import { type ToolName, toolNamed, tools } from "../../agents/runtime/tool.ts";
import type { PersonRole } from "../core/roles.ts";
import type { Viewer } from "./session.ts";

/** Why somebody may not: a role is missing, or it takes a second person. */
type Refusal = "FORBIDDEN" | "FOUR_EYES";

/** Whether somebody may do something, and who may. */
export interface Leave {
  readonly allowed: boolean;
  readonly roles: readonly string[];
  readonly refusal?: Refusal | undefined;
}

/** Whoever holds one of the roles may. */
export const leaveOf = (roles: readonly string[], viewer: Pick<Viewer, "roles">): Leave =>
  roles.some((role) => viewer.roles.includes(role))
    ? { allowed: true, roles }
    : { allowed: false, roles, refusal: "FORBIDDEN" };

/** The same where it takes somebody else than who wrote or asked for it. */
export const notByAuthor = (leave: Leave, isAuthor: boolean): Leave =>
  leave.allowed && isAuthor ? { ...leave, allowed: false, refusal: "FOUR_EYES" } : leave;

/** What somebody may do of a proposal: who asked for it may always take it back. */
export interface DecisionLeave {
  readonly approve: Leave;
  readonly reject: Leave;
}

export const decisionLeave = (
  { tool, role, askedBy }: { readonly tool: string; readonly role: string; readonly askedBy: string },
  viewer: Pick<Viewer, "id" | "roles">,
  fourEyes: ReadonlySet<string>,
): DecisionLeave => {
  const reject = leaveOf([role], viewer);
  return { reject, approve: notByAuthor(reject, fourEyes.has(tool) && askedBy === viewer.id) };
};

/** Tools whose acts wait for a person, with the role that approves them. */
export const approvedTools: readonly { readonly tool: ToolName; readonly role: PersonRole }[] = tools.flatMap(
  ({ name }) => {
    const { policy } = toolNamed(name);
    return policy.kind === "confirm" ? [{ tool: name, role: policy.role }] : [];
  },
);
