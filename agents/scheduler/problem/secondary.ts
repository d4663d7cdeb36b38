import type { Problem } from "../../../optimizer/index.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import {
  type Shift,
  shiftsOfPerson,
  type Window,
  weekly,
  withoutClosed,
} from "../../../services/mes/working-time.ts";

type SecondaryResource = NonNullable<Problem["secondaryResources"]>[number];

/** Tools and people beside the lines, as planning counts them. */
export interface Secondary {
  /** Those with at least one unit; what has none binds nothing, and a release finds that out. */
  readonly list: readonly SecondaryResource[];
  /** Most units that ever are there at once, of those in the list; 0 of a tool whose calendar has no shifts. */
  readonly units: ReadonlyMap<string, number>;
  /** When a person is there, absences taken out; and the resources that count on them. */
  presenceOf(personId: string): {
    readonly windows: readonly Window[];
    readonly resources: readonly string[];
  };
}

/** Units over time, up to a horizon, out of who is there when: the most there ever are, and when there are fewer. */
export const headcount = (
  present: readonly (readonly Window[])[],
  horizonSeconds: number,
): { readonly capacity: number; readonly away: { from: number; to: number; units: number }[] } => {
  const changes = new Map<number, number>([
    [0, 0],
    [horizonSeconds, 0],
  ]);
  const add = (time: number, by: number) => {
    if (time < horizonSeconds) changes.set(time, (changes.get(time) ?? 0) + by);
  };
  for (const [from, to] of present.flat()) {
    add(from, 1);
    add(to, -1);
  }
  const times = [...changes].sort(([a], [b]) => a - b);
  const spans: { from: number; to: number; count: number }[] = [];
  let count = 0;
  for (const [index, [from, by]] of times.entries()) {
    count += by;
    const to = times[index + 1]?.[0];
    if (to === undefined) break;
    const last = spans.at(-1);
    if (last?.count === count) last.to = to;
    else spans.push({ from, to, count });
  }
  const capacity = Math.max(0, ...spans.map((span) => span.count));
  const away = spans
    .filter((span) => span.count < capacity)
    .map(({ from, to, count: there }) => ({ from, to, units: capacity - there }));
  return { capacity, away };
};

const readRows = async (db: Db | Tx, now: Date) => {
  const [resources, outages, people, qualifications, absences] = await Promise.all([
    db.selectFrom("secondary_resource").selectAll().orderBy("id").execute(),
    db.selectFrom("secondary_outage").selectAll().where("end_time", ">", now).orderBy("start_time").execute(),
    db.selectFrom("person").selectAll().execute(),
    db.selectFrom("qualification").selectAll().execute(),
    db.selectFrom("person_absence").selectAll().where("end_time", ">", now).orderBy("start_time").execute(),
  ]);
  return { resources, outages, people, qualifications, absences };
};

interface SecondaryTimes {
  readonly now: Date;
  /** Seconds from `now`. */
  readonly at: (time: Date) => number;
  readonly shifts: readonly (Shift & { readonly calendar_id: string })[];
  readonly horizonSeconds: number;
}

/** Tools and people as the plant's tables have them. */
export const secondaryOf = (
  { resources, outages, people, qualifications, absences }: Awaited<ReturnType<typeof readRows>>,
  { now, at, shifts, horizonSeconds }: SecondaryTimes,
): Secondary => {
  const calendar = (id: string) =>
    weekly(
      shifts.filter((shift) => shift.calendar_id === id),
      now,
      horizonSeconds,
    );
  const windowsOf = new Map(
    people.map((person) => {
      const usual = shiftsOfPerson(person, shifts);
      const away = absences
        .filter((absence) => absence.person_id === person.id)
        .map((absence): Window => [at(absence.start_time), at(absence.end_time)]);
      return [
        person.id,
        withoutClosed(usual ? weekly(usual, now, horizonSeconds) : [[0, horizonSeconds]], away),
      ];
    }),
  );
  /** When a person may use a skill. */
  const qualified = ({ person_id, expires_at }: (typeof qualifications)[number]): Window[] => {
    const windows = windowsOf.get(person_id) ?? [];
    return expires_at ? withoutClosed(windows, [[at(expires_at), Number.POSITIVE_INFINITY]]) : windows;
  };
  const holders = Map.groupBy(qualifications, ({ skill }) => skill);

  const never = resources.flatMap(({ id, calendar_id, skill }) =>
    skill === null && calendar_id && calendar(calendar_id).length === 0 ? [id] : [],
  );
  const list = resources.flatMap((resource): SecondaryResource[] => {
    const { id, calendar_id, skill } = resource;
    if (never.includes(id)) return [];
    if (skill !== null) {
      const { capacity, away } = headcount((holders.get(skill) ?? []).map(qualified), horizonSeconds);
      return capacity > 0 ? [{ id, capacity, away }] : [];
    }
    const away = outages
      .filter((outage) => outage.secondary_id === id)
      .map(({ start_time, end_time, units }) => ({
        from: Math.max(0, at(start_time)),
        to: at(end_time),
        units,
      }));
    return [
      {
        id,
        capacity: resource.capacity!,
        ...(calendar_id ? { calendar: calendar(calendar_id) } : {}),
        ...(away.length > 0 ? { away } : {}),
      },
    ];
  });
  const bound = new Set(list.map(({ id }) => id));
  const units = [
    ...list.map(({ id, capacity }) => [id, capacity] as const),
    ...never.map((id) => [id, 0] as const),
  ];
  return {
    list,
    units: new Map(units),
    presenceOf: (personId) => {
      const skills = new Set(
        qualifications.filter((row) => row.person_id === personId).map(({ skill }) => skill),
      );
      return {
        windows: windowsOf.get(personId) ?? [],
        resources: resources
          .filter(({ id, skill }) => bound.has(id) && skill !== null && skills.has(skill))
          .map(({ id }) => id),
      };
    },
  };
};

/** Reads what planning needs of tools, people and their absences until a horizon. */
export const readSecondary = async (db: Db | Tx, times: SecondaryTimes): Promise<Secondary> =>
  secondaryOf(await readRows(db, times.now), times);
