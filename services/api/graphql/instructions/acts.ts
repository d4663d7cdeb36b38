import type { Edit } from "../../../../agents/process/instruction/edit.ts";
import type { EditedField } from "../../../../agents/process/instruction/merge.ts";
import {
  advanceInstruction,
  citeFor,
  draftInstruction,
  editInstruction,
  settleConflict,
} from "../../../../agents/process/instruction/write.ts";
import { plantNow } from "../../../mes/clock.ts";
import { routingOf } from "../../../mes/queries/segment-master.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { EditedType, WrittenType } from "./types.ts";

const TextInput = builder.inputType("InstructionTextInput", {
  description: "One line in both languages.",
  fields: (t) => ({ zh: t.string({ required: true }), en: t.string({ required: true }) }),
});
const EditKind = builder.enumType("InstructionEditKind", {
  description: "What is done with a step.",
  values: {
    change: { description: "Its texts become others." },
    add: { description: "A step of your own comes in." },
    remove: { description: "It is left out, and stays out when the draft is composed anew." },
    move: { description: "It goes to another place." },
  } as const,
});
const EditInput = builder.inputType("InstructionEditInput", {
  description: "A change of one step; texts that are left out stay.",
  fields: (t) => ({
    kind: t.field({ type: EditKind, required: true, description: "What is done with the step." }),
    step: t.string({ required: true, description: "Of a new step own- and a word of your own." }),
    after: t.string({ description: "Of add and move: the step before; null for the first place." }),
    title: t.field({ type: TextInput, description: "New title of the step." }),
    action: t.field({
      type: [TextInput],
      description: "What is done, line by line, in the place of the lines of before.",
    }),
    check: t.field({
      type: [TextInput],
      description: "How it is seen that it was done right, line by line.",
    }),
    notes: t.field({ type: [TextInput], description: "Hints and warnings, line by line." }),
    withoutQuotes: t.stringList({ description: "Passages whose quotations are of no use here." }),
  }),
});
const StageType = builder.enumType("InstructionStage", {
  description: "Where a version of a work instruction stands.",
  values: {
    DRAFT: { description: "It is being written; only here it can be edited." },
    FOR_REVIEW: { description: "It has passed the check and waits for approval." },
    APPROVED: { description: "Approved, and not in force yet." },
    ACTIVE: { description: "In force; one version of a document at a time." },
    DEPRECATED: { description: "No longer in force; kept to be read." },
  } as const,
});
const ConflictField = builder.enumType("InstructionConflictField", {
  description: "Text of a step that an edit and what was composed anew both changed.",
  values: {
    title: { description: "What the step is called." },
    action: { description: "What is done." },
    check: { description: "How it is seen that it was done right." },
    notes: { description: "Hints and warnings." },
    step: { description: "The step as a whole: edited here, gone there." },
  } as const satisfies Record<EditedField | "step", { description: string }>,
});
const KeepType = builder.enumType("InstructionKeep", {
  description: "Which side of a conflict stays.",
  values: {
    mine: { description: "What people edited." },
    theirs: { description: "What was composed anew." },
  } as const,
});

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
      args: {
        ...version,
        edit: t.arg({ type: EditInput, required: true, description: "The change of one step." }),
      },
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
        step: t.arg.string({ required: true, description: "Step that the conflict is about." }),
        field: t.arg({
          type: ConflictField,
          required: true,
          description: "Text that the conflict is about.",
        }),
        keep: t.arg({ type: KeepType, required: true, description: "Which of the two stays." }),
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
      args: {
        ...version,
        to: t.arg({ type: StageType, required: true, description: "Stage that it goes to." }),
      },
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
