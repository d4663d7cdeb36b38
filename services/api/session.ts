import { jwtVerify, SignJWT } from "jose";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";
import { verifyPassword } from "../mes/password.ts";

/** Who asks. */
export interface Viewer {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly roles: readonly string[];
}

export const cookieName = "millwright_session";
const lifetime = "12h";

export interface Sessions {
  /** @throws MillwrightError UNAUTHENTICATED on a wrong user or password, without telling which. */
  signIn(user: string, password: string): Promise<string>;
  /** A session for a demonstration user; only while the plant is a demonstration. */
  signInDemo(user: string): Promise<string>;
  /** The viewer of a token; undefined when it is missing, forged or expired. */
  viewer(token: string | undefined): Promise<Viewer | undefined>;
}

export const createSessions = (db: Db, secret: string, demo: boolean): Sessions => {
  const key = new TextEncoder().encode(secret);
  const issue = (user: string) =>
    new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(user)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(key);
  const find = (id: string) => db.selectFrom("app_user").selectAll().where("id", "=", id).executeTakeFirst();
  return {
    signIn: async (user, password) => {
      const row = await find(user);
      // A derivation is done for an unknown user too, so that the time tells nothing.
      const stored = row?.password_hash ?? `${"00".repeat(16)}:${"00".repeat(32)}`;
      if (!(await verifyPassword(password, stored)) || !row) throw new MillwrightError("UNAUTHENTICATED");
      return issue(row.id);
    },
    signInDemo: async (user) => {
      if (!demo || !(await find(user))) throw new MillwrightError("UNAUTHENTICATED");
      return issue(user);
    },
    viewer: async (token) => {
      if (!token) return undefined;
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"] });
        const row = await find(payload.sub ?? "");
        return row && { id: row.id, nameZh: row.name_zh, nameEn: row.name_en, roles: row.roles };
      } catch {
        return undefined;
      }
    },
  };
};

/** The session's token in a Cookie or Authorization header. */
export const tokenOf = (headers: {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}): string | undefined => {
  const bearer = headers.authorization?.match(/^Bearer (.+)$/i)?.[1];
  if (bearer) return bearer;
  const cookies = (headers.cookie ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
};

/** @throws MillwrightError FORBIDDEN unless the viewer has one of the roles. */
export const requireRole = (viewer: Viewer, ...roles: string[]): void => {
  if (!roles.some((role) => viewer.roles.includes(role)))
    throw new MillwrightError("FORBIDDEN", { role: roles });
};
