import type { GraphQLResolveInfo } from "graphql";
import { expect, test } from "vitest";
import { type ToolName, toolNamed, tools } from "../../agents/runtime/tool.ts";
import { personRoles } from "../core/roles.ts";
import { schema } from "./graphql/schema.ts";
import { decisionLeave } from "./leave.ts";
import { guarded, mayDo, mutationLeave, mutationRules, requireRule, routeRules } from "./permissions.ts";

const mutations = schema.getMutationType()!.getFields();
/** What a mutation is refused with for somebody of one role; undefined where it goes on to what it does. */
const refusal = async (name: string, roles: readonly string[], fourEyes: readonly string[] = []) => {
  const viewer = { id: "somebody", nameZh: "", nameEn: "", roles };
  const context = { viewer, fourEyes: new Set(fourEyes) };
  try {
    // Without a data store nothing further can be done: any other failure comes after the door.
    await mutations[name]!.resolve!({}, {}, context, {} as GraphQLResolveInfo);
  } catch (error) {
    const code = (error as { extensions?: { code?: string } }).extensions?.code;
    return code === "FORBIDDEN" || code === "FOUR_EYES" ? code : undefined;
  }
  return undefined;
};

test("every mutation has a rule, and is refused to each role that the rule does not name", async () => {
  expect(Object.keys(mutations).sort()).toEqual(Object.keys(mutationRules).sort());
  for (const [name, { may }] of Object.entries(mutationRules))
    for (const role of [...personRoles, "no such role"])
      expect([name, role, await refusal(name, [role])]).toEqual([
        name,
        role,
        mayDo(may, [role]) ? undefined : "FORBIDDEN",
      ]);
});

test("no mutation is open to somebody without any role", async () => {
  for (const name of Object.keys(mutationRules))
    expect([name, await refusal(name, [])]).toEqual([name, "FORBIDDEN"]);
});

test("what a tool does with two people's consent cannot be done by one through a mutation", async () => {
  for (const [name, { may, alone = [] }] of Object.entries(mutationRules))
    for (const tool of alone)
      expect([name, await refusal(name, may as readonly string[], [tool])]).toEqual([name, "FOUR_EYES"]);
});

test("what people are told that they may do is what the door lets them do", async () => {
  for (const fourEyes of [[], ["release_order", "make_plan", "set_alert", "instructions"]])
    for (const name of Object.keys(mutationRules))
      for (const role of personRoles) {
        const viewer = { id: "somebody", nameZh: "", nameEn: "", roles: [role] };
        const { allowed, refusal: why } = mutationLeave(name, viewer, new Set(fourEyes));
        const refused = await refusal(name, [role], fourEyes);
        expect([name, role, why, allowed]).toEqual([name, role, refused, refused === undefined]);
      }
});

test("who asked for an act that takes two people may take it back, and not approve it", () => {
  const of = { tool: "release_order", role: "dispatcher", askedBy: "li.wei" };
  const viewer = (id: string, role: string) => ({ id, nameZh: "", nameEn: "", roles: [role] });
  const fourEyes = new Set(["release_order"]);
  expect(decisionLeave(of, viewer("li.wei", "dispatcher"), fourEyes)).toMatchObject({
    approve: { allowed: false, refusal: "FOUR_EYES", roles: ["dispatcher"] },
    reject: { allowed: true },
  });
  expect(decisionLeave(of, viewer("li.wei", "dispatcher"), new Set()).approve.allowed).toBe(true);
  expect(decisionLeave(of, viewer("zhao.lei", "dispatcher"), fourEyes).approve.allowed).toBe(true);
  expect(decisionLeave(of, viewer("zhang.min", "planner"), fourEyes)).toMatchObject({
    approve: { allowed: false, refusal: "FORBIDDEN" },
    reject: { allowed: false },
  });
});

/** Who may approve what each tool does, or null where nothing is to approve: changed on purpose only. */
const approvers: Readonly<Record<ToolName, string | null>> = {
  release_order: "dispatcher",
  make_plan: "planner",
  create_requisition: "dispatcher",
  hold_order: "dispatcher",
  resume_order: "dispatcher",
  cancel_order: "planner",
  move_order: "planner",
  change_order: "planner",
  expedite_order: "planner",
  set_alert: "planner",
  // Unless its check finds another role, which is the one that is told.
  watch_line: "planner",
  // Unless who is told may have it watched as well.
  watch_step: "process",
  adopt_repair: "planner",
  run_cell: "automation",
  test_units: "automation",
  // Drafts only, and refused by its handler to whoever is no process engineer.
  write_document: null,
  explain_late: null,
  late_orders: null,
  order_status: null,
  line_status: null,
  check_kit: null,
  stock_status: null,
  plan_status: null,
  line_load: null,
  line_gaps: null,
  output: null,
  metric_value: null,
  metric_trend: null,
  metric_cause: null,
  ready_orders: null,
  short_material: null,
  diagnose_unit: null,
  look_up: null,
  who_is_there: null,
  help: null,
  promise_date: null,
  what_if_down: null,
  what_if_late: null,
  what_if_shift: null,
  ask_knowledge: null,
  instruction_status: null,
  routing: null,
  inspection_status: null,
  patrol_status: null,
  overview: null,
  shift_report: null,
  planned_next: null,
  planned_work: null,
  can_release: null,
  proposal_impact: null,
  stuck_orders: null,
  list_orders: null,
  compare_orders: null,
  plan_changes: null,
  test_failures: null,
  capability: null,
  expected_receipts: null,
  what_if_order: null,
  who_decided: null,
  open_decisions: null,
  open_alerts: null,
  cannot_do: null,
};

test("every tool has the approver that is written down here", () => {
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(approvers).sort());
  for (const [name, approver] of Object.entries(approvers)) {
    const { policy } = toolNamed(name as ToolName);
    expect([name, policy.kind === "confirm" ? policy.role : null]).toEqual([name, approver]);
  }
});

test("a route and a mutation that nobody thought about end the start", () => {
  for (const name of Object.keys(routeRules)) {
    const [method = "", url = ""] = name.split(" ");
    expect(() => requireRule(method, url)).not.toThrow();
  }
  expect(() => requireRule("HEAD", "/healthz")).not.toThrow();
  expect(() => requireRule("DELETE", "/documents/:id/:revision")).toThrow("routeRules");
  const { resolve, ...bare } = mutations["recordRepair"]!;
  expect(resolve).toBeTypeOf("function");
  const odd = { getMutationType: () => ({ getFields: () => ({ ...mutations, surprise: bare }) }) };
  expect(() => guarded(odd as unknown as typeof schema)).toThrow("surprise");
});
