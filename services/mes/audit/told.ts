import type { Db } from "../database.ts";
import type { EventObject } from "../schema/event.ts";
import type { TrailRow } from "./trail.ts";

export interface AuditPerson {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** An act as the audit tells it: who, on whose approval, from where. */
export interface AuditEntry extends TrailRow {
  /** Who did it, or asked for it where somebody else approved; null for what the house did by itself. */
  readonly who: AuditPerson | null;
  readonly approvedBy: AuditPerson | null;
  readonly toolCallId: string | null;
  readonly origin: { readonly channel: string; readonly address: string; readonly agent: string } | null;
  readonly decision: ContentDecision | null;
}

/** What the content filter decided, in the words that its event does not hold. */
export interface ContentDecision {
  readonly id: string;
  readonly at: Date;
  readonly place: string;
  readonly action: "Refused" | "Withheld";
  readonly families: readonly string[];
  readonly trick: string | null;
  readonly excerpt: string;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly person_id: string | null;
  readonly number: string;
}

const decisionColumns = [
  "id",
  "at",
  "place",
  "action",
  "families",
  "trick",
  "excerpt",
  "subject_type",
  "subject_id",
  "person_id",
  "number",
] as const;

const personOf = (objects: readonly EventObject[], is: (qualifier: string) => boolean) =>
  objects.find(({ type, qualifier }) => type === "person" && is(qualifier))?.id;
const callOf = ({ objects, attributes }: TrailRow): string | undefined => {
  const named = attributes["toolCallId"];
  return (
    objects.find(({ type }) => type === "tool_call")?.id ?? (typeof named === "string" ? named : undefined)
  );
};
const originOf = ({ attributes: { origin } }: TrailRow): string | undefined =>
  typeof origin === "string" && /^\d{1,18}$/.test(origin) ? origin : undefined;

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.id, row]));
const some = (ids: readonly (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== undefined)),
];

/** Rows of the trail with the people, calls, places and decisions that they name: one look for each kind. */
export const toldEntries = async (db: Db, rows: readonly TrailRow[]): Promise<AuditEntry[]> => {
  const calls = some(rows.map(callOf));
  const origins = some(rows.map(originOf));
  const filtered = some(
    rows.map(({ objects }) => objects.find(({ type }) => type === "content_decision")?.id),
  );
  const [askers, places, decisions] = await Promise.all([
    calls.length > 0
      ? db.selectFrom("tool_call").select(["id", "user_id"]).where("id", "in", calls).execute()
      : [],
    origins.length > 0 ? db.selectFrom("act_origin").selectAll().where("id", "in", origins).execute() : [],
    filtered.length > 0
      ? db.selectFrom("content_decision").select(decisionColumns).where("id", "in", filtered).execute()
      : [],
  ]);
  const [askerOf, placeOf, decisionOf] = [byId(askers), byId(places), byId(decisions)];
  const whoOf = (row: TrailRow) => {
    const { objects } = row;
    const approver = personOf(objects, (qualifier) => qualifier === "approver");
    const decision = decisionOf.get(objects.find(({ type }) => type === "content_decision")?.id ?? "");
    const asker =
      personOf(objects, (qualifier) => qualifier === "asked" || qualifier === "proposer") ??
      askerOf.get(callOf(row) ?? "")?.user_id ??
      personOf(objects, (qualifier) => qualifier !== "approver" && qualifier !== "absent") ??
      decision?.person_id ??
      undefined;
    return { who: asker ?? approver, approvedBy: approver, decision: decision ?? null };
  };
  const found = rows.map(whoOf);
  const ids = some(found.flatMap(({ who, approvedBy }) => [who, approvedBy]));
  const users = byId(
    ids.length > 0
      ? await db.selectFrom("app_user").select(["id", "name_zh", "name_en"]).where("id", "in", ids).execute()
      : [],
  );
  const person = (id: string | undefined): AuditPerson | null =>
    id === undefined
      ? null
      : { id, nameZh: users.get(id)?.name_zh ?? id, nameEn: users.get(id)?.name_en ?? id };
  return rows.map((row, index) => {
    const { who, approvedBy, decision } = found[index]!;
    const origin = placeOf.get(originOf(row) ?? "");
    return {
      ...row,
      who: person(who),
      approvedBy: person(approvedBy),
      toolCallId: callOf(row) ?? null,
      origin: origin ?? null,
      decision,
    };
  });
};

/** What the filter decided, the latest first; of one person, or of some places. */
export const contentDecisions = (
  db: Db,
  {
    person,
    places,
    before,
  }: { readonly person?: string; readonly places?: readonly string[]; readonly before?: string },
  limit: number,
): Promise<ContentDecision[]> => {
  let query = db
    .selectFrom("content_decision")
    .select(decisionColumns)
    .orderBy("number", "desc")
    .limit(limit);
  if (person !== undefined) query = query.where("person_id", "=", person);
  if (places) query = query.where("place", "in", [...places]);
  if (before) query = query.where("number", "<", before);
  return query.execute();
};
