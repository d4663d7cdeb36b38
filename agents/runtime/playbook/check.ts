import { chineseOf } from "../../../services/core/errors/chinese.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { PersonRole } from "../../../services/core/roles.ts";
import { lineWords, toolNamed } from "../tool.ts";
import { placeholders } from "./facts.ts";
import {
  type ActingTool,
  type Condition,
  everyStep,
  type Playbook,
  playbookSchema,
  type Step,
} from "./model.ts";
import { awaitedEvent } from "./trigger.ts";

/** What is wrong with a playbook: where, and how to mend it. */
export interface PlaybookProblem {
  /** "steps.2.yes.0.text.zh" */
  readonly path: string;
  readonly message: Bilingual;
}

const mostSteps = 60;

/** Who approves a plan's repair may also ask for one, and so may those who dispatch by it. */
const mayPropose: Readonly<Partial<Record<ActingTool, readonly PersonRole[]>>> = {
  adopt_repair: ["planner", "dispatcher"],
};

/** Roles of which one is needed to write, turn on or start a playbook, one list an act. */
export const rolesNeeded = ({ steps }: Playbook): readonly (readonly PersonRole[])[] => {
  const acts = new Set(everyStep(steps).flatMap(({ step }) => (step.do === "propose" ? [step.tool] : [])));
  return [...acts].map((tool) => {
    const { policy } = toolNamed(tool);
    return mayPropose[tool] ?? (policy.kind === "confirm" ? [policy.role] : []);
  });
};

const planned = ["plan.", "plant.", "approval."];
/** Kinds of events, by how they begin, that an act brings about. */
const broughtAbout: Readonly<Record<ActingTool, readonly string[]>> = {
  adopt_repair: planned,
  expedite_order: planned,
  move_order: planned,
  cancel_order: [...planned, "order."],
  make_plan: ["plan.", "approval."],
  release_order: ["job.", "requisition.", "transport.", "order.", "approval."],
  create_requisition: ["requisition.", "approval."],
  hold_order: ["order.held", "approval."],
  resume_order: ["order.resumed", "approval."],
};

/** Whether what one playbook does may start another one. */
const sets = ({ steps }: Playbook, { trigger }: Playbook): boolean => {
  const awaited = awaitedEvent(trigger)?.type;
  if (!awaited) return false;
  return everyStep(steps).some(
    ({ step }) =>
      step.do === "propose" && broughtAbout[step.tool].some((beginning) => awaited.startsWith(beginning)),
  );
};

/** Names of playbooks that would start each other in a circle through the given one; undefined where there is none. */
export const circleOf = (
  playbook: Playbook,
  others: readonly { readonly name: string; readonly playbook: Playbook }[],
): readonly string[] | undefined => {
  const search = (from: Playbook, path: readonly string[]): readonly string[] | undefined => {
    if (sets(from, playbook)) return path;
    for (const { name, playbook: next } of others)
      if (!path.includes(name) && sets(from, next)) {
        const found = search(next, [...path, name]);
        if (found) return found;
      }
    return undefined;
  };
  return search(playbook, []);
};

const problem = (path: string, zh: string, en: string): PlaybookProblem => ({ path, message: { zh, en } });

/** Facts by what they begin with: "event", and the steps that are done by then. */
type Scope = ReadonlySet<string>;

const checkFact = (name: string, scope: Scope, path: string): PlaybookProblem[] => {
  const [owner = "", ...rest] = name.split(".");
  if (rest.length === 0)
    return [
      problem(
        path,
        `"${name}" 不是事实名，应写成 event.line 这样的形式`,
        `"${name}" names no fact; write it like event.line`,
      ),
    ];
  if (scope.has(owner)) return [];
  const known = [...scope].join(", ");
  return [
    problem(
      path,
      `"${name}" 此处未知：前面没有名为 ${owner} 的步骤。可用：${known}`,
      `"${name}" is not known here: no step before it is called ${owner}. There are: ${known}`,
    ),
  ];
};
const checkText = (text: string, scope: Scope, path: string) =>
  placeholders(text).flatMap((name) => checkFact(name, scope, path));
const checkConditions = (conditions: readonly Condition[], scope: Scope, path: string) =>
  conditions.flatMap(({ fact, is, value }, index) => [
    ...checkFact(fact, scope, `${path}.${index}.fact`),
    ...(typeof value === "string" ? checkText(value, scope, `${path}.${index}.value`) : []),
    ...(value === undefined && is !== "known"
      ? [problem(`${path}.${index}.value`, "缺少要比较的值，请填写", "Nothing to compare with; give a value")]
      : []),
  ]);

/** What a tool has to be told; the rest it can do without. */
const mustBeGiven = (tool: string, name: string): boolean =>
  ["order", "material", "metric"].includes(name) || (name === "line" && !(tool in lineWords));

const checkArguments = (
  { tool, args }: Extract<Step, { do: "read" | "propose" }>,
  scope: Scope,
  path: string,
): PlaybookProblem[] => {
  if (tool === "adopt_repair") return [];
  const { shape } = toolNamed(tool).arguments;
  const known = Object.keys(shape);
  const given = Object.entries(args).flatMap(([name, value]) => {
    const own = `${path}.args.${name}`;
    const type = shape[name as keyof typeof shape];
    if (!type)
      return [
        problem(
          own,
          `${tool} 没有参数 ${name}；可用：${known.join(", ") || "无"}`,
          `${tool} takes no ${name}; it takes ${known.join(", ") || "nothing"}`,
        ),
      ];
    if (typeof value === "string" && placeholders(value).length > 0) return checkText(value, scope, own);
    const parsed = type.safeParse(value);
    const reason = parsed.success ? undefined : parsed.error.issues[0]?.message;
    return reason
      ? [problem(own, `参数 ${name} 不合法：${chineseOf(reason)}`, `${name} does not do: ${reason}`)]
      : [];
  });
  const missing = known.filter((name) => mustBeGiven(tool, name) && !args[name]);
  return [
    ...given,
    ...missing.map((name) =>
      problem(
        `${path}.args.${name}`,
        `缺少参数 ${name}；可填编号或事实，如 {event.${name}}`,
        `${name} is missing; give an id or a fact such as {event.${name}}`,
      ),
    ),
  ];
};

const whatIfs: ReadonlySet<string> = new Set(["what_if_down", "what_if_late"]);

/** Problems of a list of steps; what each finds is known to those after it. */
const checkSteps = (
  steps: readonly Step[],
  before: Scope,
  path: string,
  reads: ReadonlyMap<string, string>,
): PlaybookProblem[] => {
  const scope = new Set(before);
  return steps.flatMap((step, index) => {
    const own = `${path}.${index}`;
    const found: PlaybookProblem[] = [];
    if (step.do === "read" || step.do === "propose") found.push(...checkArguments(step, scope, own));
    if (step.do === "propose" && step.tool === "adopt_repair") {
      const source = step.of ? reads.get(step.of) : undefined;
      if (!step.of || !scope.has(step.of) || !source || !whatIfs.has(source))
        found.push(
          problem(
            `${own}.of`,
            "修复计划要来自前面的一步推演（停机推演或晚到推演），请选择那一步",
            "A repair of the plan comes from a what-if step before it; name that step",
          ),
        );
    }
    if (step.do === "notify" || step.do === "hand_over")
      for (const language of ["zh", "en"] as const)
        found.push(...checkText(step.text[language], scope, `${own}.text.${language}`));
    if (step.do === "wait" && step.until)
      found.push(...checkConditions(step.until.where, new Set([...scope, step.id]), `${own}.until.where`));
    if (step.do === "branch") {
      found.push(...checkConditions(step.when, scope, `${own}.when`));
      found.push(...checkSteps(step.yes, scope, `${own}.yes`, reads));
      found.push(...checkSteps(step.no, scope, `${own}.no`, reads));
    } else if (step.do !== "notify") scope.add(step.id);
    return found;
  });
};

const checkWhole = (playbook: Playbook): PlaybookProblem[] => {
  const all = everyStep(playbook.steps);
  const found: PlaybookProblem[] = [];
  if (all.length === 0) found.push(problem("steps", "没有步骤，请至少加一步", "There is no step; add one"));
  if (all.length > mostSteps)
    found.push(
      problem(
        "steps",
        `步骤 ${all.length} 个，最多 ${mostSteps} 个；请拆成两个流程`,
        `${all.length} steps are more than ${mostSteps}; make two playbooks of it`,
      ),
    );
  const seen = new Set(["event"]);
  for (const { step, path } of all) {
    if (seen.has(step.id))
      found.push(
        problem(
          `${path}.id`,
          `名称 ${step.id} 已用过，请换一个`,
          `The name ${step.id} is taken; choose another`,
        ),
      );
    seen.add(step.id);
  }
  const scope = new Set(["event"]);
  const { trigger } = playbook;
  if (trigger.kind === "event") found.push(...checkConditions(trigger.where, scope, "trigger.where"));
  if (trigger.kind === "event" && trigger.type.startsWith("playbook."))
    found.push(
      problem(
        "trigger.type",
        "流程不能由流程自身的事件启动，请选择车间的事件",
        "A playbook is not started by events of playbooks; choose one of the plant",
      ),
    );
  if (trigger.kind === "event" && trigger.lasts && trigger.times)
    found.push(
      problem(
        "trigger.times",
        "“持续”与“第几次”只能选一个，请去掉一个",
        "Lasting and counting do not go together; leave one out",
      ),
    );
  found.push(...checkConditions(playbook.conditions, scope, "conditions"));
  const reads = new Map(
    all.flatMap(({ step }) => (step.do === "read" ? [[step.id, step.tool] as const] : [])),
  );
  found.push(...checkSteps(playbook.steps, scope, "steps", reads));
  if (sets(playbook, playbook))
    found.push(
      problem(
        "trigger.type",
        "流程中的动作会再次触发它自己，请换触发事件或去掉该动作",
        "An act of this playbook would start it again; choose another event or leave the act out",
      ),
    );
  return found;
};

export type CheckedPlaybook =
  | { readonly playbook: Playbook; readonly problems: readonly [] }
  | { readonly playbook?: never; readonly problems: readonly PlaybookProblem[] };

/** Reads a playbook that somebody wrote: what it is, or everything that is wrong with it. */
export const checkPlaybook = (written: unknown): CheckedPlaybook => {
  const parsed = playbookSchema.safeParse(written);
  const problems = parsed.success
    ? checkWhole(parsed.data)
    : parsed.error.issues.map(({ path, message }) =>
        problem(path.join("."), `填写有误：${chineseOf(message)}`, `Not as it should be: ${message}`),
      );
  return parsed.success && problems.length === 0 ? { playbook: parsed.data, problems: [] } : { problems };
};
