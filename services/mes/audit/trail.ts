import { type RawBuilder, sql } from "kysely";
import type { Db } from "../database.ts";
import type { StoredEvent } from "../events.ts";

/** Kinds of acts that a person looks for, each with the types of its events. */
const auditKinds = {
  approvals: ["approval.requested", "approval.approved", "approval.rejected", "approval.expired"],
  orders: [
    "job.released",
    "order.held",
    "order.resumed",
    "order.cancelled",
    "order.expedited",
    "order.moved",
    "order.changed",
    "requisition.created",
    "requisition.cancelled",
    "transport.ordered",
  ],
  plans: ["plan.created", "plan.proposed", "plant.disrupted"],
  documents: [
    "document.drafted",
    "document.edited",
    "document.submitted",
    "document.returned",
    "document.approved",
    "document.activated",
    "document.deprecated",
    "document.imported",
    "document.withdrawn",
  ],
  cells: [
    "cell.described",
    "cell.stopped",
    "cell.reset",
    "cell.entered",
    "cell.left",
    "cell.set-up",
    "cell.run.asked",
    "cell.run.started",
    "cell.unit.moved",
    "cell.unit.set-aside",
    "roadmap.described",
    "vehicle.forgotten",
  ],
  repairs: ["unit.repaired"],
  alerts: ["alert.set", "alert.ended", "alert.acknowledged"],
  playbooks: ["playbook.saved", "playbook.on", "playbook.off", "playbook.started", "playbook.taken"],
  data: ["records.written", "message.resent", "message.dismissed", "receipt.moved"],
  filter: ["content.refused", "content.withheld"],
  people: ["person.pseudonymised", "audit.asked", "audit.adopted"],
} as const satisfies Record<string, readonly string[]>;
export type AuditKind = keyof typeof auditKinds;
export const auditKindNames = Object.keys(auditKinds) as AuditKind[];

/** What a page of the audit is asked for. */
export interface TrailFilter {
  /** Who did, asked or approved. */
  readonly person?: string | undefined;
  /** Id of an order, line, document or another thing that an act was about. */
  readonly subject?: string | undefined;
  readonly kind?: AuditKind | undefined;
  /** Plant time. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Where a page ended: the time of its last row in microseconds since 1970, and its number. */
export interface TrailPosition {
  readonly micros: string;
  readonly seq: string;
}

export interface TrailRow extends StoredEvent {
  /** Wall time. */
  readonly recordedAt: Date;
  readonly micros: string;
  /** The batch that it is sealed in; null until it is. */
  readonly batch: number | null;
}

/** The people of an event, as the indices hold them. */
const people = sql`jsonb_path_query_array(objects, '$[*] ? (@.type == "person").id')`;
const isAct = sql`(${people} ->> 0 is not null or type in ('content.refused', 'content.withheld'))`;

/**
 * Acts of people, and what the content filter decided, the latest first. Each way to ask is a range of one index, read backwards as
 * far as the page is long; where there are several, such as the kinds of a group, each is read so far and the pages are merged.
 */
export const trailPage = async (
  db: Db,
  { person, subject, kind, from, to }: TrailFilter,
  limit: number,
  after?: TrailPosition,
): Promise<TrailRow[]> => {
  const common = [
    ...(from ? [sql`time >= ${from}`] : []),
    ...(to ? [sql`time < ${to}`] : []),
    ...(after
      ? [
          sql`(time, seq) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.seq}::bigint)`,
        ]
      : []),
  ];
  const types = kind && auditKinds[kind];
  const inKind = types ? [sql`type in (${sql.join(types)})`] : [];
  const about = subject ? [sql`objects @> ${JSON.stringify([{ id: subject }])}::jsonb`] : [];
  const ways: RawBuilder<unknown>[][] = person
    ? [
        [sql`${people} ->> 0 = ${person}`, ...inKind, ...about],
        [sql`${people} ->> 1 = ${person}`, sql`${people} ->> 0 <> ${person}`, ...inKind, ...about],
      ]
    : subject
      ? [[...about, isAct, ...inKind]]
      : types
        ? types.map((type) => [sql`type = ${type}`])
        : [[isAct]];
  const read = ways.map(
    (way) =>
      sql`(select seq, id, type, time, source, objects, attributes, recorded_at from event
           where ${sql.join([...way, ...common], sql` and `)} order by time desc, seq desc limit ${limit})`,
  );
  const { rows } = await sql<TrailRow>`
    select e.seq::text as seq, e.id, e.type, e.time, e.source, e.objects, e.attributes, e.recorded_at as "recordedAt",
      (extract(epoch from e.time) * 1000000)::bigint::text as micros,
      (select case when b.from_seq <= e.seq then b.number end from audit_batch b
       where b.to_seq >= e.seq order by b.to_seq limit 1) as batch
    from (${sql.join(read, sql` union all `)}) e
    order by e.time desc, e.seq desc limit ${limit}`.execute(db);
  return rows;
};
