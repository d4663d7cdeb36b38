export interface Engine {
  readonly pid: number;
  /** Resolves when its process is gone, with what it said last. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

interface KeptEngine<E extends Engine> {
  readonly title: string;
  readonly start: () => Promise<E>;
  readonly onStart: (pid: number) => unknown;
  readonly say: (sentence: string) => void;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/** What an engine said last, as a sentence; a full disk is what people can mend at once. */
const reasonOf = (tail: string): string => {
  if (/no space left on device|disk is full|disk quota exceeded/i.test(tail))
    return "Its disk is full: free space on the disk of the data folder, and it comes back by itself.";
  const lines = tail.trim().split("\n");
  return lines.findLast((line) => /PANIC|FATAL|ERROR/i.test(line)) ?? lines.at(-1) ?? "";
};

/**
 * Starts an engine of the house and starts it again when it ends unasked, after a pause that doubles up to half a minute. What
 * keeps it from coming back is told when it changes.
 */
export const keepEngine = async <E extends Engine>({ title, start, onStart, say }: KeptEngine<E>) => {
  let engine = await start();
  const first = engine;
  let isStopping = false;
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  const comeBack = async (): Promise<void> => {
    let told = "";
    for (let pauseMs = shortestPauseMs; !isStopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await pause(pauseMs);
      if (isStopping) return;
      try {
        engine = await start();
        await onStart(engine.pid);
        return say(`${title} is back.`);
      } catch (error) {
        const reason = reasonOf((error as Error).message);
        if (reason !== told) say(`${title} does not start. ${reason}`);
        told = reason;
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!isStopping) {
      const tail = await engine.ended;
      if (isStopping) return;
      say(`${title} ended; starting it again. ${reasonOf(tail)}`);
      await comeBack();
    }
  };
  await onStart(engine.pid);
  const watching = watch();
  return {
    first,
    stop: async (): Promise<void> => {
      isStopping = true;
      wake();
      await engine.stop();
      await watching;
      // It may just have come back.
      await engine.stop();
    },
  };
};
