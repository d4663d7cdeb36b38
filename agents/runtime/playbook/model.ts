import { z } from "zod";
import { personRoles } from "../../../services/core/roles.ts";
import type { ToolName } from "../tool.ts";

/**
 * A playbook: what the house does by itself when something happens. One definition gives the check, the JSON schema and
 * the forms of the editor; `zh` and `en` beside a field are what people read there.
 */
const said = (zh: string, en: string) => ({ zh, en });

/** Reading tools that a step may call: all that only read and need no conversation. */
export const readingTools = [
  "line_status",
  "order_status",
  "check_kit",
  "explain_late",
  "late_orders",
  "stock_status",
  "plan_status",
  "line_load",
  "output",
  "metric_value",
  "metric_trend",
  "metric_cause",
  "ready_orders",
  "short_material",
  "diagnose_unit",
  "what_if_down",
  "what_if_late",
  "what_if_shift",
  "ask_knowledge",
  "inspection_status",
  "patrol_status",
] as const satisfies readonly ToolName[];

/** Acting tools that a step may propose; a person approves each by the tool's own policy. */
export const actingTools = [
  "adopt_repair",
  "make_plan",
  "expedite_order",
  "move_order",
  "cancel_order",
  "release_order",
  "create_requisition",
  "hold_order",
  "resume_order",
] as const satisfies readonly ToolName[];
export type ActingTool = (typeof actingTools)[number];

const comparisons = ["is", "isNot", "above", "below", "atLeast", "atMost", "oneOf", "known"] as const;

/** The name of a fact: who found it, and what: "event.line", "whatif.lateAfter". */
const factName = /^[a-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;
const fact = z.string().max(80).regex(factName, "must be a fact such as event.line");

const condition = z.strictObject({
  fact: fact.meta(said("事实", "Fact")),
  is: z.enum(comparisons).meta(said("比较", "Comparison")),
  value: z
    .union([z.string().max(200), z.number(), z.boolean()])
    .optional()
    .meta(said("值", "Value")),
});
export type Condition = z.infer<typeof condition>;

const conditions = z.array(condition).max(10);

const text = z
  .strictObject({ zh: z.string().max(500), en: z.string().max(500) })
  .refine(({ zh, en }) => zh.trim() !== "" || en.trim() !== "", "must be said in one language at least");

const stepId = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,29}$/, "must begin with a small letter and have letters and digits only")
  .meta(said("名称（供后面引用）", "Name, for later steps"));
const role = z.enum(personRoles);
/** Minutes of plant time. */
export const mostMinutes = 7 * 24 * 60;
const minutes = z.number().gt(0).max(mostMinutes);
const args = z.record(z.string().max(30), z.union([z.string().max(200), z.number()]));
const eventType = z.string().regex(/^[a-z]+\.[a-z]+$/, "must be a kind of event such as equipment.state");

const read = z
  .strictObject({
    do: z.literal("read"),
    id: stepId,
    tool: z.enum(readingTools).meta(said("查询", "What to look up")),
    args: args.default({}).meta(said("参数", "Arguments")),
    ask: z
      .string()
      .max(200)
      .default("")
      .meta(said("问题原文（指标、知识类）", "Question in words, for figures and documents")),
  })
  .meta(said("查询", "Look up"));
const wait = z
  .strictObject({
    do: z.literal("wait"),
    id: stepId,
    minutes: minutes.meta(said("最多等待（分钟）", "At most, minutes")),
    until: z
      .strictObject({
        type: eventType.meta(said("事件", "Event")),
        where: conditions.default([]).meta(said("条件", "Where")),
      })
      .optional()
      .meta(said("直到事件发生", "Until an event")),
  })
  .meta(said("等待", "Wait"));
const notify = z
  .strictObject({
    do: z.literal("notify"),
    id: stepId,
    role: role.meta(said("通知谁", "Whom to tell")),
    text: text.meta(said("内容", "Text")),
  })
  .meta(said("通知", "Tell"));
const propose = z
  .strictObject({
    do: z.literal("propose"),
    id: stepId,
    tool: z.enum(actingTools).meta(said("提议的动作", "Act to propose")),
    args: args.default({}).meta(said("参数", "Arguments")),
    of: z
      .string()
      .max(30)
      .optional()
      .meta(said("来自哪一步推演（修复计划）", "After which what-if step (repairing the plan)")),
  })
  .meta(said("提议（待人批准）", "Propose, for approval"));
const handOver = z
  .strictObject({
    do: z.literal("hand_over"),
    id: stepId,
    role: role.meta(said("交给谁", "To whom")),
    text: text.meta(said("任务", "Task")),
    minutes: minutes.default(8 * 60).meta(said("最多等待（分钟）", "At most, minutes")),
  })
  .meta(said("交给人", "Hand over"));

export interface BranchStep {
  readonly do: "branch";
  readonly id: string;
  readonly when: Condition[];
  readonly yes: Step[];
  readonly no: Step[];
}
export type Step =
  | z.infer<typeof read>
  | z.infer<typeof wait>
  | z.infer<typeof notify>
  | z.infer<typeof propose>
  | z.infer<typeof handOver>
  | BranchStep;

/** A list on one level; how many there may be in all, the check says. */
const steps: z.ZodType<Step[]> = z.lazy(() =>
  z.array(z.discriminatedUnion("do", [read, branch, wait, notify, propose, handOver])).max(40),
);
const branch = z
  .strictObject({
    do: z.literal("branch"),
    id: stepId,
    when: conditions.min(1, "needs a condition").meta(said("如果（全部成立）", "If all of these hold")),
    yes: steps.meta(said("则", "Then")),
    no: steps.meta(said("否则", "Otherwise")),
  })
  .meta(said("分支", "Branch"));

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const trigger = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("event"),
      type: eventType.meta(said("事件", "Event")),
      where: conditions.default([]).meta(said("条件", "Where")),
      lasts: minutes.optional().meta(said("持续（分钟）", "Lasting, minutes")),
      times: z.int().min(2).max(20).optional().meta(said("第几次起", "From which time on")),
    })
    .meta(said("发生事件", "An event")),
  z
    .strictObject({
      kind: z.literal("time"),
      days: z.array(z.enum(weekdays)).min(1, "needs a day").max(7).meta(said("哪几天", "Days")),
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 07:30")
        .meta(said("几点", "At")),
    })
    .meta(said("到时间", "A time")),
  z
    .strictObject({
      kind: z.literal("alert"),
      metric: z.string().max(60).optional().meta(said("指标", "Metric")),
      line: z.string().max(100).optional().meta(said("产线", "Line")),
    })
    .meta(said("指标预警", "An alert of a figure")),
  z.strictObject({ kind: z.literal("hand") }).meta(said("人工启动", "By hand")),
]);
export type Trigger = z.infer<typeof trigger>;

export const playbookSchema = z.strictObject({
  name: text.meta(said("名称", "Name")),
  /** In which the conversation of an act is told. */
  language: z.enum(["zh", "en"]).default("zh").meta(said("对话语言", "Language of the chat")),
  trigger: trigger.meta(said("何时开始", "When it starts")),
  conditions: conditions.default([]).meta(said("并且（全部成立）", "And all of these hold")),
  steps: steps.meta(said("步骤", "Steps")),
  limits: z
    .strictObject({
      atOnce: z.int().min(1).max(50).default(5).meta(said("同时最多运行", "Runs at once, at most")),
      cooldownMinutes: z
        .number()
        .min(0)
        .max(mostMinutes)
        .default(0)
        .meta(said("两次之间至少（分钟）", "Between two starts, minutes")),
    })
    .default({ atOnce: 5, cooldownMinutes: 0 })
    .meta(said("限制", "Limits")),
});
export type Playbook = z.infer<typeof playbookSchema>;

/** Every step of a list and of its branches, with the place of each: "steps.2.yes.0". */
export const everyStep = (
  list: readonly Step[],
  path = "steps",
): { readonly step: Step; readonly path: string }[] =>
  list.flatMap((step, index) => {
    const own = `${path}.${index}`;
    const inner =
      step.do === "branch" ? [...everyStep(step.yes, `${own}.yes`), ...everyStep(step.no, `${own}.no`)] : [];
    return [{ step, path: own }, ...inner];
  });

/** The form of playbooks for editors and integrators. */
export const playbookForm = (): object => z.toJSONSchema(playbookSchema, { io: "input" });

/** A playbook as the data store has it; none is stored unchecked. */
export const storedPlaybook = (definition: object): Playbook => definition as Playbook;
