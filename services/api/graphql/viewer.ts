import type { Viewer } from "../session.ts";
import { builder } from "./builder.ts";

const ViewerType = builder.objectRef<Viewer>("Viewer").implement({
  description: "Who is signed in.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.string({ resolve: (viewer) => viewer.nameZh }),
    nameEn: t.exposeString("nameEn"),
    roles: t.field({ type: ["String"], resolve: (viewer) => [...viewer.roles] }),
  }),
});

builder.queryField("viewer", (t) =>
  t.field({ type: ViewerType, resolve: (_root, _args, { viewer }) => viewer }),
);
