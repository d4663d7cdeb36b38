import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MillwrightError } from "../core/errors.ts";
import { makeFolders } from "../core/folders.ts";

interface LockFile {
  readonly pid: number;
  /** Processes that were started and must not outlive the launcher, with a word of their command line. */
  readonly children: Readonly<Record<string, string>>;
}

export interface DataDirLock {
  /**
   * Remembers a child, so that the next start can end it should this launcher be killed outright. Never rejects: a disk that is full now
   * ends no house that runs.
   */
  remember(pid: number, word: string): Promise<void>;
  release(): Promise<void>;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** Guards against a recycled process id: the command line must still hold the word. */
const isStill = (pid: number, word: string): boolean => {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
  } catch {
    return false;
  }
};

const read = async (file: string): Promise<LockFile | undefined> => {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
};

const endOrphan = async (pid: number, word: string): Promise<void> => {
  if (!isStill(pid, word)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 100 && isStill(pid, word); waited += 1)
    await new Promise((done) => setTimeout(done, 100));
  if (isStill(pid, word)) process.kill(pid, "SIGKILL");
};

/** What keeps a folder from being made or written to; any other failure is one of the program. */
const unusable: Readonly<Record<string, string>> = {
  EACCES: "this account may not write there",
  EPERM: "this account may not write there",
  EROFS: "its file system is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "its quota is used up",
  ENOTDIR: "part of the path is a file, not a folder",
  EEXIST: "it is a file, not a folder",
  ENOENT: "its path cannot be made",
};
const inFolder = async <T>(dir: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const reason = unusable[(error as NodeJS.ErrnoException).code ?? ""];
    if (!reason) throw error;
    throw new MillwrightError("DATA_DIR_UNUSABLE", { dir, reason }, { cause: error });
  }
};

/**
 * Makes this process the only one that runs these parts on the folder, and ends what a killed predecessor left running.
 * The whole house has one name; parts that are started alone have their own, so that they can join it.
 *
 * @throws MillwrightError DATA_DIR_IN_USE while another launcher lives, DATA_DIR_UNUSABLE.
 */
export const lockDataDir = async (dir: string, name = "launcher"): Promise<DataDirLock> => {
  await inFolder(dir, () => makeFolders(dir));
  const file = join(dir, `${name}.lock`);
  const mine: { pid: number; children: Record<string, string> } = { pid: process.pid, children: {} };
  const claim = () => writeFile(file, JSON.stringify(mine), { flag: "wx" });
  try {
    await claim();
  } catch {
    const other = await read(file);
    if (other && other.pid !== process.pid && isStill(other.pid, "launcher"))
      throw new MillwrightError("DATA_DIR_IN_USE", { dir, pid: other.pid });
    for (const [pid, word] of Object.entries(other?.children ?? {})) await endOrphan(Number(pid), word);
    await inFolder(dir, async () => {
      await rm(file, { force: true });
      await claim();
    });
  }
  // Parts start at once. A file that two writes made together could not be read, and would be taken for nobody's: so one write at a
  // time, each whole.
  const next = `${file}.next`;
  const save = async () => {
    await writeFile(next, JSON.stringify(mine));
    await rename(next, file);
  };
  let saved = Promise.resolve();
  return {
    remember: (pid, word) => {
      mine.children[pid] = word;
      saved = saved.then(save).catch(() => {});
      return saved;
    },
    release: async () => {
      await saved;
      await rm(next, { force: true });
      await rm(file, { force: true });
    },
  };
};
