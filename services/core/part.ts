import { MillwrightError } from "./errors.ts";

/**
 * The life of a part's process: starts it, says "ready" to the launcher, and stops it on a signal or when the launcher
 * is gone.
 */
export const runPart = async (start: () => Promise<() => Promise<unknown>>): Promise<void> => {
  try {
    const stop = await start();
    let stopping = false;
    const end = async () => {
      if (stopping) return;
      stopping = true;
      await stop().catch((error) => console.error(error));
      process.exit(0);
    };
    for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.once(event, end);
    process.send?.("ready");
  } catch (error) {
    console.error(error instanceof MillwrightError ? `${error.bilingual.en}\n${error.bilingual.zh}` : error);
    process.exit(1);
  }
};
