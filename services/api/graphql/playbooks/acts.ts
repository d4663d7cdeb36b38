import { storedPlaybook } from "../../../../agents/runtime/playbook/model.ts";
import { contentHash } from "../../../core/ids.ts";
import { plantNow } from "../../../mes/clock.ts";
import {
  acknowledgeNotice,
  playbookRunId,
  savePlaybook,
  setPlaybookActive,
  startPlaybookRun,
} from "../../../mes/commands/playbooks.ts";
import { playbookById } from "../../../mes/queries/playbooks.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { requireLeave, turnOffLeave, writerLeave } from "./leave.ts";
import { invalid, problemsOf } from "./problems.ts";

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
      if (known) requireLeave(writerLeave(context, storedPlaybook(known.definition)));
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
      requireLeave((active ? writerLeave : turnOffLeave)(context, storedPlaybook(row.definition)));
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
      requireLeave(writerLeave(context, storedPlaybook(row.definition)));
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
          ...storedPlaybook(row.definition).limits,
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
