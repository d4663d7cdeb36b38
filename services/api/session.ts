import { createHash, randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { MillwrightError } from "../core/errors.ts";
import { isApiKey, userOfApiKey } from "../mes/api-keys.ts";
import type { Db } from "../mes/database.ts";
import { verifyPassword } from "../mes/password.ts";
import { tellSessionEnd } from "../mes/session-channel.ts";

/** Who asks. */
export interface Viewer {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly roles: readonly string[];
}

export const cookieName = "millwright_session";
const lifetime = "12h";
/** A key without an end. */
const never = Date.UTC(9999, 0);

export interface Session {
  readonly id: string;
  readonly viewer: Viewer;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** @throws MillwrightError CREDENTIALS_REFUSED on a wrong user or password, without telling which. */
  signIn(user: string, password: string): Promise<string>;
  /** A session for a demonstration user; only while the plant is a demonstration. */
  signInDemo(user: string): Promise<string>;
  /** The session of a token or of a machine's key; undefined when it is missing, forged, expired or ended. */
  session(token: string | undefined): Promise<Session | undefined>;
  /** Ends the session of a token, here and wherever its copies are; nothing for a token of none. */
  end(token: string | undefined): Promise<void>;
}

/** Tells a password from any other, and nothing of it: of its salted hash. With another the session is none. */
const markOf = (passwordHash: string): string =>
  createHash("sha256").update(passwordHash).digest("base64url").slice(0, 22);

export const createSessions = (db: Db, secret: string, demo: boolean): Sessions => {
  const key = new TextEncoder().encode(secret);
  const issue = ({ id, password_hash: hash }: { readonly id: string; readonly password_hash: string }) =>
    new SignJWT({ pw: markOf(hash) })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(id)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(key);
  const find = (id: string) => db.selectFrom("app_user").selectAll().where("id", "=", id).executeTakeFirst();
  /** What a token says of itself; undefined when it is forged or expired. */
  const claimsOf = (token: string) =>
    jwtVerify(token, key, { algorithms: ["HS256"] }).then(
      // What has an audience is another text that this secret signs.
      ({ payload: { sub, jti, exp, aud, pw } }) =>
        sub && jti && exp && !aud ? { user: sub, id: jti, exp, password: pw } : undefined,
      () => undefined,
    );
  /** What a machine's key says. */
  const keyClaims = async (token: string) => {
    const found = await userOfApiKey(db, token);
    const exp = (found?.expiresAt?.getTime() ?? never) / 1_000;
    return found && { user: found.user, id: found.keyId, exp, password: undefined };
  };
  const session = async (token: string | undefined): Promise<Session | undefined> => {
    const isKey = token !== undefined && isApiKey(token);
    const claims = token ? await (isKey ? keyClaims : claimsOf)(token) : undefined;
    if (!claims) return undefined;
    const row = await db
      .selectFrom("app_user as u")
      .leftJoin("ended_session as e", (join) => join.on("e.id", "=", claims.id))
      .select(["u.id", "u.name_zh", "u.name_en", "u.roles", "u.password_hash"])
      .where("u.id", "=", claims.user)
      .where("e.id", "is", null)
      .executeTakeFirst();
    if (!row) return undefined;
    // Whoever knew the password before it was set anew may be why it was.
    if (!isKey && claims.password !== markOf(row.password_hash)) return undefined;
    const viewer = { id: row.id, nameZh: row.name_zh, nameEn: row.name_en, roles: row.roles };
    return { id: claims.id, viewer, expiresAt: new Date(claims.exp * 1_000) };
  };
  return {
    signIn: async (user, password) => {
      const row = await find(user);
      // A derivation is done for an unknown user too, so that the time tells nothing.
      const stored = row?.password_hash ?? `${"00".repeat(16)}:${"00".repeat(32)}`;
      if (!(await verifyPassword(password, stored)) || !row) throw new MillwrightError("CREDENTIALS_REFUSED");
      return issue(row);
    },
    signInDemo: async (user) => {
      const row = demo ? await find(user) : undefined;
      if (!row) throw new MillwrightError("UNAUTHENTICATED");
      return issue(row);
    },
    session,
    end: async (token) => {
      const found = token && !isApiKey(token) ? await session(token) : undefined;
      if (!found) return;
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom("ended_session").where("expires_at", "<", new Date()).execute();
        await tx
          .insertInto("ended_session")
          .values({ id: found.id, expires_at: found.expiresAt })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await tellSessionEnd(tx, found.id);
      });
    },
  };
};

interface SessionHeaders {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}

/** The session's token in a Cookie or Authorization header. */
export const tokenOf = (headers: SessionHeaders): string | undefined => {
  const bearer = headers.authorization?.match(/^Bearer (.+)$/i)?.[1];
  if (bearer) return bearer;
  const cookies = (headers.cookie ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
};

/** Who asks. @throws MillwrightError UNAUTHENTICATED for whoever is not signed in. */
export const viewerOf = async (sessions: Sessions, headers: SessionHeaders): Promise<Viewer> => {
  const session = await sessions.session(tokenOf(headers));
  if (!session) throw new MillwrightError("UNAUTHENTICATED");
  return session.viewer;
};

/** @throws MillwrightError FORBIDDEN unless the viewer has one of the roles. */
export const requireRole = (viewer: Viewer, ...roles: string[]): void => {
  if (!roles.some((role) => viewer.roles.includes(role)))
    throw new MillwrightError("FORBIDDEN", { role: roles });
};
