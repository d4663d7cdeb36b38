import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";
import { type Attempts, type Counted, createAttempts } from "./attempts.ts";
import { createDevices, deviceCookie } from "./device.ts";
import { cookieName, type Sessions, tokenOf } from "./session.ts";

const credentials = z.union(
  [
    z.object({ demo: z.string().min(1).max(100) }),
    z.object({ user: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
  ],
  { error: "must be an object with the texts user and password" },
);

const minute = 60_000;
const quarter = 15 * minute;
const sessionSeconds = 43_200;

/**
 * What counts against an attempt. A browser in which this user has signed in before is counted by itself: whoever tries passwords
 * from elsewhere, on one account or on all of them, keeps none out who are at their usual place.
 */
const countedFor = (user: string, address: string, device: string | undefined): readonly Counted[] =>
  device
    ? [{ key: `device ${device}`, most: 10, spanMs: minute }]
    : [
        { key: `account ${user} from ${address}`, most: 10, spanMs: minute },
        // One account, tried from many addresses.
        { key: `account ${user}`, most: 30, spanMs: quarter },
        // One password, tried on many accounts.
        { key: `address ${address}`, most: 200, spanMs: quarter, isShared: true },
      ];

interface SignInDeps {
  readonly db: Db;
  readonly sessions: Sessions;
  readonly secret: string;
  readonly demo: boolean;
  /** Whether browsers come by TLS only, so that they may be told to send cookies no other way. */
  readonly isEncrypted: (request: FastifyRequest) => boolean;
}

/** Signing in and out, and who may be signed in as in the demonstration. */
export const serveSignIn = (
  app: FastifyInstance,
  { db, sessions, secret, demo, isEncrypted }: SignInDeps,
): void => {
  const attempts: Attempts = createAttempts(db);
  const devices = createDevices(secret);

  app.get("/auth/demo-users", async () => {
    if (!demo) return [];
    const rows = await db.selectFrom("app_user").selectAll().execute();
    return rows
      .filter((row) => row.id !== "integrator")
      .sort(
        (a, b) =>
          Number(b.roles.includes("dispatcher")) - Number(a.roles.includes("dispatcher")) ||
          a.id.localeCompare(b.id),
      )
      .map((row) => ({
        id: row.id,
        name: { zh: row.name_zh, en: row.name_en },
        title: { zh: row.title_zh, en: row.title_en },
      }));
  });

  /** A token, and the user who has given a password for it. */
  const signedIn = async (request: FastifyRequest): Promise<{ token: string; user?: string }> => {
    const given = credentials.parse(request.body);
    // There is nothing to guess where a name is enough.
    if ("demo" in given) return { token: await sessions.signInDemo(given.demo) };
    const device = await devices.of(request.cookies[deviceCookie], given.user);
    const counted = countedFor(given.user, request.ip, device);
    await attempts.begin(counted);
    const token = await sessions.signIn(given.user, given.password).catch(async (error: unknown) => {
      // What was not the password's fault is not counted.
      if (!(error instanceof MillwrightError)) await attempts.withdraw(counted);
      throw error;
    });
    await attempts.succeeded(counted);
    return { user: given.user, token };
  };
  app.post("/auth/sign-in", async (request, reply) => {
    const { user, token } = await signedIn(request);
    const cookie = { httpOnly: true, sameSite: "strict", secure: isEncrypted(request) } as const;
    reply.setCookie(cookieName, token, { ...cookie, path: "/", maxAge: sessionSeconds });
    if (user !== undefined)
      reply.setCookie(deviceCookie, await devices.issue(user), {
        ...cookie,
        path: "/auth",
        maxAge: devices.lifetimeSeconds,
      });
    return { token };
  });
  app.post("/auth/sign-out", async (request, reply) => {
    await sessions.end(tokenOf(request.headers));
    reply.clearCookie(cookieName, { path: "/" });
    return {};
  });
};
