import { fork } from "node:child_process";
import { type ErrorShape, fromShape } from "../../core/errors.ts";
import { damaged } from "./failures.ts";
import type { WholeDocument } from "./read.ts";

export interface ReadRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
}
export type ReadReply =
  | { readonly read: WholeDocument }
  | { readonly refused: Pick<ErrorShape, "code" | "details"> };

export interface Allowance {
  /** MiB of objects that reading one file may take. */
  readonly heapMiB?: number;
  /** Wall time in milliseconds. */
  readonly mostMs?: number;
}

const read = (request: ReadRequest, { heapMiB = 2_048, mostMs = 120_000 }: Allowance) =>
  new Promise<WholeDocument>((resolve, reject) => {
    const { file } = request;
    const child = fork(new URL("./apart-process.ts", import.meta.url), {
      execArgv: [`--max-old-space-size=${heapMiB}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const end = () => {
      clearTimeout(timer);
      child.kill("SIGKILL");
    };
    const refuse = (error: Error) => {
      end();
      reject(error);
    };
    const timer = setTimeout(
      () => refuse(damaged(file, "its contents", `reading it takes longer than ${mostMs / 1_000} s`)),
      mostMs,
    );
    child.on("message", (reply: ReadReply) => {
      if ("refused" in reply) return refuse(fromShape(reply.refused));
      end();
      resolve(reply.read);
    });
    child.on("error", refuse);
    child.on("exit", (code, signal) =>
      refuse(
        signal === "SIGABRT"
          ? damaged(file, "its contents", `reading it takes more than ${heapMiB} MiB of memory`)
          : new Error(`the reader's process ended (${signal ?? code})`),
      ),
    );
    child.send(request);
  });

let last: Promise<unknown> = Promise.resolve();

/**
 * `readDocument` in a process of its own, one file at a time: whoever else is served does not wait for it, and a file that takes all
 * memory or all time ends its reader alone. A thread would not do: one that runs out of memory now and then ends its whole process.
 *
 * @throws MillwrightError as `readDocument`; DOCUMENT_DAMAGED for a file that takes more than it may.
 */
export const readApart = (
  file: string,
  bytes: Uint8Array,
  allowance: Allowance = {},
): Promise<WholeDocument> => {
  const made = last.then(() => read({ file, bytes }, allowance));
  last = made.catch(() => {});
  return made;
};
