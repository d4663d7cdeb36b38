import { MillwrightError } from "../../core/errors.ts";
import type { ReadReply, ReadRequest } from "./apart.ts";
import { readDocument } from "./read.ts";

/** The process that reads one file: it is told which, answers, and ends. */
process.once("message", ({ file, bytes }: ReadRequest) => {
  const reply = (told: ReadReply) => process.send!(told, () => process.disconnect());
  void readDocument(file, bytes).then(
    (read) => reply({ read }),
    (error: unknown) => {
      if (!(error instanceof MillwrightError)) throw error;
      const { code, details } = error;
      reply({ refused: { code, details } });
    },
  );
});
