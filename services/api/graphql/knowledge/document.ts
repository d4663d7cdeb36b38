import {
  blocksOf,
  type DocumentRow,
  documentOf,
  listDocuments,
  mayRead,
  revisionsOf,
} from "../../../knowledge/documents.ts";
import { builder } from "../builder.ts";

export const DocumentType = builder.objectRef<DocumentRow>("KnowledgeDocument").implement({
  description: "A document in one of its revisions.",
  fields: (t) => ({
    id: t.exposeID("id"),
    revision: t.exposeString("revision"),
    title: t.exposeString("title"),
    status: t.exposeString("status", { description: "Draft, InForce, Superseded, Withdrawn." }),
    language: t.exposeString("language"),
    owner: t.exposeString("owner", {
      description: "Who answers for its content, in the plant's words; empty where nobody was named.",
    }),
    products: t.exposeStringList("products", { description: "What it is for; none: any." }),
    lines: t.exposeStringList("lines"),
    segments: t.exposeStringList("segments"),
    roles: t.exposeStringList("roles", { description: "Who may read it; none: everyone." }),
    file: t.exposeString("file", { description: "Name of the file, with its ending." }),
    mediaType: t.exposeString("media_type", { description: "IANA media type of the file." }),
    bytes: t.exposeInt("bytes", { description: "Size of the file, bytes." }),
    importedAt: t.expose("imported_at", { type: "DateTime", description: "Wall time." }),
    importedBy: t.exposeString("imported_by", {
      nullable: true,
      description: "Person who brought it in; null for one of the folder command.",
    }),
    simulated: t.exposeBoolean("simulated"),
    revisions: t.stringList({
      description: "Those that you may read, the latest first.",
      resolve: async ({ id }, _args, { db, viewer }) =>
        (await revisionsOf(db, id))
          .filter(({ roles }) => mayRead(viewer.roles, roles))
          .map(({ revision }) => revision),
    }),
    blocks: t.field({
      type: "JSON",
      description:
        "The text in reading order: blocks of kind heading (level, text), paragraph, caption, formula, item (marker, text) and table (caption, header, rows of cells), each with its place in the file.",
      resolve: ({ id, revision }, _args, { db }) => blocksOf(db, id, revision),
    }),
  }),
});

builder.queryField("knowledgeDocuments", (t) =>
  t.field({
    type: [DocumentType],
    description: "The documents that you may read, each in the revision in force, else the latest.",
    resolve: (_root, _args, { db, viewer }) => listDocuments(db, viewer.roles),
  }),
);

builder.queryField("knowledgeDocument", (t) =>
  t.field({
    type: DocumentType,
    description: "One document that you may read.",
    args: {
      id: t.arg.id({ required: true }),
      revision: t.arg.string({ description: "Absent: the one in force, else the latest." }),
    },
    resolve: (_root, { id, revision }, { db, viewer }) =>
      documentOf(db, String(id), revision ?? undefined, viewer.roles),
  }),
);
