import type { Db, Tx } from "../database.ts";
import { isWithinShift, minuteOfDay } from "./equipment.ts";

export interface PersonAtWork {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly area: string | null;
  /** By the hours of his or her shift and not away. */
  readonly onShift: boolean;
  /** End of an absence that goes on now. */
  readonly absentUntil: Date | null;
  readonly skills: readonly {
    readonly skill: string;
    readonly valid: boolean;
    readonly expiresAt: Date | null;
  }[];
}

/** Everybody, or one, with skills and whether they are at work now, by id. */
export const peopleAtWork = async (db: Db | Tx, now: Date, id?: string): Promise<PersonAtWork[]> => {
  const [people, skills, absences] = await Promise.all([
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
  ]);
  const minute = minuteOfDay(now);
  const away = new Map(absences.map((absence) => [absence.person_id, absence.end_time]));
  const skillsOf = Map.groupBy(skills, (skill) => skill.person_id);
  return people.map((person) => ({
    id: person.id,
    nameZh: person.name_zh,
    nameEn: person.name_en,
    area: person.area,
    onShift:
      !away.has(person.id) && isWithinShift(person.shift_start_minute, person.shift_end_minute, minute),
    absentUntil: away.get(person.id) ?? null,
    skills: (skillsOf.get(person.id) ?? []).map(({ skill, expires_at: expiresAt }) => ({
      skill,
      valid: expiresAt === null || expiresAt > now,
      expiresAt,
    })),
  }));
};

export const personAtWork = async (db: Db | Tx, id: string, now: Date): Promise<PersonAtWork | undefined> =>
  (await peopleAtWork(db, now, id))[0];
