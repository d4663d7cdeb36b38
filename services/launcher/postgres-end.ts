import { MillwrightError } from "../core/errors.ts";
import { PartEnded } from "./supervisor.ts";

const otherVersion =
  /initialized by PostgreSQL version (\S+), which is not compatible with this version (\S+?)\.?$/m;

/** Why PostgreSQL ended instead of taking connections, by its last words. */
export const failedStart = (code: number | null, lastWords: string, dataDir: string): Error => {
  const [, theirs, ours] = otherVersion.exec(lastWords) ?? [];
  if (theirs && ours) return new MillwrightError("DATABASE_OTHER_VERSION", { dir: dataDir, theirs, ours });
  return new PartEnded(`PostgreSQL ended before it could serve (${code ?? "killed"}):\n${lastWords.trim()}`);
};
