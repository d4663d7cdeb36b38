import { sql } from "kysely";
import { checkPlaybook, type PlaybookProblem } from "../../../../agents/runtime/playbook/check.ts";
import { actingTools, playbookForm, readingTools } from "../../../../agents/runtime/playbook/model.ts";
import { toolNamed } from "../../../../agents/runtime/tool.ts";
import { tryPlaybook } from "../../../../agents/steward/playbook/try.ts";
import type { Db } from "../../../mes/database.ts";
import { builder } from "../builder.ts";
import { askedStretch } from "../plant/asked-stretch.ts";
import { BilingualText } from "../plant/plant.ts";
import { invalid, problemsOf } from "./problems.ts";

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

/** The kinds of events on record, one look into the index each: there are some dozens among millions of events. */
const kindsSeen = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await sql<{ type: string }>`
    with recursive kind(type) as (
      (select type from event order by type limit 1)
      union all
      select (select e.type from event e where e.type > kind.type order by e.type limit 1) from kind
      where kind.type is not null
    )
    select type from kind where type is not null`.execute(db);
  return rows.map(({ type }) => type);
};

/** What an editor offers: the form, tools with their arguments, kinds of events that were seen. */
const formOf = async (db: Db) => {
  const kinds = await kindsSeen(db);
  const tools = [...readingTools, ...actingTools].map((name) => {
    const { title, arguments: args, policy } = toolNamed(name);
    return {
      name,
      title,
      arguments: Object.keys(args.shape),
      role: policy.kind === "confirm" ? policy.role : null,
    };
  });
  const types = kinds.filter((type) => !type.startsWith("playbook."));
  return { schema: playbookForm(), reading: readingTools, acting: actingTools, tools, events: types };
};

builder.queryField("playbookForm", (t) =>
  t.field({
    type: "JSON",
    description: "JSON schema of playbooks, the tools of steps and the kinds of events.",
    resolve: (_root, _args, { db }) => formOf(db),
  }),
);

builder.queryField("checkPlaybook", (t) =>
  t.field({
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
);

const mostDays = 62;

builder.queryField("tryPlaybook", (t) =>
  t.field({
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
      const stretch = askedStretch(from, to, mostDays);
      return tryPlaybook(db, playbook, stretch.from, stretch.to);
    },
  }),
);
