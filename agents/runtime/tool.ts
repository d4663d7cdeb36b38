import { z } from "zod";
import type { Bilingual } from "../../services/core/errors.ts";
import type { PersonRole } from "../../services/core/roles.ts";
import { type MetricId, metricIds } from "./metrics/metric.ts";
import type { Wish } from "./spoken/wish.ts";

/** What a person is shown as a reason: one thing of the plant, its facts, and where they were read. */
export interface Evidence {
  readonly kind:
    | "order"
    | "unit"
    | "lot"
    | "material"
    | "equipment"
    | "person"
    | "document"
    | "plan"
    | "tool"
    | "job"
    | "figure";
  readonly id: string;
  readonly label?: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Table or topic. */
  readonly source: string;
  /** Plant time of the reading, ISO 8601. */
  readonly at: string;
}

/** The five roles of the dispatch steward's checks, the scheduler's, who answers for plans, and the analyst's, for figures. */
export const checkRoles = [
  "dispatcher",
  "process",
  "equipment",
  "resource",
  "operator",
  "scheduler",
  "analyst",
  "robot",
] as const;
export type CheckRole = (typeof checkRoles)[number];

export type Policy =
  | { readonly kind: "automatic" }
  | {
      readonly kind: "confirm";
      readonly role: PersonRole;
      readonly checks: readonly CheckRole[];
      /** What is approved changes the plan in force: with another plan in force the approval holds no more. */
      readonly ofPlan?: boolean;
      /** What its check says tells a person more than its arguments do. */
      readonly isToldByCheck?: boolean;
    }
  | { readonly kind: "forbidden" };

/** An id of any plant's: which ones there are, the data store says. */
const id = z.string().min(1).max(100);
const order = id.nullable().describe("work order, such as WO-1042; null when none is named");
/** Words that stand for a line, by the tool that takes them. */
export const lineWords: Readonly<Record<string, string>> = {
  release_order: "earliest",
  line_status: "all",
  line_load: "all",
  output: "all",
  metric_value: "all",
  metric_trend: "all",
  metric_cause: "all",
  set_alert: "all",
};
export const isLineWord = (line: string): boolean => Object.values(lineWords).includes(line);
const noLineWord = `(?!(${[...new Set(Object.values(lineWords))].join("|")})$)`;
const line = (word: string) =>
  id
    .regex(new RegExp(`^(${word}$|${noLineWord})`))
    .nullable()
    .describe(`line, such as SMT-2, or ${word}; null when a line is meant but not named`);
const namedLine = (meaning: string) =>
  id
    .regex(new RegExp(`^${noLineWord}`))
    .nullable()
    .describe(meaning);
const material = id.nullable().describe("material, such as MAT-00123; null when none is named");
const product = id.nullable().describe("product, such as RRU-5201; null when none is named");
const unit = z
  .string()
  .regex(/^SN-\d{1,20}$/)
  .nullable()
  .describe("serial number of a unit, such as SN-10420007; null when none is named");
const metric = z
  .enum(metricIds)
  .nullable()
  .describe("the governed metric that is asked about; null when none is meant");
/** The most pieces of one inquiry, hours of a stop and days of a delay that are answered. */
export const mostPieces = 100_000;
export const mostHours = 168;
export const mostDays = 60;
const pieces = z.int().min(1).max(mostPieces).nullable().describe("pieces; null when not said");
const span = (most: number, meaning: string) =>
  z.number().gt(0).max(most).nullable().describe(`${meaning}; null when not said`);

/** Arguments that a tool may take; each one has a meaning of its own, the same in every tool. */
export interface ToolArguments {
  /** A governed metric. */
  readonly metric?: MetricId | null | undefined;
  readonly order?: string | null | undefined;
  readonly line?: string | null | undefined;
  readonly material?: string | null | undefined;
  readonly proposal?: string | null | undefined;
  /** A run of a robot cell. */
  readonly run?: string | null | undefined;
  readonly product?: string | null | undefined;
  /** A serial number. */
  readonly unit?: string | null | undefined;
  /** A vehicle, tool, lot, paper or person. */
  readonly thing?: string | null | undefined;
  /** Pieces. */
  readonly quantity?: number | null | undefined;
  /** How long a line stands still. */
  readonly hours?: number | null | undefined;
  /** How much later than expected. */
  readonly days?: number | null | undefined;
  /** Until when something is asked for, lasts or does not come: a day of the plant's calendar, "2026-11-27", or "2026-11-27T15:00". */
  readonly by?: string | null | undefined;
}

/** What one argument of a call may be. */
export type ToolArgument = NonNullable<ToolArguments[keyof ToolArguments]> | null;

export interface ToolDefinition {
  readonly name: string;
  readonly title: Bilingual;
  /** For a model that has to be told: when to use the tool. */
  readonly description: string;
  readonly arguments: z.ZodObject<Partial<Record<keyof ToolArguments, z.ZodType<ToolArgument>>>>;
  readonly policy: Policy;
  /** False for what no sentence may set going: it is offered to no model. */
  readonly spoken?: boolean;
  /** A wish that the words of a sentence tell beyond doubt: with it only this tool is offered, without it this tool never. */
  readonly wish?: Wish;
}

const automatic: Policy = { kind: "automatic" };
const confirmByDispatcher = (...checks: CheckRole[]): Policy => ({
  kind: "confirm",
  role: "dispatcher",
  checks,
});

const define = <const Name extends string>(
  name: Name,
  zh: string,
  en: string,
  description: string,
  shape: ToolDefinition["arguments"]["shape"],
  policy: Policy,
) => ({ name, title: { zh, en }, description, arguments: z.object(shape), policy }) satisfies ToolDefinition;

/** The closed set of tools: the one definition behind grammar, validation, policy, console card and listing. */
export const tools = [
  define(
    "release_order",
    "下达工单",
    "Release order",
    "Release, dispatch or start a work order on a line. line is the named line, or earliest when the user wants the soonest possible line or names none.",
    { order, line: line("earliest") },
    confirmByDispatcher("dispatcher", "process", "equipment", "resource", "operator"),
  ),
  define(
    "make_plan",
    "排产",
    "Make plan",
    "Make a new plan or replan all open orders.",
    {},
    { kind: "confirm", role: "planner", checks: ["scheduler"] },
  ),
  define(
    "explain_late",
    "延期原因",
    "Explain lateness",
    "Explain why one order is late or at risk.",
    { order },
    automatic,
  ),
  define(
    "late_orders",
    "延期工单",
    "Late orders",
    "List the orders that are late or will be.",
    {},
    automatic,
  ),
  define(
    "order_status",
    "工单进度",
    "Order status",
    "Tell where one order stands and when it will be done.",
    { order },
    automatic,
  ),
  define(
    "line_status",
    "产线状态",
    "Line status",
    "Tell what a line is doing; line is all for every line.",
    { line: line("all") },
    automatic,
  ),
  define(
    "check_kit",
    "齐套检查",
    "Check kit",
    "Tell whether an order's material is complete and what is short.",
    { order },
    automatic,
  ),
  define(
    "create_requisition",
    "创建领料单",
    "Create requisition",
    "Create the material requisition (pick list) of an order.",
    { order },
    confirmByDispatcher("resource"),
  ),
  define(
    "hold_order",
    "暂停工单",
    "Hold order",
    "Put an order on hold.",
    { order },
    confirmByDispatcher("dispatcher"),
  ),
  define(
    "resume_order",
    "恢复工单",
    "Resume order",
    "Resume an order that is on hold.",
    { order },
    confirmByDispatcher("dispatcher"),
  ),
  define(
    "cancel_order",
    "取消工单",
    "Cancel order",
    "Call an order off for good, so that it is not made; not for one that only has to wait.",
    { order },
    { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
  ),
  define(
    "move_order",
    "工单换线",
    "Move order",
    "Plan an order that is not released yet on another line; line is the line that it goes to.",
    { order, line: namedLine("the line that it goes to; null when none is named") },
    { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
  ),
  define(
    "stock_status",
    "库存查询",
    "Stock status",
    "Tell how much of a material is in stock.",
    { material },
    automatic,
  ),
  {
    ...define(
      "expedite_order",
      "提前工单",
      "Bring order forward",
      "Put an order before others in the plan, so that it ends earlier.",
      { order },
      { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
    ),
    wish: "earlier",
  },
  {
    ...define(
      "plan_status",
      "计划情况",
      "Plan status",
      "Tell how the plan in force is: its version, why it was made, how late it is, how well it is kept.",
      {},
      automatic,
    ),
    wish: "plan",
  },
  {
    ...define(
      "line_load",
      "产线负荷",
      "Line load",
      "Tell how full the lines are by the plan and which one is the bottleneck; line is all for every line.",
      { line: line("all") },
      automatic,
    ),
    wish: "load",
  },
  {
    ...define(
      "output",
      "产量与效率",
      "Output",
      "Tell what was made today or in another period of the past, and how well the lines did; line is all for every line.",
      { line: line("all") },
      automatic,
    ),
    wish: "output",
  },
  define(
    "metric_value",
    "指标查询",
    "Figure",
    "Tell a governed metric with its formula, for any period, split, product or shift of the past; line is all for every line.",
    { metric, line: line("all") },
    automatic,
  ),
  define(
    "metric_trend",
    "指标趋势",
    "Trend",
    "Show how a governed metric developed over time; line is all for every line.",
    { metric, line: line("all") },
    automatic,
  ),
  define(
    "metric_cause",
    "指标归因",
    "Cause",
    "Explain why a governed metric rose or fell; line is all for every line.",
    { metric, line: line("all") },
    automatic,
  ),
  define(
    "set_alert",
    "设置预警",
    "Set alert",
    "Watch a governed metric and tell somebody when it passes a threshold or its usual limits; line is all for every line.",
    { metric, line: line("all") },
    { kind: "confirm", role: "planner", checks: ["analyst"], isToldByCheck: true },
  ),
  {
    ...define(
      "ready_orders",
      "可下达工单",
      "Orders ready to release",
      "List the orders that could be released now, those first that the plan starts first.",
      {},
      automatic,
    ),
    wish: "ready",
  },
  {
    ...define(
      "short_material",
      "缺料清单",
      "Short material",
      "List the materials that orders of the plan wait for.",
      {},
      automatic,
    ),
    wish: "shortage",
  },
  {
    ...define(
      "diagnose_unit",
      "维修诊断",
      "Diagnose unit",
      "Tell what is probably wrong with a unit that failed its test and how to repair it, or which units wait for repair; unit is null when none is named.",
      { unit },
      automatic,
    ),
    wish: "repair",
  },
  {
    ...define(
      "look_up",
      "查编号",
      "Look up",
      "Tell what is known of a vehicle, stencil or fixture, lot, receipt, requisition, transport, job or person that is named.",
      { thing: id.nullable().describe("id or name, such as AGV-01; null when none is named") },
      automatic,
    ),
    wish: "thing",
  },
  {
    ...define("who_is_there", "当班人员", "Who is there", "Tell who is on shift now.", {}, automatic),
    wish: "people",
  },
  define(
    "write_document",
    "编写作业指导书",
    "Write work instruction",
    "Write, draft or generate the work instruction, SOP or process document of a product; product is null when none is named.",
    { product },
    automatic,
  ),
  {
    ...define("help", "能做什么", "What can be asked", "Tell what can be asked.", {}, automatic),
    wish: "help",
  },
  {
    ...define(
      "adopt_repair",
      "采用修复计划",
      "Adopt repaired plan",
      "Put a repaired plan that was proposed in force.",
      { proposal: z.string().regex(/^PROPOSAL-\d{1,9}$/) },
      { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
    ),
    spoken: false,
  },
  {
    ...define(
      "run_cell",
      "执行测试任务",
      "Run test cell",
      "Test units in a robot cell by the plan that was proposed.",
      { run: z.string().regex(/^CELLRUN-\d{1,15}$/) },
      { kind: "confirm", role: "automation", checks: ["robot"], isToldByCheck: true },
    ),
    spoken: false,
  },
  define(
    "promise_date",
    "承诺交期",
    "Promise date",
    "Tell when a new order of so many pieces of a product could be delivered.",
    { product, quantity: pieces },
    automatic,
  ),
  define(
    "what_if_down",
    "停机推演",
    "What if a line stops",
    "Tell what would happen to the plan if a line stood still; not for a line that is down already.",
    {
      line: namedLine("line, such as SMT-2; null when none is named"),
      hours: span(mostHours, "how many hours it stands still"),
    },
    automatic,
  ),
  define(
    "what_if_late",
    "晚到推演",
    "What if material is late",
    "Tell what would happen to the plan if the next receipt of a material came late.",
    { material, days: span(mostDays, "how many days late") },
    automatic,
  ),
  define(
    "ask_knowledge",
    "知识问答",
    "Ask the documents",
    "Answer from the plant's documents: limits, procedures, rules, test limits, torque, bake times, spare parts; how something is done or what is allowed.",
    {},
    automatic,
  ),
  define(
    "cannot_do",
    "无法办理",
    "Cannot do",
    "Anything that no other tool does: small talk, other systems, dangerous or unclear requests.",
    {},
    automatic,
  ),
] as const satisfies readonly ToolDefinition[];

export type ToolName = (typeof tools)[number]["name"];

/** What a sentence may come to: the tools that a model chooses from. */
export const spokenTools: readonly ToolDefinition[] = (tools as readonly ToolDefinition[]).filter(
  ({ spoken = true }) => spoken,
);

const byName = new Map<string, ToolDefinition>(tools.map((tool) => [tool.name, tool]));

export const isToolName = (name: unknown): name is ToolName => typeof name === "string" && byName.has(name);

/** Tools that are about a governed metric. */
const ofMetrics: ReadonlySet<string> = new Set(["metric_value", "metric_trend", "metric_cause", "set_alert"]);
export const takesMetric = (name: ToolName): boolean => ofMetrics.has(name);

/** Tools that take the moment until which something is asked for as their `by`. */
const untilDeadline: ReadonlySet<string> = new Set([
  "promise_date",
  "late_orders",
  "expedite_order",
  "line_load",
]);
/** Tools that take the moment until which something lasts or does not come. */
const untilEnd: ReadonlySet<string> = new Set(["what_if_down", "what_if_late"]);
export const takesDeadline = (name: ToolName): boolean => untilDeadline.has(name);
export const takesDate = (name: ToolName): boolean => untilDeadline.has(name) || untilEnd.has(name);

export const toolNamed = (name: ToolName): ToolDefinition => byName.get(name)!;
