import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { hourMs } from "../core/zone.ts";
import { backupsIn, timeOf } from "../mes/backup/names.ts";
import { projectRoot } from "./run.ts";

/** How often is looked whether a backup is due. */
const lookMs = 600_000;

/** Whether the newest of some backups is older than it may be; without any, one is due. */
export const isDue = (names: readonly string[], now: number, everyHours: number): boolean => {
  const newest = names.at(-1);
  return newest === undefined || now - timeOf(newest) >= everyHours * hourMs;
};

export interface KeptBackups {
  readonly folder: string;
  readonly everyHours: number;
  readonly keep: number;
  readonly databaseUrl: string;
  readonly say: (line: string) => void;
  readonly start?: typeof spawn;
}

/**
 * Writes a backup whenever the newest of the folder is older than it may be; restarts of the house change nothing about when.
 *
 * @returns What ends it, and a backup under way with it.
 */
export const keepBackups = ({ folder, everyHours, keep, databaseUrl, say, start = spawn }: KeptBackups) => {
  let child: ChildProcess | undefined;
  let ended = false;
  const write = async (): Promise<void> => {
    const args = ["--to", folder, "--keep", String(keep)];
    const writing = start(process.execPath, [join(projectRoot, "services/mes/backup/cli.ts"), ...args], {
      cwd: projectRoot,
      // Its password would be seen on the command line.
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child = writing;
    let problem = "";
    writing.stderr?.on("data", (chunk: Buffer) => {
      problem = (problem + chunk.toString()).slice(-2_000);
    });
    try {
      // Rejects where it could not be started.
      const [code] = await once(writing, "close");
      if (code !== 0) throw new Error(problem.trim());
    } finally {
      child = undefined;
    }
  };
  const look = async (): Promise<void> => {
    if (child || ended) return;
    // A folder that is not there yet has none.
    const names = await backupsIn(folder).catch(() => []);
    // It may have been ended meanwhile.
    if (ended || !isDue(names, Date.now(), everyHours)) return;
    await write().catch((error: Error) => {
      if (!ended) say(`The backup into ${folder} failed: ${error.message}`);
    });
  };
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  const first = look();
  return async (): Promise<void> => {
    ended = true;
    clearInterval(timer);
    child?.kill("SIGTERM");
    await first;
    if (child) await once(child, "close");
  };
};
