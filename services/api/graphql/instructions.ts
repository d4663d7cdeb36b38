import type { Difference } from "../../../agents/process/instruction/diff.ts";
import type { Edit } from "../../../agents/process/instruction/edit.ts";
import { type Conflict, editedFields } from "../../../agents/process/instruction/merge.ts";
import type { Text } from "../../../agents/process/instruction/model.ts";
import type { Problem } from "../../../agents/process/instruction/problem.ts";
import {
  changesOfVersion,
  editsOf,
  findingsOf,
  historyOf,
  type InstructionState,
  type ListedInstruction,
  listInstructions,
  openInstruction,
} from "../../../agents/process/instruction/read.ts";
import { captionOf, drawFigure } from "../../../agents/process/instruction/render/figure.ts";
import { sourceWords } from "../../../agents/process/instruction/render/source-words.ts";
import { plain } from "../../../agents/process/instruction/say.ts";
import type { Change } from "../../../agents/process/instruction/stale.ts";
import { factsBelow, partsOf } from "../../../agents/process/instruction/walk.ts";
import {
  advanceInstruction,
  citeFor,
  draftInstruction,
  editInstruction,
  settleConflict,
  type Written,
} from "../../../agents/process/instruction/write.ts";
import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { plantNow } from "../../mes/clock.ts";
import { plannedProducts } from "../../mes/queries/names.ts";
import { routingOf } from "../../mes/queries/segment-master.ts";
import type { InstructionVersion } from "../../mes/queries/work-instructions.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";
import { BilingualText } from "./plant.ts";

const wordsOf = ({ zh, en }: Text): Bilingual => ({ zh: plain(zh), en: plain(en) });

const ChangeType = builder.objectRef<{ change: Change; words: Bilingual }>("InstructionChange").implement({
  description: "What is no longer as it was when the instruction was written.",
  fields: (t) => ({
    source: t.field({ type: BilingualText, resolve: ({ words }) => words }),
    was: t.string({ nullable: true, resolve: ({ change }) => change.was }),
    now: t.string({ nullable: true, resolve: ({ change }) => change.now }),
    steps: t.stringList({
      description: "Ids of the steps that say it; @head, @prerequisites and @result stand beside the steps.",
      resolve: ({ change }) => [...change.steps],
    }),
  }),
});

const ProblemType = builder.objectRef<Problem>("InstructionProblem").implement({
  description: "What stands in the way of publishing.",
  fields: (t) => ({
    code: t.exposeString("code"),
    step: t.exposeString("where"),
    message: t.expose("message", { type: BilingualText }),
  }),
});

const DifferenceType = builder.objectRef<Difference>("InstructionDifference").implement({
  fields: (t) => ({
    step: t.exposeString("step"),
    title: t.expose("title", { type: BilingualText }),
    field: t.exposeString("field"),
    was: t.expose("was", { type: BilingualText, nullable: true }),
    now: t.expose("now", { type: BilingualText, nullable: true }),
  }),
});

const ConflictType = builder.objectRef<Conflict>("InstructionConflict").implement({
  description:
    "An edit and what was composed anew that both changed; the edit stands until somebody settles it.",
  fields: (t) => ({
    step: t.exposeString("step"),
    field: t.exposeString("field"),
    mine: t.field({ type: [BilingualText], resolve: ({ mine }) => mine.map(wordsOf) }),
    theirs: t.field({ type: [BilingualText], resolve: ({ theirs }) => theirs.map(wordsOf) }),
  }),
});

interface Picture {
  readonly step: string;
  readonly svg: string;
  readonly caption: Bilingual;
}
const PictureType = builder.objectRef<Picture>("InstructionPicture").implement({
  fields: (t) => ({
    step: t.exposeString("step"),
    svg: t.exposeString("svg"),
    caption: t.expose("caption", { type: BilingualText }),
  }),
});

const VersionType = builder.objectRef<InstructionVersion>("InstructionVersion").implement({
  fields: (t) => ({
    version: t.exposeInt("version"),
    status: t.exposeString("status"),
    changedBy: t.exposeString("changed_by"),
    changedAt: t.expose("changed_at", { type: "DateTime" }),
    approvedBy: t.exposeString("approved_by", { nullable: true }),
    activeSince: t.expose("active_since", { type: "DateTime", nullable: true }),
    endedAt: t.expose("ended_at", { type: "DateTime", nullable: true }),
  }),
});

const LanguageType = builder.enumType("InstructionLanguage", { values: ["zh", "en"] as const });

const InstructionType = builder.objectRef<InstructionState>("WorkInstruction").implement({
  description: "A version of a work instruction that was written here (ISA-95 work directive's document).",
  fields: (t) => ({
    documentId: t.id({ resolve: ({ stored }) => stored.document_id }),
    version: t.int({ resolve: ({ stored }) => stored.version }),
    status: t.string({
      description: "DRAFT, FOR_REVIEW, APPROVED, ACTIVE, DEPRECATED.",
      resolve: ({ stored }) => stored.status,
    }),
    edition: t.int({ description: "Grows with every change.", resolve: ({ stored }) => stored.edition }),
    title: t.field({
      type: BilingualText,
      resolve: ({ stored }) => ({ zh: stored.title_zh, en: stored.title_en }),
    }),
    productId: t.string({ resolve: ({ stored }) => stored.product_id }),
    workMasterId: t.string({ resolve: ({ stored }) => stored.work_master_id }),
    segment: t.int({ resolve: ({ stored }) => stored.segment }),
    line: t.string({ nullable: true, resolve: ({ stored }) => stored.equipment_id }),
    changedBy: t.string({ resolve: ({ stored }) => stored.changed_by }),
    changedAt: t.field({ type: "DateTime", resolve: ({ stored }) => stored.changed_at }),
    approvedBy: t.string({ nullable: true, resolve: ({ stored }) => stored.approved_by }),
    activeSince: t.field({
      type: "DateTime",
      nullable: true,
      resolve: ({ stored }) => stored.active_since,
    }),
    changes: t.field({
      type: [ChangeType],
      description: "Empty for one that is fresh.",
      resolve: ({ stored, changes }) =>
        changes.map((change) => ({ change, words: sourceWords(change.source, stored.content) })),
    }),
    content: t.field({
      type: "JSON",
      description: "Texts made of words and facts; agents/process/instruction/model.ts.",
      resolve: ({ stored: { content } }) => {
        const { basis: _basis, ...shown } = content;
        return shown;
      },
    }),
    sources: t.field({
      type: "JSON",
      description: "In words, by source.",
      resolve: ({ stored: { content } }) =>
        Object.fromEntries(
          [...new Set(factsBelow(partsOf(content).map(([, part]) => part)).map(({ source }) => source))].map(
            (source) => [source, sourceWords(source, content)],
          ),
        ),
    }),
    pictures: t.field({
      type: [PictureType],
      args: { language: t.arg({ type: LanguageType, required: true }) },
      resolve: ({ stored: { content } }, { language }) =>
        content.steps.flatMap(({ id, figure }) =>
          figure ? [{ step: id, svg: drawFigure(figure, language), caption: captionOf(figure) }] : [],
        ),
    }),
    problems: t.field({
      type: [ProblemType],
      resolve: ({ stored }, _args, { db, documents }) => findingsOf(db, documents, stored),
    }),
    conflicts: t.field({ type: [ConflictType], resolve: ({ stored }) => [...stored.conflicts] }),
    edits: t.field({
      type: [DifferenceType],
      description: "What people changed of what was composed.",
      resolve: ({ stored }) => editsOf(stored),
    }),
    sinceVersionBefore: t.field({
      type: [DifferenceType],
      resolve: ({ stored }, _args, { db }) => changesOfVersion(db, stored),
    }),
    versions: t.field({
      type: [VersionType],
      resolve: ({ stored }, _args, { db }) => historyOf(db, stored.document_id),
    }),
  }),
});

const WrittenType = builder.objectRef<Written>("WrittenInstruction").implement({
  fields: (t) => ({
    documentId: t.exposeID("documentId"),
    version: t.exposeInt("version"),
    conflicts: t.exposeInt("conflicts"),
  }),
});
const EditedType = builder
  .objectRef<{ documentId: string; version: number }>("ChangedInstruction")
  .implement({
    fields: (t) => ({ documentId: t.exposeID("documentId"), version: t.exposeInt("version") }),
  });

const SegmentType = builder
  .objectRef<{ segment: number; name_zh: string; name_en: string; document_id: string | null }>(
    "RoutingSegment",
  )
  .implement({
    fields: (t) => ({
      segment: t.exposeInt("segment"),
      name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
      documentId: t.exposeString("document_id", { nullable: true }),
    }),
  });

const ProductType = builder
  .objectRef<{ id: string; name_zh: string; name_en: string }>("RoutedProduct")
  .implement({
    fields: (t) => ({
      id: t.exposeID("id"),
      name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
    }),
  });

const ListedType = builder.objectRef<ListedInstruction>("ListedInstruction").implement({
  description: "A version in a list: what it is, and how many steps are no longer true.",
  fields: (t) => ({
    documentId: t.id({ resolve: ({ version }) => version.document_id }),
    version: t.int({ resolve: ({ version }) => version.version }),
    status: t.string({ resolve: ({ version }) => version.status }),
    title: t.field({
      type: BilingualText,
      resolve: ({ version }) => ({ zh: version.title_zh, en: version.title_en }),
    }),
    productId: t.string({ resolve: ({ version }) => version.product_id }),
    segment: t.int({ resolve: ({ version }) => version.segment }),
    line: t.string({ nullable: true, resolve: ({ version }) => version.equipment_id }),
    changedBy: t.string({ resolve: ({ version }) => version.changed_by }),
    changedAt: t.field({ type: "DateTime", resolve: ({ version }) => version.changed_at }),
    staleSteps: t.stringList({
      description: "Empty for one that is fresh.",
      resolve: ({ changes }) => [...new Set(changes.flatMap(({ steps }) => steps))],
    }),
  }),
});
const mostListed = 500;

builder.queryFields((t) => ({
  routedProducts: t.field({
    type: [ProductType],
    description: "Products that have a routing, those of most open orders first.",
    resolve: (_root, _args, { db }) => plannedProducts(db),
  }),
  workInstructions: t.field({
    type: [ListedType],
    description:
      "Of each document the newest version of each stage that is not over, those first that were changed last.",
    args: {
      first: t.arg.int({ description: `Default 200, at most ${mostListed}.` }),
      search: t.arg.string({ description: "Part of an id, title or product." }),
    },
    resolve: (_root, { first, search }, { db, documents }) => {
      const limit = first ?? 200;
      if (limit < 1 || limit > mostListed)
        throw new MillwrightError("INVALID_INPUT", { path: "first", problem: `must be 1 to ${mostListed}` });
      return listInstructions(db, documents, { first: limit, search: (search ?? "").slice(0, 200) });
    },
  }),
  workInstruction: t.field({
    type: InstructionType,
    args: { documentId: t.arg.id({ required: true }), version: t.arg.int({ required: true }) },
    resolve: (_root, { documentId, version }, { db, documents }) =>
      openInstruction(db, documents, String(documentId), version),
  }),
  routing: t.field({
    type: [SegmentType],
    description: "Segments of a product's newest work master.",
    args: { productId: t.arg.id({ required: true }) },
    resolve: async (_root, { productId }, { db }) => (await routingOf(db, String(productId))).segments,
  }),
}));

const TextInput = builder.inputType("InstructionTextInput", {
  fields: (t) => ({ zh: t.string({ required: true }), en: t.string({ required: true }) }),
});
const EditKind = builder.enumType("InstructionEditKind", {
  values: ["change", "add", "remove", "move"] as const,
});
const EditInput = builder.inputType("InstructionEditInput", {
  description: "A change of one step; texts that are left out stay.",
  fields: (t) => ({
    kind: t.field({ type: EditKind, required: true }),
    step: t.string({ required: true, description: "Of a new step own- and a word of your own." }),
    after: t.string({ description: "Of add and move: the step before; null for the first place." }),
    title: t.field({ type: TextInput }),
    action: t.field({ type: [TextInput] }),
    check: t.field({ type: [TextInput] }),
    notes: t.field({ type: [TextInput] }),
    withoutQuotes: t.stringList({ description: "Passages whose quotations are of no use here." }),
  }),
});
const StageType = builder.enumType("InstructionStage", {
  values: ["DRAFT", "FOR_REVIEW", "APPROVED", "ACTIVE", "DEPRECATED"] as const,
});
const ConflictField = builder.enumType("InstructionConflictField", {
  values: [...editedFields, "step"] as const,
});
const KeepType = builder.enumType("InstructionKeep", { values: ["mine", "theirs"] as const });

const editOf = ({ kind, step, after, ...texts }: typeof EditInput.$inferInput): Edit => {
  if (kind === "remove") return { kind, step };
  if (kind === "move") return { kind, step, after: after ?? null };
  const { title, action, check, notes, withoutQuotes } = texts;
  const given = {
    title: title ?? undefined,
    action: action ?? undefined,
    check: check ?? undefined,
    notes: notes ?? undefined,
    withoutQuotes: withoutQuotes ?? undefined,
  };
  return kind === "add" ? { kind, step, after: after ?? null, ...given } : { kind, step, ...given };
};

builder.mutationFields((t) => {
  const version = {
    documentId: t.arg.id({ required: true }),
    version: t.arg.int({ required: true }),
    edition: t.arg.int({ required: true, description: "That was seen." }),
    idempotencyKey: t.arg.string({ required: true }),
  };
  return {
    writeInstruction: t.field({
      type: WrittenType,
      description:
        "Writes the draft of a segment's instruction from the master data and the documents in force; edits of before are carried over. Role process.",
      args: {
        productId: t.arg.id({ required: true }),
        segment: t.arg.int({ required: true }),
        line: t.arg.string({ description: "Of an instruction for one line alone." }),
        idempotencyKey: t.arg.string({ required: true }),
      },
      resolve: async (_root, { productId, segment, line, idempotencyKey }, context) => {
        const { db, documents, viewer } = context;
        const target = {
          workMasterId: (await routingOf(db, String(productId))).id,
          segment,
          equipmentId: line ?? null,
        };
        const cited = await citeFor(db, documents, target);
        const now = await plantNow(context.db);
        return once(context, idempotencyKey, { act: "write-instruction", ...target }, (tx) =>
          draftInstruction(tx, cited, { ...target, actorId: viewer.id, now }),
        );
      },
    }),
    editInstruction: t.field({
      type: EditedType,
      description: "Changes a step of a draft. Role process.",
      args: { ...version, edit: t.arg({ type: EditInput, required: true }) },
      resolve: async (_root, { idempotencyKey, edit, ...given }, context) => {
        const of = { ...given, documentId: String(given.documentId) };
        const act = { ...of, edit: editOf(edit) };
        const now = await plantNow(context.db);
        return once(context, idempotencyKey, { act: "edit-instruction", ...act }, async (tx) => {
          await editInstruction(tx, { ...act, actorId: context.viewer.id, now });
          return { documentId: of.documentId, version: of.version };
        });
      },
    }),
    settleInstruction: t.field({
      type: EditedType,
      description: "Settles a conflict of a draft: the edit stays, or what was composed anew. Role process.",
      args: {
        ...version,
        step: t.arg.string({ required: true }),
        field: t.arg({ type: ConflictField, required: true }),
        keep: t.arg({ type: KeepType, required: true }),
      },
      resolve: async (_root, { idempotencyKey, ...given }, context) => {
        const act = { ...given, documentId: String(given.documentId) };
        const now = await plantNow(context.db);
        return once(context, idempotencyKey, { act: "settle-instruction", ...act }, async (tx) => {
          await settleConflict(tx, { ...act, actorId: context.viewer.id, now });
          return { documentId: act.documentId, version: act.version };
        });
      },
    }),
    moveInstruction: t.field({
      type: EditedType,
      description:
        "Takes a version one stage on or back; what goes on has to pass the check against the data store, and is approved by somebody who did not write it. Role process.",
      args: { ...version, to: t.arg({ type: StageType, required: true }) },
      resolve: async (_root, { idempotencyKey, ...given }, context) => {
        const act = { ...given, documentId: String(given.documentId) };
        const now = await plantNow(context.db);
        return once(context, idempotencyKey, { act: "move-instruction", ...act }, async (tx) => {
          await advanceInstruction(tx, context.documents, {
            ...act,
            actorId: context.viewer.id,
            now,
            fourEyes: context.fourEyes.has("instructions"),
          });
          return { documentId: act.documentId, version: act.version };
        });
      },
    }),
  };
});
