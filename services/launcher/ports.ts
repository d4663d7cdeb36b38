import { createServer } from "node:net";
import { type Bilingual, MillwrightError } from "../core/errors.ts";

/** Resolves with the port that was bound: the asked one, or a free one for 0. */
const bind = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });

export const freePort = (host = "127.0.0.1"): Promise<number> => bind(0, host);

/**
 * The port to use for a part: a free one for 0, else the asked one.
 *
 * @throws MillwrightError PORT_IN_USE, CONFIG_INVALID that name the setting to change.
 */
export const claimPort = async (
  port: number,
  purpose: string | Bilingual,
  variable: string,
  host = "127.0.0.1",
) => {
  try {
    return await bind(port, host);
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new MillwrightError(
        "CONFIG_INVALID",
        { path: "API_HOST", problem: `this machine has no address ${host}` },
        { cause },
      );
    if (code === "EACCES")
      throw new MillwrightError(
        "CONFIG_INVALID",
        { path: variable, problem: `this user may not listen at port ${port}` },
        { cause },
      );
    throw new MillwrightError("PORT_IN_USE", { port, purpose, variable }, { cause });
  }
};

const mostDraws = 5;

/**
 * What starts an engine at the port that is wanted, or at any free one for 0. One that somebody takes before the engine does is left to
 * them, and another is drawn; started again, an engine has the port that it had.
 *
 * @param start Throws MillwrightError PORT_IN_USE where the port is taken.
 */
export const atPort = <E>(
  wanted: number,
  purpose: string | Bilingual,
  variable: string,
  start: (port: number) => Promise<E>,
): (() => Promise<E>) => {
  let own: number | undefined;
  return async () => {
    for (let draws = 1; ; draws += 1) {
      const port = own ?? (await claimPort(wanted, purpose, variable));
      try {
        const engine = await start(port);
        own = port;
        return engine;
      } catch (error) {
        const isTaken = error instanceof MillwrightError && error.code === "PORT_IN_USE";
        if (!isTaken || own !== undefined || wanted !== 0 || draws === mostDraws) throw error;
      }
    }
  };
};
