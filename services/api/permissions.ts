import type { GraphQLSchema } from "graphql";
import type { ToolName } from "../../agents/runtime/tool.ts";
import { MillwrightError } from "../core/errors.ts";
import { type PersonRole, personRoles } from "../core/roles.ts";
import { toGraphQLError } from "./graphql/builder.ts";
import { type Leave, leaveOf, notByAuthor } from "./leave.ts";
import type { Viewer } from "./session.ts";

/** Who may do something: whoever knows the address, whoever is signed in, or who holds one of the roles. */
export type Permission = "public" | "signedIn" | readonly PersonRole[];

interface MutationRule {
  readonly may: Exclude<Permission, "public">;
  /** Tools whose act this does without a second person: refused where the plant wants two for them. */
  readonly alone?: readonly ToolName[];
}

/** Who looks after documents. */
export const documentKeepers: readonly PersonRole[] = ["process", "manager", "integrator"];
/** Who may keep pictures of defects and checkpoints. */
export const imageKeepers: readonly PersonRole[] = ["process", "repair", "automation", "integrator"];
const people = personRoles.filter((role) => role !== "integrator");

/**
 * What each GraphQL mutation asks for, held before its resolver runs. Where a rule of the plant decides further, such as the role
 * of an approval or of an alert, the resolver does so too. A mutation that is not here ends the start.
 */
export const mutationRules: Readonly<Record<string, MutationRule>> = {
  acknowledgeAlert: { may: people },
  acknowledgeNotice: { may: people },
  assignPatrolFinding: { may: people },
  checkAudit: { may: ["manager"] },
  closeDefectCluster: { may: ["process", "manager"] },
  closePatrolFinding: { may: people },
  confirmCellSetUp: { may: ["automation"] },
  createRequisition: { may: ["dispatcher"], alone: ["create_requisition"] },
  // The approval itself names the one role that may decide it.
  decideApproval: { may: people },
  decidePlanProposal: { may: ["planner"] },
  dismissMessages: { may: ["integrator", "automation", "manager"] },
  editInstruction: { may: ["process"] },
  endAlertRule: { may: ["manager", "planner", "process"] },
  importDocument: { may: documentKeepers },
  moveInstruction: { may: ["process"] },
  proposeCellJob: { may: ["automation", "dispatcher"] },
  proposeCellRun: { may: ["automation", "dispatcher"] },
  proposeRepair: { may: ["planner", "dispatcher"] },
  pseudonymisePerson: { may: ["manager"] },
  recordRepair: { may: ["repair"] },
  reportPatrol: { may: personRoles },
  reportInspection: { may: ["integrator"] },
  // Whoever holds any role is at work here.
  stopCell: { may: personRoles },
  enterCell: { may: personRoles },
  // For somebody else it asks for the role that looks after the cell.
  leaveCell: { may: personRoles },
  resendMessages: { may: ["integrator", "automation", "manager"] },
  resetCell: { may: ["automation"] },
  saveCell: { may: ["automation"] },
  savePatrolRoute: { may: ["automation", "manager"] },
  saveRoadmap: { may: ["automation"] },
  // Oil on the floor is not left until the day shift.
  cancelTransport: { may: ["dispatcher", "automation"] },
  forgetVehicle: { may: ["automation"] },
  setZone: { may: ["automation", "dispatcher"] },
  liftZone: { may: ["automation", "dispatcher"] },
  seeToCellUnit: { may: ["automation"] },
  releaseWorkOrder: { may: ["dispatcher"], alone: ["release_order"] },
  requestPlan: { may: ["planner"], alone: ["make_plan"] },
  watchCharacteristic: { may: ["process", "manager", "planner"], alone: ["watch_step"] },
  setAlertRule: { may: ["manager", "planner"], alone: ["set_alert"] },
  setWorkOrderHold: { may: ["dispatcher"], alone: ["hold_order", "resume_order"] },
  // A playbook asks for the roles that its acts need.
  savePlaybook: { may: people },
  setPlaybookActive: { may: people },
  startPlaybook: { may: people },
  settleInstruction: { may: ["process"] },
  verifyDefect: { may: ["process", "repair"] },
  withdrawDocument: { may: documentKeepers },
  writeInstruction: { may: ["process"] },
  writeRecords: { may: ["integrator"] },
};

/** What each HTTP route asks for; one that is not here ends the start. GraphQL asks for more by its fields. */
export const routeRules: Readonly<Record<string, Permission>> = {
  "GET /*": "public",
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /metrics": "signedIn",
  "GET /auth/demo-users": "public",
  "POST /auth/sign-in": "public",
  "POST /auth/sign-out": "public",
  "GET /graphql": "signedIn",
  "POST /graphql": "signedIn",
  "OPTIONS /graphql": "public",
  "GET /export/ocel.json": "signedIn",
  // Whoever is no manager gets his own acts.
  "GET /export/audit.csv": "signedIn",
  "GET /export/instruction.html": "signedIn",
  "POST /documents": documentKeepers,
  "GET /documents/:id/:revision": "signedIn",
  "POST /inspection/images": imageKeepers,
  "GET /inspection/images/:id": "signedIn",
};

/** Who sees what others have done, from where, and what the content filter held back of them. */
export const seesWholeAudit = ({ roles }: Pick<Viewer, "roles">): boolean => roles.includes("manager");

/** @throws Error for a route that nobody has thought about. */
export const requireRule = (method: string, url: string): void => {
  const name = `${method === "HEAD" ? "GET" : method} ${url}`;
  if (!Object.hasOwn(routeRules, name)) throw new Error(`routeRules does not say who may ask for ${name}`);
};

/** Whether the roles suffice. */
export const mayDo = (rule: Permission, roles: readonly string[]): boolean =>
  typeof rule === "string" || rule.some((role) => roles.includes(role));

const soleAct = ({ alone = [] }: MutationRule, fourEyes: ReadonlySet<string>): ToolName | undefined =>
  alone.find((tool) => fourEyes.has(tool));

/** What the matrix says of a mutation to somebody. */
export const mutationLeave = (name: string, viewer: Viewer, fourEyes: ReadonlySet<string>): Leave => {
  const rule = mutationRules[name]!;
  if (typeof rule.may === "string") return { allowed: true, roles: personRoles };
  return notByAuthor(leaveOf(rule.may, viewer), soleAct(rule, fourEyes) !== undefined);
};

const requirePermission = (name: string, viewer: Viewer, fourEyes: ReadonlySet<string>) => {
  const { allowed, roles, refusal } = mutationLeave(name, viewer, fourEyes);
  if (allowed) return;
  throw refusal === "FOUR_EYES"
    ? new MillwrightError("FOUR_EYES", { act: soleAct(mutationRules[name]!, fourEyes)!, person: viewer.id })
    : new MillwrightError("FORBIDDEN", { role: [...roles] });
};

/** Puts the matrix before every mutation. @throws Error for a mutation without a rule, or a rule without its mutation. */
export const guarded = (schema: GraphQLSchema): GraphQLSchema => {
  const fields = schema.getMutationType()?.getFields() ?? {};
  const gone = Object.keys(mutationRules).filter((name) => !fields[name]);
  if (gone.length > 0) throw new Error(`mutationRules names what is no mutation: ${gone.join(", ")}`);
  for (const [name, field] of Object.entries(fields)) {
    const rule = mutationRules[name];
    const { resolve } = field;
    if (!rule || !resolve) throw new Error(`mutationRules does not say who may do ${name}`);
    field.resolve = (root, args, context, info) => {
      try {
        requirePermission(name, context.viewer, context.fourEyes);
      } catch (error) {
        throw error instanceof MillwrightError ? toGraphQLError(error) : error;
      }
      return resolve(root, args, context, info);
    };
  }
  return schema;
};
