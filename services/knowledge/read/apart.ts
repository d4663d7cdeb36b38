import { Worker } from "node:worker_threads";
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

const read = ({ file, bytes }: ReadRequest, { heapMiB = 2_048, mostMs = 120_000 }: Allowance) =>
  new Promise<WholeDocument>((resolve, reject) => {
    const worker = new Worker(new URL("./apart-thread.ts", import.meta.url), {
      workerData: { file, bytes } satisfies ReadRequest,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    });
    const end = () => {
      clearTimeout(timer);
      void worker.terminate();
    };
    const refuse = (error: Error) => {
      end();
      reject(error);
    };
    const timer = setTimeout(
      () => refuse(damaged(file, "its contents", `reading it takes longer than ${mostMs / 1_000} s`)),
      mostMs,
    );
    worker.on("message", (reply: ReadReply) => {
      if ("refused" in reply) return refuse(fromShape(reply.refused));
      end();
      resolve(reply.read);
    });
    worker.on("error", (error: NodeJS.ErrnoException) =>
      refuse(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? damaged(file, "its contents", `reading it takes more than ${heapMiB} MiB of memory`, error)
          : error,
      ),
    );
    worker.on("exit", (code) => refuse(new Error(`the reader's thread ended (${code})`)));
  });

let last: Promise<unknown> = Promise.resolve();

/**
 * `readDocument` in a thread of its own, one file at a time: whoever else is served does not wait for it, and a file that takes all
 * memory or all time ends its thread alone.
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
