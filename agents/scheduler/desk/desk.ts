import { Worker } from "node:worker_threads";
import { type ErrorDetails, fromShape, isErrorCode } from "../../../services/core/errors.ts";
import { plantZone } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { type ActName, acts, isQuestion } from "./acts.ts";

type Act<Name extends ActName> = (typeof acts)[Name];
type Arguments<Name extends ActName> = Parameters<Act<Name>> extends [Db, ...infer Rest] ? Rest : never;
type Result<Name extends ActName> = Awaited<ReturnType<Act<Name>>>;

/** What a thread is started with. */
export interface DeskSetting {
  readonly databaseUrl: string;
  readonly timeZone: string;
}

export interface DeskRequest {
  readonly id: number;
  readonly name: ActName;
  readonly args: readonly unknown[];
}
export type DeskReply = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly catalogued: { readonly code: string; readonly details: ErrorDetails } }
  /** A thread's message carries no more of an error than its text; by its code is known whether it passes. */
  | { readonly error: Error; readonly code: unknown }
);

const errorOf = ({ code, details }: { readonly code: string; readonly details: ErrorDetails }): Error =>
  isErrorCode(code) ? fromShape({ code, details }) : new Error(code);

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread with a connection and a snapshot of its own; it starts with the first request, and again after a fall. */
const createThread = (databaseUrl: string) => {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();
  const start = (): Worker => {
    const started = new Worker(new URL("./thread.ts", import.meta.url), {
      workerData: { databaseUrl, timeZone: plantZone().name } satisfies DeskSetting,
    });
    const fall = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on("message", (reply: DeskReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("result" in reply) asked?.resolve(reply.result);
      else if ("error" in reply) asked?.reject(Object.assign(reply.error, { code: reply.code }));
      else asked?.reject(errorOf(reply.catalogued));
    });
    started.on("error", fall);
    started.on("exit", (code) => fall(new Error(`the scheduler's thread ended (${code})`)));
    // Whoever waits for an answer holds the process; the thread alone does not.
    started.unref();
    return started;
  };
  return {
    ask: (name: ActName, args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        worker ??= start();
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, name, args } satisfies DeskRequest);
      }),
    close: async () => {
      const ending = worker;
      worker = undefined;
      for (const { reject } of waiting.values()) reject(new Error("the scheduler's desk is closed"));
      waiting.clear();
      await ending?.terminate();
    },
  };
};

/** Who does the scheduler's acts, each of which handles a whole plan. */
export interface Desk {
  ask<Name extends ActName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>>;
  /** Reads the plan in force before somebody asks about it. */
  readAhead(): void;
}

export interface OpenDesk extends Desk {
  close(): Promise<void>;
}

/** What puts a plan in force. */
const bringsPlan: ReadonlySet<ActName> = new Set<ActName>(["makePlan", "adoptProposal"]);

/**
 * Takes work on whole plans off the event loop of its process: of a large plant, to read a plan takes a second and to make
 * one much more, and meanwhile a process would answer nobody. Questions have one thread, what plans has another.
 *
 * @param databaseUrl Where the threads find the data store.
 */
export const openDesk = (databaseUrl: string): OpenDesk => {
  const [questions, works] = [createThread(databaseUrl), createThread(databaseUrl)];
  const readAhead = () => void questions.ask("warm", []).catch(() => {});
  return {
    readAhead,
    ask: <Name extends ActName>(name: Name, ...args: Arguments<Name>) => {
      const done = (isQuestion(name) ? questions : works).ask(name, args) as Promise<Result<Name>>;
      if (bringsPlan.has(name)) done.then(readAhead, () => {});
      return done;
    },
    close: async () => {
      await Promise.all([questions.close(), works.close()]);
    },
  };
};

/** Does each act here and now: for whoever has nothing else to do meanwhile. */
export const deskHere = (db: Db): Desk => ({
  readAhead: () => {},
  ask: <Name extends ActName>(name: Name, ...args: Arguments<Name>) => {
    const act = acts[name] as unknown as (db: Db, ...rest: Arguments<Name>) => Promise<Result<Name>>;
    return act(db, ...args);
  },
});
