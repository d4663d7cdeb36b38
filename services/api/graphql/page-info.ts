import { builder } from "./builder.ts";
import type { Connection } from "./connection.ts";

export const PageInfo = builder.objectRef<Connection<unknown>["pageInfo"]>("PageInfo").implement({
  description: "Where a page of a list stands (Relay).",
  fields: (t) => ({
    hasNextPage: t.exposeBoolean("hasNextPage"),
    endCursor: t.exposeString("endCursor", {
      nullable: true,
      description: "Cursor of the page's last row, for `after`; null for an empty page.",
    }),
  }),
});
