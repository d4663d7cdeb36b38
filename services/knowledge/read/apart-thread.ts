import { parentPort, workerData } from "node:worker_threads";
import { MillwrightError } from "../../core/errors.ts";
import type { ReadReply, ReadRequest } from "./apart.ts";
import { readDocument } from "./read.ts";

const { file, bytes } = workerData as ReadRequest;
const reply = (told: ReadReply) => parentPort!.postMessage(told);

await readDocument(file, bytes).then(
  (read) => reply({ read }),
  (error: unknown) => {
    if (!(error instanceof MillwrightError)) throw error;
    const { code, details } = error;
    reply({ refused: { code, details } });
  },
);
