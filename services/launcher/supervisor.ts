import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./run.ts";

/** One process of the house. It sends "ready" over its channel once it can serve. */
export interface Part {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface SupervisedPart {
  readonly name: string;
  pid(): number | undefined;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly logDir: string;
  readonly onStart: (pid: number, part: Part) => unknown;
  readonly say: (sentence: string) => void;
  readonly startProcess?: typeof spawn;
  /** Before a part that ended is started again, the first time. */
  readonly firstPauseMs?: number;
}

const stopGraceMs = 10_000;
const usualFirstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** A part that ended before it could serve; what it said last is its message. */
export class PartEnded extends Error {
  override readonly name = "PartEnded";
}

/** The last lines of a part's output, for the sentence that says why it ended. */
const createTail = () => {
  let text = "";
  return {
    add: (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-3_000);
    },
    read: () => text.trim(),
  };
};

/** Calls back once: when a process has ended, or could not be started. */
const onceEnded = (child: ChildProcess, ended: (how: string) => void): void => {
  child.once("exit", (code, signal) => ended(String(signal ?? code)));
  // What else goes wrong with one that runs, as a signal that does not reach it, ends nothing.
  child.on("error", ({ message }) => child.pid === undefined && ended(message));
};

/**
 * Starts parts, keeps each one's output in a log file, and starts a part again when it ends unasked, after a pause
 * that doubles up to half a minute.
 */
export const createSupervisor = ({
  logDir,
  onStart,
  say,
  startProcess = spawn,
  firstPauseMs = usualFirstPauseMs,
}: SupervisorOptions) => {
  mkdirSync(logDir, { recursive: true });
  const parts: SupervisedPart[] = [];

  const launch = (part: Part) => {
    const child = startProcess(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(projectRoot, part.script), ...(part.args ?? [])],
      {
        cwd: projectRoot,
        env: { ...process.env, ...part.env },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        detached: true,
      },
    );
    const log = createWriteStream(join(logDir, `${part.name}.log`), { flags: "a" });
    const tail = createTail();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", tail.add);
      stream?.pipe(log, { end: false });
    }
    child.once("close", () => log.end());
    if (child.pid) onStart(child.pid, part);
    return { child, tail };
  };

  const ready = (child: ChildProcess, name: string, tail: { read(): string }): Promise<void> =>
    new Promise((resolve, reject) => {
      child.on("message", (message) => message === "ready" && resolve());
      onceEnded(child, (how) => reject(new PartEnded(`${name} ended (${how}):\n${tail.read()}`)));
    });

  /** Resolves when the part is ready; rejects with its last output when it ends before that. */
  const start = async (part: Part): Promise<SupervisedPart> => {
    let { child, tail } = launch(part);
    let stopping = false;
    let pauseMs = firstPauseMs;
    let timer: NodeJS.Timeout | undefined;

    const startAgain = () => {
      try {
        ({ child, tail } = launch(part));
      } catch (error) {
        // Memory that the system does not give now it may give later.
        return ended((error as Error).message);
      }
      onceEnded(child, ended);
      ready(child, part.name, tail).then(
        () => {
          pauseMs = firstPauseMs;
          say(`${part.name} is back.`);
        },
        () => {},
      );
    };
    const ended = (how: string) => {
      if (stopping) return;
      say(
        `${part.name} ended (${how}); starting it again in ${pauseMs / 1_000} s. Its log: ${join(logDir, `${part.name}.log`)}`,
      );
      timer = setTimeout(startAgain, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };

    const supervised: SupervisedPart = {
      name: part.name,
      pid: () => child.pid,
      stop: async () => {
        stopping = true;
        clearTimeout(timer);
        if (child.exitCode !== null || child.signalCode !== null) return;
        const force = setTimeout(() => child.kill("SIGKILL"), stopGraceMs);
        child.kill("SIGTERM");
        await once(child, "exit");
        clearTimeout(force);
      },
    };
    parts.push(supervised);
    await ready(child, part.name, tail).catch(async (error) => {
      stopping = true;
      throw error;
    });
    onceEnded(child, ended);
    return supervised;
  };

  return { start, stopAll: () => Promise.all(parts.map((part) => part.stop())) };
};
export type Supervisor = ReturnType<typeof createSupervisor>;
