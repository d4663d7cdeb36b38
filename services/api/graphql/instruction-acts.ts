import type { Edit } from "../../../agents/process/instruction/edit.ts";
import { editedFields } from "../../../agents/process/instruction/merge.ts";
import {
  advanceInstruction,
  citeFor,
  draftInstruction,
  editInstruction,
  settleConflict,
} from "../../../agents/process/instruction/write.ts";
import { plantNow } from "../../mes/clock.ts";
import { routingOf } from "../../mes/queries/segment-master.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";
import { EditedType, WrittenType } from "./instruction-types.ts";

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
