import type { Db, Tx } from "../database.ts";
import { isWorkedAt, shiftsOfPerson } from "../working-time.ts";

export interface PersonAtWork {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly area: string | null;
  /** By his or her calendar or the hours of the shift, and not away. */
  readonly onShift: boolean;
  /** Minutes of the plant's day that his or her shift begins and ends at; undefined where a calendar tells, or nothing does. */
  readonly shift: { readonly start: number; readonly end: number } | undefined;
  /** End of an absence that goes on now. */
  readonly absentUntil: Date | null;
  readonly skills: readonly {
    readonly skill: string;
    readonly valid: boolean;
    readonly expiresAt: Date | null;
  }[];
}

const hoursOf = (person: {
  readonly calendar_id: string | null;
  readonly shift_start_minute: number | null;
  readonly shift_end_minute: number | null;
}): PersonAtWork["shift"] => {
  const { calendar_id: calendar, shift_start_minute: start, shift_end_minute: end } = person;
  return calendar === null && start !== null && end !== null ? { start, end } : undefined;
};

/** Everybody, or one, with skills and whether they are at work now, by id. */
export const peopleAtWork = async (db: Db | Tx, now: Date, id?: string): Promise<PersonAtWork[]> => {
  const [people, skills, absences, shifts] = await Promise.all([
    db
      .selectFrom("person")
      .selectAll()
      .$if(id !== undefined, (query) => query.where("id", "=", id!))
      .orderBy("id")
      .execute(),
    db
      .selectFrom("qualification")
      .selectAll()
      .$if(id !== undefined, (query) => query.where("person_id", "=", id!))
      .orderBy("skill")
      .execute(),
    db
      .selectFrom("person_absence")
      .select(["person_id", "end_time"])
      .where("start_time", "<=", now)
      .where("end_time", ">", now)
      .execute(),
    db.selectFrom("calendar_shift").selectAll().execute(),
  ]);
  const away = new Map(absences.map((absence) => [absence.person_id, absence.end_time]));
  const skillsOf = Map.groupBy(skills, (skill) => skill.person_id);
  return people.map((person) => {
    const usual = shiftsOfPerson(person, shifts);
    return {
      id: person.id,
      nameZh: person.name_zh,
      nameEn: person.name_en,
      area: person.area,
      onShift: !away.has(person.id) && (usual === undefined || isWorkedAt(usual, now)),
      shift: hoursOf(person),
      absentUntil: away.get(person.id) ?? null,
      skills: (skillsOf.get(person.id) ?? []).map(({ skill, expires_at: expiresAt }) => ({
        skill,
        valid: expiresAt === null || expiresAt > now,
        expiresAt,
      })),
    };
  });
};

export const personAtWork = async (db: Db | Tx, id: string, now: Date): Promise<PersonAtWork | undefined> =>
  (await peopleAtWork(db, now, id))[0];

export interface QualifiedPerson extends Omit<PersonAtWork, "skills"> {
  readonly valid: boolean;
  readonly expiresAt: Date | null;
}

/** People who have the skill, those first who may use it and are at work. */
export const peopleWithSkill = async (db: Db | Tx, skill: string, now: Date): Promise<QualifiedPerson[]> =>
  (await peopleAtWork(db, now))
    .flatMap(({ skills, ...person }): QualifiedPerson[] => {
      const held = skills.find((one) => one.skill === skill);
      return held ? [{ ...person, valid: held.valid, expiresAt: held.expiresAt }] : [];
    })
    .sort((a, b) => Number(b.valid && b.onShift) - Number(a.valid && a.onShift));
