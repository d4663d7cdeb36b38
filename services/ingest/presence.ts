import type { Logger } from "../core/log.ts";

export interface PresenceOptions {
  /** Comes to the broker; one that fails is undone by `leave`. */
  readonly join: () => Promise<void>;
  readonly leave: () => Promise<void>;
  /** Resolves when nothing that was taken is in hand any more. */
  readonly settled: () => Promise<void>;
  readonly log: Logger;
}

export interface Presence {
  isOurs(): boolean;
  /** It is this process's turn, or no longer. */
  turn(ours: boolean): Promise<void>;
  /** Leaves what comes to the broker until what is in hand is stored. */
  stepAside(): Promise<void>;
  /** Tries again what failed before; does nothing where all is as it should be. */
  comeOrGo(): Promise<void>;
}

/** Keeps this process with the broker exactly while it is its turn and there is room for what comes. */
export const createPresence = ({ join, leave, settled, log }: PresenceOptions): Presence => {
  let [isOurs, isFull, isThere] = [false, false, false];
  let changing: Promise<void> = Promise.resolve();
  const go = async () => {
    isThere = false;
    await leave();
  };
  const come = async () => {
    try {
      await join();
      isThere = true;
    } catch (error) {
      await go();
      throw error;
    }
  };
  // One change after the other, each by what is wanted when its turn comes.
  const comeOrGo = (): Promise<void> => {
    changing = changing
      .catch(() => {})
      .then(async () => {
        const isWanted = isOurs && !isFull;
        if (!isWanted) await go();
        else if (!isThere) await come();
      });
    return changing;
  };
  return {
    isOurs: () => isOurs,
    comeOrGo,
    turn: (ours) => {
      if (isOurs !== ours) log.info({}, ours ? "has the broker" : "leaves the broker");
      isOurs = ours;
      return comeOrGo();
    },
    stepAside: async () => {
      if (isFull) return;
      // Nobody waits for it: what fails is told here, and tried again with the next look.
      const told = (error: unknown) => log.warn({ error: (error as Error).message }, "broker");
      isFull = true;
      await comeOrGo().catch(told);
      await settled();
      isFull = false;
      await comeOrGo().catch(told);
    },
  };
};
