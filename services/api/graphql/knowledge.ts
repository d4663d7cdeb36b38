import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { type Answer, type AnswerPart, ask, type Citation } from "../../knowledge/answer/answer.ts";
import {
  blocksOf,
  type DocumentRow,
  documentOf,
  listDocuments,
  mayRead,
  revisionsOf,
  withdrawDocument,
} from "../../knowledge/documents.ts";
import { type ImportedDocument, importDocument } from "../../knowledge/import.ts";
import type { Passage } from "../../knowledge/knowledge.ts";
import { readApart } from "../../knowledge/read/apart.ts";
import { plantNow } from "../../mes/clock.ts";
import type { Db, Tx } from "../../mes/database.ts";
import { appendEvents } from "../../mes/events.ts";
import { requireRole, type Viewer } from "../session.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";

/** Who looks after documents. */
const keepers = ["process", "manager", "integrator"] as const;

const DocumentType = builder.objectRef<DocumentRow>("KnowledgeDocument").implement({
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

const PassageType = builder.objectRef<Passage>("KnowledgePassage").implement({
  description: "A passage of a document, as the search finds it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    documentId: t.exposeString("documentId"),
    revision: t.exposeString("revision"),
    title: t.exposeString("title"),
    language: t.exposeString("language"),
    path: t.stringList({
      description: "Headings that it stands under, the highest first.",
      resolve: ({ path }) => [...path],
    }),
    text: t.exposeString("text", { description: "Its words, as the document has them." }),
    locator: t.exposeString("locator", { description: "Page, sheet and cell, slide or section." }),
    score: t.exposeFloat("score", { description: "How well it fits the question, 0 to 1." }),
    block: t.exposeInt("block", { description: "Index among the document's blocks." }),
    row: t.exposeInt("row", {
      nullable: true,
      description: "Row of the table, from 0; null outside of tables.",
    }),
  }),
});

const CitationType = builder.objectRef<Citation>("KnowledgeCitation").implement({
  description: "A place in a document that an answer rests on.",
  fields: (t) => ({
    number: t.exposeInt("number", { description: "From 1; stands as [n] in the text." }),
    documentId: t.exposeString("documentId"),
    revision: t.exposeString("revision"),
    title: t.exposeString("title"),
    path: t.stringList({
      description: "Headings that it stands under, the highest first.",
      resolve: ({ path }) => [...path],
    }),
    locator: t.exposeString("locator", { description: "Page, sheet and cell, slide or section." }),
    block: t.exposeInt("block", { description: "Index among the document's blocks." }),
    row: t.exposeInt("row", {
      nullable: true,
      description: "Row of the table, from 0; null outside of tables.",
    }),
    column: t.exposeInt("column", {
      nullable: true,
      description: "Column of the table, from 0; null outside of tables, and for the whole row.",
    }),
    quote: t.exposeString("quote", { description: "The words to mark." }),
  }),
});

const PartType = builder.objectRef<AnswerPart>("KnowledgeAnswerPart").implement({
  description: "One statement of an answer.",
  fields: (t) => ({
    kind: t.exposeString("kind", {
      description: "sentence, cell, column (a value for each row), computed, formula or steps.",
    }),
    text: t.exposeString("text", { description: "In the words of the document, or worked out as told." }),
    value: t.exposeString("value", {
      nullable: true,
      description: "The value by itself, of a cell, column or computation; null for any other kind.",
    }),
    steps: t.stringList({
      description: "Of kind steps, each of them; none for any other kind.",
      resolve: ({ steps }) => [...steps],
    }),
    citations: t.intList({
      description: "Numbers of the places that it rests on.",
      resolve: ({ citations }) => [...citations],
    }),
  }),
});

const AnswerType = builder.objectRef<Answer>("KnowledgeAnswer").implement({
  description: "An answer out of the documents in force, with the places it rests on; none is invented.",
  fields: (t) => ({
    answered: t.exposeBoolean("answered", {
      description:
        "False where the documents do not say it: then `parts` is empty and `nearest` is all there is.",
    }),
    parts: t.field({
      type: [PartType],
      description:
        "What is answered; several where documents disagree or the question asks for more than one thing.",
      resolve: ({ parts }) => [...parts],
    }),
    citations: t.field({
      type: [CitationType],
      description: "Places that the parts rest on, by number.",
      resolve: ({ citations }) => [...citations],
    }),
    conflicting: t.exposeBoolean("conflicting", {
      description: "Documents say different things; all are told.",
    }),
    nearest: t.field({
      type: [PassageType],
      description: "Passages that come nearest, whether or not they answer.",
      resolve: ({ nearest }) => [...nearest],
    }),
    score: t.exposeFloat("score", { description: "How much of the question the answer stands for, 0 to 1." }),
  }),
});

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

const ScopeInput = builder.inputType("KnowledgeScope", {
  description: "Narrows the documents; one that names none of a kind is for any.",
  fields: (t) => ({
    product: t.string({ description: "Material definition (ISA-95) of a product." }),
    line: t.string(),
    segment: t.string(),
  }),
});

const longestQuestion = 500;
const mostPassages = 50;

/** @throws MillwrightError INVALID_INPUT. */
const soundQuestion = (question: string): string => {
  if (question.trim() !== "" && question.length <= longestQuestion) return question;
  throw new MillwrightError("INVALID_INPUT", {
    path: "question",
    problem: `must be a text of 1 to ${longestQuestion} characters`,
  });
};

const scopeOf = (scope: typeof ScopeInput.$inferInput | null | undefined) => ({
  product: scope?.product ?? undefined,
  line: scope?.line ?? undefined,
  segment: scope?.segment ?? undefined,
});

builder.queryFields((t) => ({
  knowledgeDocuments: t.field({
    type: [DocumentType],
    description: "The documents that you may read, each in the revision in force, else the latest.",
    resolve: (_root, _args, { db, viewer }) => listDocuments(db, viewer.roles),
  }),
  knowledgeDocument: t.field({
    type: DocumentType,
    description: "One document that you may read.",
    args: {
      id: t.arg.id({ required: true }),
      revision: t.arg.string({ description: "Absent: the one in force, else the latest." }),
    },
    resolve: (_root, { id, revision }, { db, viewer }) =>
      documentOf(db, String(id), revision ?? undefined, viewer.roles),
  }),
  askDocuments: t.field({
    type: AnswerType,
    description: "Answers a question in Chinese or English out of the documents that you may read.",
    args: {
      question: t.arg.string({
        required: true,
        description: "In words, Chinese or English, up to 500 characters.",
      }),
      scope: t.arg({
        type: ScopeInput,
        description: "Narrows the documents; without, all that you may read.",
      }),
    },
    resolve: (_root, { question, scope }, { knowledge, viewer }) =>
      ask(knowledge, soundQuestion(question), { roles: viewer.roles, scope: scopeOf(scope) }),
  }),
  searchDocuments: t.field({
    type: [PassageType],
    description: "Passages of the documents in force, the best first.",
    args: {
      question: t.arg.string({
        required: true,
        description: "Words to look for, Chinese or English, up to 500 characters.",
      }),
      language: t.arg.string({ description: "Only documents in this language, zh or en." }),
      limit: t.arg.int({ description: "How many at most, 1 to 50; 10 unless it is said." }),
      scope: t.arg({
        type: ScopeInput,
        description: "Narrows the documents; without, all that you may read.",
      }),
    },
    resolve: (_root, { question, language, limit, scope }, { knowledge, viewer }) => {
      const most = limit ?? 10;
      if (most < 1 || most > mostPassages)
        throw new MillwrightError("INVALID_INPUT", {
          path: "limit",
          problem: `must be 1 to ${mostPassages}`,
        });
      if (language && language !== "zh" && language !== "en")
        throw new MillwrightError("INVALID_INPUT", { path: "language", problem: "must be zh or en" });
      return knowledge.search(soundQuestion(question), {
        roles: viewer.roles,
        limit: most,
        scope: scopeOf(scope),
        ...(language ? { language: language as "zh" | "en" } : {}),
      });
    },
  }),
}));

const told = async (
  tx: Tx,
  actId: string,
  type: string,
  viewer: Viewer,
  id: string,
  attributes: Record<string, unknown>,
) => {
  await appendEvents(tx, [
    {
      id: contentHash(type, actId),
      type,
      time: await plantNow(tx),
      source: "api",
      objects: [
        { id, type: "document", qualifier: "document" },
        { id: viewer.id, type: "person", qualifier: "keeper" },
      ],
      attributes,
    },
  ]);
};

export const requireKeeper = (viewer: Viewer): void => requireRole(viewer, ...keepers);

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
        await told(tx, actId, "document.withdrawn", viewer, row.id, { revision });
        return { id: row.id };
      });
      return documentOf(db, row.id, revision, viewer.roles);
    },
  }),
}));

/**
 * Imports for a person, and tells the stream what changed. A document of which he may not read every revision is not replaced by
 * him either.
 *
 * @throws MillwrightError FORBIDDEN, and what `importDocument` throws.
 */
export const keepDocument = (
  db: Db,
  viewer: Viewer,
  given: Parameters<typeof importDocument>[1],
  dryRun: boolean,
): Promise<ImportedDocument> =>
  importDocument(db, given, {
    by: viewer.id,
    dryRun,
    read: readApart,
    permit: (needed) => {
      const refused = needed.find((roles) => !mayRead(viewer.roles, roles));
      if (refused) throw new MillwrightError("FORBIDDEN", { role: refused });
    },
    also: (tx, { id, revision, status, supersedes }) =>
      told(tx, `${id}/${revision}/${status}`, "document.imported", viewer, id, {
        revision,
        status,
        supersedes,
      }),
  });
