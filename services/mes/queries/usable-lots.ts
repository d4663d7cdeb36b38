import { sql } from "kysely";

/** Whether a lot may be taken out of stock at a moment: it is released, and has not expired. @param lot Name of its table in the query. */
export const isUsable = (lot: string, now: Date) =>
  sql<boolean>`(${sql.ref(`${lot}.status`)} = 'Released'
    and (${sql.ref(`${lot}.expires_at`)} is null or ${sql.ref(`${lot}.expires_at`)} > ${now}))`;
