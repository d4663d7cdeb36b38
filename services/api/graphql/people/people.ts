import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

interface PersonName {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
}

const PersonNameType = builder.objectRef<PersonName>("PersonName").implement({
  description: "What somebody who may sign in is called.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
  }),
});

builder.queryField("people", (t) =>
  t.field({
    type: [PersonNameType],
    description: "Names of all who may sign in, for the ids by which acts and decisions tell them.",
    resolve: async (_root, _args, { db }) => {
      const rows = await db
        .selectFrom("app_user")
        .select(["id", "name_zh", "name_en"])
        .orderBy("id")
        .execute();
      return rows.map(({ id, name_zh: zh, name_en: en }) => ({ id, name: { zh, en } }));
    },
  }),
);
