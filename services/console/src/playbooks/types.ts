import type { Bilingual } from "../lib/language.ts";
import { type DecisionLeave, decisionFields, type Leave, leaveFields } from "../lib/leave.ts";

export interface Step {
  readonly do: string;
  readonly id: string;
  readonly [field: string]: unknown;
}
export interface Definition {
  readonly name: Bilingual;
  readonly trigger: { readonly kind: string; readonly [field: string]: unknown };
  readonly steps: readonly Step[];
  readonly [field: string]: unknown;
}
export interface Approval {
  readonly id: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly status: string;
  readonly expiresAt: string;
  readonly may: DecisionLeave;
}
export interface RunStep {
  readonly id: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly text: Bilingual | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly evidence: readonly { readonly kind: string; readonly id: string; readonly facts: object }[];
  readonly approval: Approval | null;
}
export interface Run {
  readonly id: string;
  readonly status: string;
  readonly reason: Bilingual | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly steps?: readonly RunStep[];
  readonly definition?: Definition;
}
export interface Playbook {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
  readonly leave: Leave;
  readonly turnOff: Leave;
  readonly next: string | null;
  readonly definition: Definition;
  readonly runs: readonly Run[];
}
export interface Notice {
  readonly id: string;
  readonly role: string;
  readonly kind: string;
  readonly text: Bilingual;
  readonly createdAt: string;
  readonly runId: string;
  readonly acknowledgedBy: string | null;
  readonly leave: Leave;
}
/** A JSON schema, with the words of a field. */
export interface Schema {
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly zh?: string;
  readonly en?: string;
}
export interface Form {
  readonly schema: Schema;
  readonly reading: readonly string[];
  readonly acting: readonly string[];
  readonly tools: readonly {
    readonly name: string;
    readonly title: Bilingual;
    readonly arguments: readonly string[];
  }[];
  readonly events: readonly string[];
}
export interface Problem {
  readonly path: string;
  readonly message: Bilingual;
}

const runFields = "id status reason { zh en } startedAt finishedAt facts";
export const playbooksQuery = `query Playbooks($first: Int!) { playbooks { id version active leave ${leaveFields} turnOff ${leaveFields} next definition runs(first: 8) { ${runFields} } }
  notices(first: $first) { id role kind text { zh en } createdAt runId acknowledgedBy leave ${leaveFields} } playbookForm }`;
export const runQuery = `query PlaybookRun($id: ID!) { playbookRun(id: $id) { ${runFields} definition
  steps { id status outcome text { zh en } facts evidence approval { id argsHash planVersion status expiresAt may ${decisionFields} } } } }`;
export const checkQuery =
  "query CheckPlaybook($d: JSON!, $id: ID) { checkPlaybook(definition: $d, id: $id) { path message { zh en } } }";
export const tryQuery =
  "query TryPlaybook($d: JSON!, $from: DateTime!, $to: DateTime!) { tryPlaybook(definition: $d, from: $from, to: $to) { seen starts } }";
export const saveMutation =
  "mutation SavePlaybook($id: ID, $base: Int!, $d: JSON!, $key: String!) { savePlaybook(id: $id, base: $base, definition: $d, idempotencyKey: $key) { id } }";
export const activeMutation =
  "mutation SetPlaybook($id: ID!, $active: Boolean!, $key: String!) { setPlaybookActive(id: $id, active: $active, idempotencyKey: $key) { id } }";
export const startMutation =
  "mutation StartPlaybook($id: ID!, $key: String!) { startPlaybook(id: $id, idempotencyKey: $key) { runId } }";
export const seenMutation =
  "mutation SeeNotice($id: ID!, $key: String!) { acknowledgeNotice(id: $id, idempotencyKey: $key) { id } }";
export const decideMutation =
  "mutation DecideAct($id: ID!, $hash: String!, $plan: Int!, $approve: Boolean!) { decideApproval(approvalId: $id, argsHash: $hash, planVersion: $plan, approve: $approve) }";

/** Every schema within a schema that has a field of a constant value: a kind of step or trigger. */
export const kindsIn = (schema: Schema, field: "do" | "kind"): ReadonlyMap<string, Schema> => {
  const found = new Map<string, Schema>();
  const look = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const own = one as Schema;
    const kind = own.properties?.[field]?.const;
    if (kind) found.set(kind, own);
    for (const inner of Object.values(one)) look(inner);
  };
  look(schema);
  return found;
};

/** The same JSON with another value at a path such as ["steps", 0, "text"]. */
export const withValue = <T>(json: T, [first, ...rest]: readonly (string | number)[], value: unknown): T => {
  if (first === undefined) return value as T;
  if (Array.isArray(json)) return json.with(Number(first), withValue(json[Number(first)], rest, value)) as T;
  const { [first]: inner, ...others } = (json ?? {}) as Record<string, unknown>;
  return (
    rest.length === 0 && value === undefined ? others : { ...json, [first]: withValue(inner, rest, value) }
  ) as T;
};
