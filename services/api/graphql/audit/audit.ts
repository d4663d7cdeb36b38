import { MillwrightError } from "../../../core/errors.ts";
import type { Family } from "../../../core/shield/families.ts";
import { familyNames } from "../../../core/shield/policy.ts";
import {
  type AuditEntry,
  type AuditPerson,
  type ContentDecision,
  contentDecisions,
  toldEntries,
} from "../../../mes/audit/told.ts";
import { type AuditKind, type TrailFilter, type TrailPosition, trailPage } from "../../../mes/audit/trail.ts";
import type { Db } from "../../../mes/database.ts";
import { seesWholeAudit } from "../../permissions.ts";
import type { Viewer } from "../../session.ts";
import { builder } from "../builder.ts";
import { decodeCursor, type Page, pageOf, pageSize } from "../connection.ts";
import { PageInfo } from "../page-info.ts";
import { BilingualText } from "../plant/plant.ts";

const KindType = builder.enumType("AuditKind", {
  description: "What acts are about.",
  values: {
    orders: { description: "Orders: released, held, changed, cancelled, expedited." },
    plans: { description: "Plans that came in force, and what was proposed." },
    approvals: { description: "What waited for a person, and what became of it." },
    cells: { description: "Robot cells and their runs." },
    playbooks: { description: "Playbooks and what they did." },
    documents: { description: "Documents and work instructions." },
    repairs: { description: "Units that were repaired." },
    alerts: { description: "Alert rules and alerts." },
    data: { description: "Records written or imported." },
    filter: { description: "What the content filter turned back or withheld." },
    people: { description: "People: who left, and checks of the audit." },
  } satisfies Record<AuditKind, { description: string }>,
});

export const AuditPersonType = builder.objectRef<AuditPerson>("AuditPerson").implement({
  description: "Somebody who acted, by id and name.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: ({ nameZh, nameEn }) => ({ zh: nameZh, en: nameEn }) }),
  }),
});

const OriginType = builder.objectRef<NonNullable<AuditEntry["origin"]>>("AuditOrigin").implement({
  description: "From where somebody acted; told to managers, and to everybody of himself.",
  fields: (t) => ({
    channel: t.exposeString("channel", { description: "console, graphql or http." }),
    address: t.exposeString("address", { description: "Network address of the caller." }),
    agent: t.exposeString("agent", { description: "Browser or client, in its own words." }),
  }),
});

const DecisionType = builder.objectRef<ContentDecision>("ContentDecision").implement({
  description: "A text that the content filter turned back, or of which it withheld words.",
  fields: (t) => ({
    id: t.exposeID("id"),
    at: t.expose("at", { type: "DateTime", description: "Wall time." }),
    place: t.exposeString("place", { description: "chat, document, record, message or answer." }),
    action: t.exposeString("action", { description: "Refused or Withheld." }),
    reasons: t.field({
      type: [BilingualText],
      description: "Why, the gravest first.",
      resolve: ({ families }) =>
        families.map((family) => familyNames[family as Family] ?? { zh: family, en: family }),
    }),
    families: t.field({
      type: ["String"],
      description: "The same as reasons, as families of the filter's rules.",
      resolve: ({ families }) => [...families],
    }),
    trick: t.exposeString("trick", {
      nullable: true,
      description: "How it was hidden; null where it was said openly.",
    }),
    excerpt: t.exposeString("excerpt", { description: "Its first 400 signs, data about people masked." }),
    subjectType: t.exposeString("subject_type", {
      nullable: true,
      description: "Kind of what the text belongs to, such as a document; null for a sentence of the chat.",
    }),
    subjectId: t.exposeString("subject_id", {
      nullable: true,
      description: "Its id; null for a sentence of the chat.",
    }),
    personId: t.exposeString("person_id", {
      nullable: true,
      description: "Who brought it; null where a machine did.",
    }),
  }),
});

const EntryType = builder.objectRef<AuditEntry>("AuditEntry").implement({
  description: "Who did what, when, on whose approval, from where.",
  fields: (t) => ({
    seq: t.exposeID("seq"),
    type: t.exposeString("type", { description: "What was done, such as approval.approved." }),
    time: t.expose("time", { type: "DateTime" }),
    recordedAt: t.expose("recordedAt", { type: "DateTime", description: "Wall time." }),
    source: t.exposeString("source", { description: "Which part of the house wrote it down." }),
    who: t.expose("who", {
      type: AuditPersonType,
      nullable: true,
      description: "Who did it, or asked for it; null where the house did it by itself.",
    }),
    approvedBy: t.expose("approvedBy", {
      type: AuditPersonType,
      nullable: true,
      description: "Who approved it; null where no approval was asked for.",
    }),
    objects: t.field({ type: "JSON", resolve: ({ objects }) => objects }),
    attributes: t.field({ type: "JSON", resolve: ({ attributes }) => attributes }),
    origin: t.expose("origin", {
      type: OriginType,
      nullable: true,
      description: "From where; null where nobody called, or where it is not for you to see.",
    }),
    decision: t.expose("decision", {
      type: DecisionType,
      nullable: true,
      description: "What the content filter decided; null for every other act.",
    }),
    toolCallId: t.exposeString("toolCallId", {
      nullable: true,
      description: "The call that it was done by: auditEvidence tells what it rests on. Null where none did.",
    }),
    batch: t.exposeInt("batch", {
      nullable: true,
      description: "The sealed batch that it is in; null while it is not sealed.",
    }),
  }),
});
const EntryEdge = builder.objectRef<{ cursor: string; node: AuditEntry }>("AuditEntryEdge").implement({
  description: "An act, and the place after it.",
  fields: (t) => ({ cursor: t.exposeString("cursor"), node: t.expose("node", { type: EntryType }) }),
});
const EntryPage = builder.objectRef<Page<AuditEntry>>("AuditEntryConnection").implement({
  description: "A page of the audit, the latest first.",
  fields: (t) => ({
    edges: t.field({ type: [EntryEdge], resolve: ({ edges }) => [...edges] }),
    pageInfo: t.expose("pageInfo", { type: PageInfo }),
  }),
});
const DecisionEdge = builder
  .objectRef<{ cursor: string; node: ContentDecision }>("ContentDecisionEdge")
  .implement({
    description: "A decision of the filter, and the place after it.",
    fields: (t) => ({ cursor: t.exposeString("cursor"), node: t.expose("node", { type: DecisionType }) }),
  });
const DecisionPage = builder.objectRef<Page<ContentDecision>>("ContentDecisionConnection").implement({
  description: "A page of what the content filter decided, the latest first.",
  fields: (t) => ({
    edges: t.field({ type: [DecisionEdge], resolve: ({ edges }) => [...edges] }),
    pageInfo: t.expose("pageInfo", { type: PageInfo }),
  }),
});

/**
 * What somebody may ask of the audit: a manager anything, everybody else for his own acts.
 *
 * @throws MillwrightError FORBIDDEN for somebody else's.
 */
export const trailFilterFor = (viewer: Viewer, asked: TrailFilter): TrailFilter => {
  if (seesWholeAudit(viewer)) return asked;
  if (asked.person !== undefined && asked.person !== viewer.id)
    throw new MillwrightError("FORBIDDEN", { role: ["manager"] });
  return { ...asked, person: viewer.id };
};

/** Entries as somebody may see them: from where others acted is for managers. */
export const entriesFor = async (
  db: Db,
  viewer: Viewer,
  filter: TrailFilter,
  limit: number,
  after?: TrailPosition,
): Promise<AuditEntry[]> => {
  const entries = await toldEntries(db, await trailPage(db, trailFilterFor(viewer, filter), limit, after));
  if (seesWholeAudit(viewer)) return entries;
  return entries.map((entry) => {
    const isOwn = entry.objects.some(
      ({ type, id, qualifier }) => type === "person" && id === viewer.id && qualifier !== "asked",
    );
    return isOwn ? entry : { ...entry, origin: null };
  });
};

const positionOf = (after: string | null | undefined): TrailPosition | undefined => {
  if (!after) return undefined;
  const [micros = "", seq = ""] = decodeCursor(after, /^(-?\d{1,17})\/(\d{1,18})$/);
  return { micros, seq };
};

builder.queryFields((t) => ({
  audit: t.field({
    type: EntryPage,
    description:
      "Acts of people and decisions of the content filter, the latest first; whoever is no manager sees his own.",
    args: {
      person: t.arg.id({ description: "Who did, asked or approved." }),
      subject: t.arg.id({ description: "Id of an order, line, document or another thing." }),
      kind: t.arg({ type: KindType, description: "What the acts are about; all without it." }),
      from: t.arg({ type: "DateTime" }),
      to: t.arg({ type: "DateTime" }),
      first: t.arg.int(),
      after: t.arg.string(),
    },
    resolve: async (_root, { person, subject, kind, from, to, first, after }, { db, viewer }) => {
      const size = pageSize({ first }, 200);
      const filter = {
        person: person ? String(person) : undefined,
        subject: subject ? String(subject) : undefined,
        kind: kind ?? undefined,
        from: from ?? undefined,
        to: to ?? undefined,
      };
      const rows = await entriesFor(db, viewer, filter, size + 1, positionOf(after));
      return pageOf(rows, size, ({ micros, seq }) => `${micros}/${seq}`);
    },
  }),
  contentDecisions: t.field({
    type: DecisionPage,
    description:
      "What the content filter decided, the latest first: a manager sees all, who keeps documents and data what came in by them, everybody what he said himself.",
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      mine: t.arg.boolean({ description: "Only what you said yourself." }),
    },
    resolve: async (_root, { first, after, mine }, { db, viewer }) => {
      const size = pageSize({ first }, 100);
      const [before] = after ? decodeCursor(after, /^(\d{1,18})$/) : [];
      const keeps = viewer.roles.some((role) => ["process", "integrator", "automation"].includes(role));
      const scope =
        mine || !(seesWholeAudit(viewer) || keeps)
          ? { person: viewer.id }
          : seesWholeAudit(viewer)
            ? {}
            : { places: ["document", "record", "message"] };
      const rows = await contentDecisions(db, { ...scope, ...(before ? { before } : {}) }, size + 1);
      return pageOf(rows, size, ({ number }) => number);
    },
  }),
}));
