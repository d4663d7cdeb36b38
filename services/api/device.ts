import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";

export const deviceCookie = "millwright_device";
const audience = "device";
const lifetimeSeconds = 180 * 86_400;

/** Browsers in which somebody has signed in (OWASP: device cookies): a signed text that opens nothing by itself. */
export const createDevices = (secret: string) => {
  const key = new TextEncoder().encode(secret);
  return {
    lifetimeSeconds,
    issue: (user: string): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(user)
        .setAudience(audience)
        .setJti(randomUUID())
        .setExpirationTime(`${lifetimeSeconds}s`)
        .sign(key),
    /** The browser's id, where this user has signed in with it; undefined otherwise. */
    of: (cookie: string | undefined, user: string): Promise<string | undefined> =>
      cookie === undefined
        ? Promise.resolve(undefined)
        : jwtVerify(cookie, key, { algorithms: ["HS256"], audience, subject: user }).then(
            ({ payload }) => payload.jti,
            () => undefined,
          ),
  };
};
