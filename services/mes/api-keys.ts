import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "./database.ts";

/** Keys begin so, so that a person, or a program that looks for lost secrets, knows one. */
const prefix = "mwk";
const form = /^mwk_([0-9a-f]{12})_([\w-]{43})$/;

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Makes a key for a user, a service account as a rule; it is shown this once. */
export const addApiKey = async (db: Db, user: string, expiresAt: Date | null): Promise<string> => {
  const id = randomBytes(6).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  await db
    .insertInto("api_key")
    .values({ id, user_id: user, hash: hashOf(secret), expires_at: expiresAt })
    .execute();
  return `${prefix}_${id}_${secret}`;
};

/** Whether a token has the form of a key. */
export const isApiKey = (token: string): boolean => form.test(token);

/** Whose key it is; undefined for one that is unknown, wrong or past its time. */
export const userOfApiKey = async (
  db: Db,
  token: string,
): Promise<
  { readonly keyId: string; readonly user: string; readonly expiresAt: Date | null } | undefined
> => {
  const [, id, secret] = form.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const row = await db.selectFrom("api_key").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row || (row.expires_at && row.expires_at <= new Date())) return undefined;
  if (!timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(row.hash))) return undefined;
  return { keyId: row.id, user: row.user_id, expiresAt: row.expires_at };
};
