import { documentOf, withdrawDocument } from "../../../knowledge/documents.ts";
import type { ImportedDocument } from "../../../knowledge/import.ts";
import { keepDocument, tellOfDocument } from "../../kept-documents.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { DocumentType } from "./document.ts";

const ImportedType = builder.objectRef<ImportedDocument>("ImportedDocument").implement({
  description: "What became of a file among the documents.",
  fields: (t) => ({
    id: t.exposeID("id"),
    revision: t.exposeString("revision"),
    title: t.exposeString("title"),
    status: t.exposeString("status", { description: "Draft or InForce." }),
    outcome: t.exposeString("outcome", { description: "New, Revised, Unchanged." }),
    passages: t.exposeInt("passages", { description: "Passages that answers can cite." }),
    supersedes: t.exposeString("supersedes", {
      nullable: true,
      description: "The revision whose place it takes; null for a new document, and for a draft.",
    }),
    withheld: t.exposeInt("withheld", {
      description: "Places whose words give orders to a model: they are withheld from every answer.",
    }),
  }),
});

builder.mutationFields((t) => ({
  importDocument: t.field({
    type: ImportedType,
    description:
      "Puts a file among the documents: docx, xlsx, pptx, pdf, html, md, csv or txt of up to 700 kB; larger ones go to POST /documents. A revision in force takes the place of the one before. Role process, manager or integrator.",
    args: {
      file: t.arg.string({ required: true, description: "Name with its ending." }),
      content: t.arg.string({ required: true, description: "Base64." }),
      id: t.arg.string({ description: "Absent: taken from the file's name." }),
      title: t.arg.string(),
      revision: t.arg.string({ description: "Absent: the next one." }),
      draft: t.arg.boolean({
        description: "True: it answers nothing until a revision in force takes its place.",
      }),
      owner: t.arg.string({
        description: "Who answers for its content; left out, as in the revision before.",
      }),
      products: t.arg.stringList({
        description: "Products that it is for; left out, as in the revision before, and of a new one any.",
      }),
      lines: t.arg.stringList(),
      segments: t.arg.stringList(),
      roles: t.arg.stringList(),
      dryRun: t.arg.boolean(),
    },
    resolve: async (_root, { content, draft, dryRun, ...given }, { db, viewer }) => {
      const known = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
      );
      const made = {
        ...known,
        file: given.file,
        bytes: Buffer.from(content, "base64"),
        ...(draft ? { status: "Draft" as const } : {}),
      };
      return keepDocument(db, viewer, made, dryRun ?? false);
    },
  }),
  withdrawDocument: t.field({
    type: DocumentType,
    description:
      "Takes a document out of the answers; what cites it can be opened still. Role process, manager or integrator.",
    args: {
      id: t.arg.id({ required: true }),
      revision: t.arg.string({ required: true }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, revision, idempotencyKey }, context) => {
      const { viewer, db } = context;
      const row = await documentOf(db, String(id), revision, viewer.roles);
      await once(context, idempotencyKey, { act: "withdraw", id: row.id, revision }, async (tx, actId) => {
        await withdrawDocument(tx, row.id, revision);
        await tellOfDocument(tx, actId, "document.withdrawn", viewer, row.id, { revision });
        return { id: row.id };
      });
      return documentOf(db, row.id, revision, viewer.roles);
    },
  }),
}));
