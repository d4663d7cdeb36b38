import type { Difference } from "../../../../agents/process/instruction/diff.ts";
import type { Conflict } from "../../../../agents/process/instruction/merge.ts";
import type { Text } from "../../../../agents/process/instruction/model.ts";
import type { Problem } from "../../../../agents/process/instruction/problem.ts";
import {
  changesOfVersion,
  editsOf,
  findingsOf,
  historyOf,
  type InstructionState,
  type ListedInstruction,
} from "../../../../agents/process/instruction/read.ts";
import { captionOf, drawFigure } from "../../../../agents/process/instruction/render/figure.ts";
import { sourceWords } from "../../../../agents/process/instruction/render/source-words.ts";
import { plain } from "../../../../agents/process/instruction/say.ts";
import type { Change } from "../../../../agents/process/instruction/stale.ts";
import { factsBelow, partsOf } from "../../../../agents/process/instruction/walk.ts";
import type { Written } from "../../../../agents/process/instruction/write.ts";
import type { Bilingual } from "../../../core/errors.ts";
import { authorsOf, type InstructionVersion } from "../../../mes/queries/work-instructions.ts";
import { notByAuthor } from "../../leave.ts";
import { mutationLeave } from "../../permissions.ts";
import { builder, languages } from "../builder.ts";
import type { Connection } from "../connection.ts";
import { PageInfo } from "../page-info.ts";
import { LeaveType } from "../people/leave.ts";
import { BilingualText } from "../plant/plant.ts";

const wordsOf = ({ zh, en }: Text): Bilingual => ({ zh: plain(zh), en: plain(en) });

const ChangeType = builder.objectRef<{ change: Change; words: Bilingual }>("InstructionChange").implement({
  description: "What is no longer as it was when the instruction was written.",
  fields: (t) => ({
    source: t.field({
      type: BilingualText,
      description: "What it was read from, in words.",
      resolve: ({ words }) => words,
    }),
    was: t.string({
      nullable: true,
      description: "As it stands in the instruction; null for what came since.",
      resolve: ({ change }) => change.was,
    }),
    now: t.string({
      nullable: true,
      description: "As the plant's data have it now; null for what is gone.",
      resolve: ({ change }) => change.now,
    }),
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
    step: t.exposeString("where", {
      description: "Step that it is about; @head, @prerequisites and @result stand beside the steps.",
    }),
    message: t.expose("message", { type: BilingualText }),
  }),
});

const DifferenceType = builder.objectRef<Difference>("InstructionDifference").implement({
  description: "One difference between two versions, in words that stand beside each other.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that differs." }),
    title: t.expose("title", { type: BilingualText, description: "Title of the step." }),
    field: t.exposeString("field", {
      description: "What differs: step, title, action, check, notes, materials, parameters, quotes or order.",
    }),
    was: t.expose("was", {
      type: BilingualText,
      nullable: true,
      description: "Words of before; null for what was not there.",
    }),
    now: t.expose("now", {
      type: BilingualText,
      nullable: true,
      description: "Words of now; null for what is gone.",
    }),
  }),
});

const ConflictType = builder.objectRef<Conflict>("InstructionConflict").implement({
  description:
    "An edit and what was composed anew that both changed; the edit stands until somebody settles it.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that both changed." }),
    field: t.exposeString("field", {
      description: "Text of the step that both changed, or `step` for the step as a whole.",
    }),
    mine: t.field({
      type: [BilingualText],
      description: "As people had edited it, line by line.",
      resolve: ({ mine }) => mine.map(wordsOf),
    }),
    theirs: t.field({
      type: [BilingualText],
      description: "As it was composed anew, line by line.",
      resolve: ({ theirs }) => theirs.map(wordsOf),
    }),
  }),
});

interface Picture {
  readonly step: string;
  readonly svg: string;
  readonly caption: Bilingual;
}
const PictureType = builder.objectRef<Picture>("InstructionPicture").implement({
  description: "The drawing of a step.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that it is drawn for." }),
    svg: t.exposeString("svg", { description: "The drawing as SVG, without scripts and links." }),
    caption: t.expose("caption", { type: BilingualText, description: "What it shows." }),
  }),
});

const VersionType = builder.objectRef<InstructionVersion>("InstructionVersion").implement({
  description: "A version in the history of a work instruction.",
  fields: (t) => ({
    version: t.exposeInt("version"),
    status: t.exposeString("status", {
      description: "Stage: DRAFT, FOR_REVIEW, APPROVED, ACTIVE or DEPRECATED.",
    }),
    changedBy: t.exposeString("changed_by"),
    changedAt: t.expose("changed_at", { type: "DateTime" }),
    approvedBy: t.exposeString("approved_by", {
      nullable: true,
      description: "Person who approved it; null while nobody has.",
    }),
    activeSince: t.expose("active_since", {
      type: "DateTime",
      nullable: true,
      description: "When it came in force; null for one that never did. Plant time.",
    }),
    endedAt: t.expose("ended_at", {
      type: "DateTime",
      nullable: true,
      description: "When another took its place; null while none has. Plant time.",
    }),
  }),
});

const LanguageType = builder.enumType("InstructionLanguage", {
  description: "Language of the words in a drawing.",
  values: languages,
});

export const InstructionType = builder.objectRef<InstructionState>("WorkInstruction").implement({
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
    line: t.string({
      nullable: true,
      description: "Line that it is for alone; null for every line.",
      resolve: ({ stored }) => stored.equipment_id,
    }),
    changedBy: t.string({ resolve: ({ stored }) => stored.changed_by }),
    changedAt: t.field({ type: "DateTime", resolve: ({ stored }) => stored.changed_at }),
    approvedBy: t.string({
      nullable: true,
      description: "Person who approved it; null while nobody has.",
      resolve: ({ stored }) => stored.approved_by,
    }),
    activeSince: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it came in force; null for one that never did. Plant time.",
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
      description: "The drawing of each step that has one.",
      args: { language: t.arg({ type: LanguageType, required: true }) },
      resolve: ({ stored: { content } }, { language }) =>
        content.steps.flatMap(({ id, figure }) =>
          figure ? [{ step: id, svg: drawFigure(figure, language), caption: captionOf(figure) }] : [],
        ),
    }),
    approval: t.field({
      type: LeaveType,
      description: "Whether who asks may approve it, or has written or edited it himself.",
      resolve: async ({ stored }, _args, { db, viewer, fourEyes }) => {
        const leave = mutationLeave("moveInstruction", viewer, fourEyes);
        if (!leave.allowed || !fourEyes.has("instructions")) return leave;
        const authors = await authorsOf(db, stored.document_id, stored.version);
        return notByAuthor(leave, authors.includes(viewer.id));
      },
    }),
    problems: t.field({
      type: [ProblemType],
      description: "What the check against the data store found; none lets it go on.",
      resolve: ({ stored }, _args, { db, documents }) => findingsOf(db, documents, stored),
    }),
    conflicts: t.field({
      type: [ConflictType],
      description: "Edits that composing anew ran into; each is to be settled before review.",
      resolve: ({ stored }) => [...stored.conflicts],
    }),
    edits: t.field({
      type: [DifferenceType],
      description: "What people changed of what was composed.",
      resolve: ({ stored }) => editsOf(stored),
    }),
    sinceVersionBefore: t.field({
      type: [DifferenceType],
      description: "What is another than in the version before; none for the first.",
      resolve: ({ stored }, _args, { db }) => changesOfVersion(db, stored),
    }),
    versions: t.field({
      type: [VersionType],
      description: "Its history, the latest first.",
      resolve: ({ stored }, _args, { db }) => historyOf(db, stored.document_id),
    }),
  }),
});

export const WrittenType = builder.objectRef<Written>("WrittenInstruction").implement({
  description: "The draft that was written.",
  fields: (t) => ({
    documentId: t.exposeID("documentId"),
    version: t.exposeInt("version"),
    conflicts: t.exposeInt("conflicts", {
      description: "Edits of before that what was composed anew ran into.",
    }),
  }),
});
export const EditedType = builder
  .objectRef<{ documentId: string; version: number }>("ChangedInstruction")
  .implement({
    description: "The version of a work instruction that was changed.",
    fields: (t) => ({ documentId: t.exposeID("documentId"), version: t.exposeInt("version") }),
  });

export const SegmentType = builder
  .objectRef<{ segment: number; name_zh: string; name_en: string; document_id: string | null }>(
    "RoutingSegment",
  )
  .implement({
    description: "A segment of a work master (ISA-95), with the instruction that it goes by.",
    fields: (t) => ({
      segment: t.exposeInt("segment"),
      name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
      documentId: t.exposeString("document_id", {
        nullable: true,
        description: "Work instruction of the segment; null where none is registered.",
      }),
    }),
  });

export const ProductType = builder
  .objectRef<{ id: string; name_zh: string; name_en: string }>("RoutedProduct")
  .implement({
    description: "A product that has a routing.",
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
    status: t.string({
      description: "Stage: DRAFT, FOR_REVIEW, APPROVED, ACTIVE or DEPRECATED.",
      resolve: ({ version }) => version.status,
    }),
    title: t.field({
      type: BilingualText,
      resolve: ({ version }) => ({ zh: version.title_zh, en: version.title_en }),
    }),
    productId: t.string({ resolve: ({ version }) => version.product_id }),
    segment: t.int({ resolve: ({ version }) => version.segment }),
    line: t.string({
      nullable: true,
      description: "Line that it is for alone; null for every line.",
      resolve: ({ version }) => version.equipment_id,
    }),
    changedBy: t.string({ resolve: ({ version }) => version.changed_by }),
    changedAt: t.field({ type: "DateTime", resolve: ({ version }) => version.changed_at }),
    staleSteps: t.stringList({
      description: "Empty for one that is fresh.",
      resolve: ({ changes }) => [...new Set(changes.flatMap(({ steps }) => steps))],
    }),
  }),
});
const ListedEdge = builder
  .objectRef<{ cursor: string; node: ListedInstruction }>("ListedInstructionEdge")
  .implement({
    description: "A version in a page.",
    fields: (t) => ({ cursor: t.exposeString("cursor"), node: t.expose("node", { type: ListedType }) }),
  });
export const ListedConnection = builder
  .objectRef<Connection<ListedInstruction> & { readonly outOfDate: number | null }>(
    "ListedInstructionConnection",
  )
  .implement({
    description: "A page of work instructions, those first that were changed last or are urgent.",
    fields: (t) => ({
      edges: t.field({ type: [ListedEdge], resolve: ({ edges }) => [...edges] }),
      pageInfo: t.expose("pageInfo", { type: PageInfo }),
      totalCount: t.exposeInt("totalCount"),
      outOfDate: t.exposeInt("outOfDate", {
        nullable: true,
        description: "How many of all have something changed under them; null where urgentFirst is not said.",
      }),
    }),
  });
