import {
  checkPlaybook,
  circleOf,
  type PlaybookProblem,
  rolesNeeded,
} from "../../../agents/runtime/playbook/check.ts";
import {
  actingTools,
  type Playbook,
  playbookForm,
  readingTools,
} from "../../../agents/runtime/playbook/model.ts";
import { nextTime } from "../../../agents/runtime/playbook/trigger.ts";
import { toolNamed } from "../../../agents/runtime/tool.ts";
import { tryPlaybook } from "../../../agents/steward/playbook/try.ts";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { plantNow } from "../../mes/clock.ts";
import {
  acknowledgeNotice,
  playbookRunId,
  savePlaybook,
  setPlaybookActive,
  startPlaybookRun,
} from "../../mes/commands/playbooks.ts";
import type { Db, Tx } from "../../mes/database.ts";
import { approvalOfCall } from "../../mes/queries/approvals.ts";
import {
  allPlaybooks,
  latestNotices,
  type NoticeRow,
  type PlaybookRow,
  type PlaybookRunRow,
  type PlaybookStepRow,
  playbookById,
  playbookRunById,
  runsOf,
  runsWaitingFor,
  stepsOfPlaybookRun,
  versionOf,
} from "../../mes/queries/playbooks.ts";
import { type Leave, leaveOf } from "../leave.ts";
import { mutationLeave } from "../permissions.ts";
import { ApprovalType } from "./acts.ts";
import { builder, type GraphContext } from "./builder.ts";
import { once } from "./idempotency.ts";
import { LeaveType } from "./leave.ts";
import { BilingualText } from "./plant.ts";

/** Whether somebody may write a playbook, turn it on and start it: who may write any, with the roles that its acts need. */
const writerLeave = (
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
const requireLeave = ({ allowed, roles }: Leave): void => {
  if (!allowed) throw new MillwrightError("FORBIDDEN", { role: roles.join(", ") });
};

/** A manager may turn any off. */
const turnOffLeave = (context: Pick<GraphContext, "viewer" | "fourEyes">, playbook: Playbook): Leave => {
  const manager = leaveOf(["manager"], context.viewer);
  return manager.allowed ? manager : writerLeave(context, playbook);
};

const playbookOf = ({ definition }: Pick<PlaybookRow, "definition">): Playbook => definition as Playbook;

/** What stands against a playbook, circles with others that are there among it. */
const problemsOf = async (db: Db | Tx, id: string | undefined, written: unknown) => {
  const checked = checkPlaybook(written);
  if (!checked.playbook) return checked;
  const others = (await allPlaybooks(db))
    .filter((row) => row.id !== id)
    .map((row) => ({ name: row.id, playbook: playbookOf(row) }));
  const circle = circleOf(checked.playbook, others);
  if (!circle) return checked;
  const list = circle.join(" → ");
  const problems: PlaybookProblem[] = [
    {
      path: "trigger.type",
      message: {
        zh: `与 ${list} 会互相触发，请换触发事件`,
        en: `It and ${list} would start each other; choose another event`,
      },
    },
  ];
  return { problems };
};

const StepType = builder.objectRef<PlaybookStepRow>("PlaybookRunStep").implement({
  description: "What a step of a run found, told or proposed.",
  fields: (t) => ({
    id: t.exposeString("step_id", { description: "Id of the step in the definition." }),
    status: t.exposeString("status", { description: "Waiting, Done or Failed." }),
    outcome: t.exposeString("outcome", {
      nullable: true,
      description:
        "What came of it, such as found, told, happened, taken, or the side of a branch: yes or no; null while it waits.",
    }),
    text: t.expose("text", {
      type: BilingualText,
      nullable: true,
      description: "What it found or told, in words; null for a step that tells nothing.",
    }),
    facts: t.field({ type: "JSON", resolve: (row) => row.facts }),
    evidence: t.field({ type: "JSON", resolve: (row) => row.evidence }),
    until: t.expose("wait_until", {
      type: "DateTime",
      nullable: true,
      description: "When its waiting ends at the latest; null for a step that does not wait. Plant time.",
    }),
    startedAt: t.expose("started_at", { type: "DateTime" }),
    finishedAt: t.expose("finished_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was done; null while it waits. Plant time.",
    }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: "The approval of an act that it proposed; null for any other step.",
      resolve: async ({ tool_call_id: call }, _args, { db }) =>
        call ? ((await approvalOfCall(db, call)) ?? null) : null,
    }),
  }),
});

const RunType = builder.objectRef<PlaybookRunRow>("PlaybookRun").implement({
  description: "One run of a playbook, or a start that its limits left out.",
  fields: (t) => ({
    id: t.exposeID("id"),
    playbookId: t.exposeString("playbook_id", { description: "Playbook that runs." }),
    version: t.exposeInt("version"),
    cause: t.exposeString("cause", {
      description: "What started it: the id of an event, a time of its clock, or `hand-` and an act.",
    }),
    status: t.exposeString("status", { description: "Running, Done, Failed, Stopped or Skipped." }),
    reason: t.expose("reason", {
      type: BilingualText,
      nullable: true,
      description: "Why it failed, was stopped or was left out; null for any other.",
    }),
    facts: t.field({
      type: "JSON",
      description: "What the event that started it told, by name.",
      resolve: (row) => row.facts,
    }),
    startedAt: t.expose("started_at", { type: "DateTime" }),
    finishedAt: t.expose("finished_at", {
      type: "DateTime",
      nullable: true,
      description: "When it ended; null while it runs. Plant time.",
    }),
    steps: t.field({ type: [StepType], resolve: ({ id }, _args, { db }) => stepsOfPlaybookRun(db, id) }),
    definition: t.field({
      type: "JSON",
      description: "The version that runs.",
      resolve: async (row, _args, { db }) => (await versionOf(db, row.playbook_id, row.version)).definition,
    }),
  }),
});

const mostRuns = 100;
const PlaybookType = builder.objectRef<PlaybookRow>("Playbook").implement({
  description: "What the house does by itself when something happens.",
  fields: (t) => ({
    id: t.exposeID("id"),
    version: t.exposeInt("version"),
    active: t.exposeBoolean("is_active", { description: "Whether it starts by itself." }),
    definition: t.field({
      type: "JSON",
      description: "The playbook, as the schema of playbookForm has it.",
      resolve: (row) => row.definition,
    }),
    savedBy: t.exposeString("saved_by", { description: "Person who wrote this version." }),
    savedAt: t.expose("saved_at", {
      type: "DateTime",
      description: "When this version was stored; plant time.",
    }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may change it, turn it on and start it.",
      resolve: (row, _args, context) => writerLeave(context, playbookOf(row)),
    }),
    turnOff: t.field({
      type: LeaveType,
      description: "Whether who asks may turn it off.",
      resolve: (row, _args, context) => turnOffLeave(context, playbookOf(row)),
    }),
    next: t.field({
      type: "DateTime",
      nullable: true,
      description: "When its clock is due next; null while it is off, and without a clock.",
      resolve: async (row, _args, { db }) =>
        row.is_active ? (nextTime(playbookOf(row), await plantNow(db)) ?? null) : null,
    }),
    runs: t.field({
      type: [RunType],
      description: "Its latest runs, and starts that its limits left out.",
      args: { first: t.arg.int({ defaultValue: 5 }) },
      resolve: ({ id }, { first }, { db }) => runsOf(db, id, Math.min(mostRuns, Math.max(1, first ?? 5))),
    }),
  }),
});

const NoticeType = builder.objectRef<NoticeRow>("Notice").implement({
  description: "What a playbook told a role, or handed over to it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    role: t.exposeString("role"),
    kind: t.exposeString("kind", { description: "told, or task, which waits for somebody to take it." }),
    text: t.expose("text", { type: BilingualText, description: "What it says." }),
    evidence: t.field({ type: "JSON", resolve: (row) => row.evidence }),
    runId: t.exposeString("run_id", { description: "Run of the playbook that told it." }),
    createdAt: t.expose("created_at", { type: "DateTime" }),
    acknowledgedBy: t.exposeString("acknowledged_by", {
      nullable: true,
      description: "Person who took it; null while nobody has.",
    }),
    acknowledgedAt: t.expose("acknowledged_at", {
      type: "DateTime",
      nullable: true,
      description: "When somebody took it; null while nobody has. Plant time.",
    }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may take it.",
      resolve: ({ role }, _args, { viewer }) => leaveOf([role], viewer),
    }),
  }),
});

const ProblemType = builder.objectRef<PlaybookProblem>("PlaybookProblem").implement({
  description: "Something wrong with a playbook, with its place.",
  fields: (t) => ({
    path: t.exposeString("path", { description: "Where, such as steps.2.yes.0.text.zh." }),
    message: t.expose("message", { type: BilingualText }),
  }),
});

const TriedType = builder.objectRef<Awaited<ReturnType<typeof tryPlaybook>>>("PlaybookTried").implement({
  description: "How often a playbook would have started; nothing was done.",
  fields: (t) => ({
    seen: t.exposeInt("seen", { description: "Events of its kind in the stretch." }),
    starts: t.field({
      type: "JSON",
      description:
        "Each start that would have been: `cause`, `at`, `facts`, `says`, and `skipped` where limits leave it out.",
      resolve: ({ starts }) => starts,
    }),
  }),
});

/** What an editor offers: the form, tools with their arguments, kinds of events that were seen. */
const formOf = async (db: Db) => {
  const kinds = await db.selectFrom("event").select("type").distinct().orderBy("type").execute();
  const tools = [...readingTools, ...actingTools].map((name) => {
    const { title, arguments: args, policy } = toolNamed(name);
    return {
      name,
      title,
      arguments: Object.keys(args.shape),
      role: policy.kind === "confirm" ? policy.role : null,
    };
  });
  const types = kinds.map(({ type }) => type).filter((type) => !type.startsWith("playbook."));
  return { schema: playbookForm(), reading: readingTools, acting: actingTools, tools, events: types };
};

const mostDays = 62;

builder.queryFields((t) => ({
  playbooks: t.field({
    type: [PlaybookType],
    description: "Every playbook, in its latest version.",
    resolve: (_root, _args, { db }) => allPlaybooks(db),
  }),
  playbookRun: t.field({
    type: RunType,
    description: "One run of a playbook, by its id.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => playbookRunById(db, String(id)),
  }),
  playbookForm: t.field({
    type: "JSON",
    description: "JSON schema of playbooks, the tools of steps and the kinds of events.",
    resolve: (_root, _args, { db }) => formOf(db),
  }),
  checkPlaybook: t.field({
    type: [ProblemType],
    description: "Everything that is wrong with a playbook; nothing is stored.",
    args: {
      definition: t.arg({
        type: "JSON",
        required: true,
        description: "The playbook, as the schema of playbookForm has it.",
      }),
      id: t.arg.id({ description: "Playbook that it would replace; without, a new one." }),
    },
    resolve: async (_root, { definition, id }, { db }) =>
      (await problemsOf(db, id ? String(id) : undefined, definition)).problems,
  }),
  tryPlaybook: t.field({
    type: TriedType,
    description: "Plays trigger and conditions over what was recorded in a stretch. Nothing is done.",
    args: {
      definition: t.arg({
        type: "JSON",
        required: true,
        description: "The playbook, as the schema of playbookForm has it.",
      }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
    },
    resolve: (_root, { definition, from, to }, { db }) => {
      const { playbook, problems } = checkPlaybook(definition);
      if (!playbook) throw invalid(problems);
      const days = (to.getTime() - from.getTime()) / 86_400_000;
      if (!(days > 0 && days <= mostDays))
        throw new MillwrightError("INVALID_INPUT", {
          path: "to",
          problem: `must be after from, and at most ${mostDays} days`,
        });
      return tryPlaybook(db, playbook, from, to);
    },
  }),
  playbooksWaiting: t.int({
    description: "Runs that go on when somebody with a role of who asks takes a task or decides an act.",
    resolve: (_root, _args, { db, viewer }) => runsWaitingFor(db, viewer.roles),
  }),
  notices: t.field({
    type: [NoticeType],
    description: "What playbooks told people, what nobody has seen yet first.",
    args: { first: t.arg.int({ defaultValue: 30 }) },
    resolve: (_root, { first }, { db }) => latestNotices(db, Math.min(200, Math.max(1, first ?? 30))),
  }),
}));

const invalid = ([first]: readonly PlaybookProblem[]) =>
  new MillwrightError("INVALID_INPUT", { path: first?.path ?? "", problem: first?.message.en ?? "" });

const DoneType = builder
  .objectRef<{ readonly id: string; readonly runId?: string | null }>("PlaybookDone")
  .implement({
    description: "The playbook, run or notice that was acted on.",
    fields: (t) => ({
      id: t.exposeID("id"),
      runId: t.string({
        nullable: true,
        description: "Run that was started; null for any other act, and where limits left it out.",
        resolve: ({ runId }) => runId ?? null,
      }),
    }),
  });

builder.mutationFields((t) => ({
  savePlaybook: t.field({
    type: DoneType,
    description:
      "Stores a version; a new playbook is off. Needs the roles that its acts need. base is the version that was changed, 0 for a new one.",
    args: {
      id: t.arg.id({ description: "Playbook that is changed; without, a new one." }),
      base: t.arg.int({
        required: true,
        description:
          "Version that was changed, 0 for a new playbook; another one in the store refuses it with CONFLICT.",
      }),
      definition: t.arg({
        type: "JSON",
        required: true,
        description: "The playbook, as the schema of playbookForm has it.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, base, definition, idempotencyKey }, context) => {
      const { viewer, db } = context;
      const known = id ? await playbookById(db, String(id)) : undefined;
      if (known) requireLeave(writerLeave(context, playbookOf(known)));
      const now = await plantNow(db);
      return once(
        context,
        idempotencyKey,
        { act: "save-playbook", id, base, definition },
        async (tx, actId) => {
          const { playbook, problems } = await problemsOf(tx, known?.id, definition);
          if (!playbook) throw invalid(problems);
          requireLeave(writerLeave(context, playbook));
          const own = known?.id ?? `PB-${contentHash(actId).slice(0, 8).toUpperCase()}`;
          await savePlaybook(tx, { id: own, definition: playbook, base, actorId: viewer.id, now });
          return { id: own };
        },
      );
    },
  }),
  setPlaybookActive: t.field({
    type: DoneType,
    description: "Turns a playbook on or off. Whoever may write it may; a manager may turn any off.",
    args: {
      id: t.arg.id({ required: true }),
      active: t.arg.boolean({ required: true, description: "True: it starts by itself from now on." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, active, idempotencyKey }, context) => {
      const { viewer, db } = context;
      const row = await playbookById(db, String(id));
      requireLeave((active ? writerLeave : turnOffLeave)(context, playbookOf(row)));
      const now = await plantNow(db);
      return once(context, idempotencyKey, { act: "set-playbook", id, active }, async (tx, key) => {
        await setPlaybookActive(tx, { id: row.id, active, actorId: viewer.id, now, key });
        return { id: row.id };
      });
    },
  }),
  startPlaybook: t.field({
    type: DoneType,
    description:
      'Starts a playbook by hand, on or off; facts are what an event would have told, such as {line: "SMT-2"}. The key makes the start. runId is null where its limits leave it out.',
    args: {
      id: t.arg.id({ required: true }),
      facts: t.arg({ type: "JSON", description: "What an event would have told, by name." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, facts, idempotencyKey }, context) => {
      const { viewer, db } = context;
      const row = await playbookById(db, String(id));
      requireLeave(writerLeave(context, playbookOf(row)));
      const now = await plantNow(db);
      const given = Object.entries((facts ?? {}) as object).flatMap(([name, value]) =>
        ["string", "number", "boolean"].includes(typeof value)
          ? [[`event.${name}`, value as string | number | boolean] as const]
          : [],
      );
      return once(context, idempotencyKey, { act: "start-playbook", id, facts }, async (tx, actId) => {
        const cause = `hand-${actId}`;
        const runId = await startPlaybookRun(tx, {
          playbookId: row.id,
          version: row.version,
          cause,
          facts: { "event.person": viewer.id, ...Object.fromEntries(given) },
          ...playbookOf(row).limits,
          now,
        });
        return { id: playbookRunId(row.id, cause), runId: runId ?? null };
      });
    },
  }),
  acknowledgeNotice: t.field({
    type: DoneType,
    description: "Has seen a notice, or takes a task; the first one of the role counts.",
    args: { id: t.arg.id({ required: true }), idempotencyKey: t.arg.string({ required: true }) },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "acknowledge-notice", id }, async (tx) => {
        await acknowledgeNotice(tx, String(id), context.viewer, now);
        return { id: String(id) };
      });
    },
  }),
}));
