import type { GeneratedAlways } from "kysely";

/** Personnel: shifts, qualifications, absences, and who may sign in. */
export interface PersonnelTables {
  person: PersonTable;
  qualification: QualificationTable;
  person_absence: PersonAbsenceTable;
  app_user: AppUserTable;
  ended_session: EndedSessionTable;
  api_key: ApiKeyTable;
  sign_in_failure: SignInFailureTable;
}

export interface PersonTable {
  id: string;
  name_zh: string;
  name_en: string;
  role: string;
  area: string | null;
  calendar_id: string | null;
  shift_start_minute: number | null;
  shift_end_minute: number | null;
}

export interface QualificationTable {
  person_id: string;
  skill: string;
  expires_at: Date | null;
}

export interface PersonAbsenceTable {
  id: string;
  person_id: string;
  start_time: Date;
  end_time: Date;
  reason: string;
}

export interface AppUserTable {
  id: string;
  name_zh: string;
  name_en: string;
  title_zh: string;
  title_en: string;
  roles: string[];
  password_hash: string;
}

/** What a machine comes in by, in the place of a password; only its hash is kept. */
export interface ApiKeyTable {
  id: string;
  user_id: string;
  hash: string;
  created_at: GeneratedAlways<Date>;
  expires_at: Date | null;
}

/** A session that was signed out of before its time. */
export interface EndedSessionTable {
  id: string;
  /** When it would have ended by itself. */
  expires_at: Date;
}

/** Attempts to sign in that are counted together until a time. */
export interface SignInFailureTable {
  key: string;
  count: number;
  until: Date;
}
