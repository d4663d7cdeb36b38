import { MillwrightError } from "../core/errors.ts";
import { PartEnded } from "./supervisor.ts";

const otherVersion =
  /initialized by PostgreSQL version (\S+), which is not compatible with this version (\S+?)\.?$/m;

/** Why PostgreSQL ended instead of taking connections, by its last words. */
export const failedStart = (
  code: number | null,
  lastWords: string,
  { dataDir, port }: { readonly dataDir: string; readonly port: number },
): Error => {
  // Somebody took it after it was looked whether it is free.
  if (/could not bind .*: Address already in use/.test(lastWords))
    return new MillwrightError("PORT_IN_USE", { port, purpose: "PostgreSQL", variable: "POSTGRES_PORT" });
  const [, theirs, ours] = otherVersion.exec(lastWords) ?? [];
  if (theirs && ours) return new MillwrightError("DATABASE_OTHER_VERSION", { dir: dataDir, theirs, ours });
  return new PartEnded(`PostgreSQL ended before it could serve (${code ?? "killed"}):\n${lastWords.trim()}`);
};
