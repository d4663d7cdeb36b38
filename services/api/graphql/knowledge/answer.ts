import { MillwrightError } from "../../../core/errors.ts";
import type { Answer, AnswerPart, Citation } from "../../../knowledge/answer/answer.ts";
import { askThread } from "../../../knowledge/answer/ask-on.ts";
import type { Passage } from "../../../knowledge/knowledge.ts";
import { builder } from "../builder.ts";

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
    missing: t.stringList({
      description: "Questions of the sentence that nothing answers, where another of them is answered.",
      resolve: ({ missing = [] }) => [...missing],
    }),
    nearest: t.field({
      type: [PassageType],
      description: "Passages that come nearest, whether or not they answer.",
      resolve: ({ nearest }) => [...nearest],
    }),
    score: t.exposeFloat("score", { description: "How much of the question the answer stands for, 0 to 1." }),
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

builder.queryField("askDocuments", (t) =>
  t.field({
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
      askThread(knowledge, [soundQuestion(question)], { roles: viewer.roles, scope: scopeOf(scope) }),
  }),
);

builder.queryField("searchDocuments", (t) =>
  t.field({
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
);
