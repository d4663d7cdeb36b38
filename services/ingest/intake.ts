import { MillwrightError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { isPassing } from "../core/passing.ts";
import { noteResent, resentMessages, setMessageAside } from "../mes/commands/set-aside.ts";
import type { Db } from "../mes/database.ts";
import { failureOf } from "./failure.ts";
import { createLanes } from "./lanes.ts";

/** A message larger than this is set aside unread. */
const largestMessage = 256 * 1_024;
/** Of a larger one this much is kept. */
const largestKept = 8 * 1_024 * 1_024;
/** Pauses between tries while the data store does not take a message; the last one goes on for ever. */
const retryPausesMs = [100, 300, 1_000, 3_000, 5_000];
export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export interface IntakeOptions {
  readonly db: Db;
  readonly now: () => Date;
  /** Takes one message of the protocol of its topic. */
  readonly handle: (
    topic: string,
    payload: Buffer,
    options: { readonly isRepeated: boolean },
  ) => Promise<void>;
  readonly log: Logger;
}

// Every protocol names the machine fourth.
const laneOf = (topic: string) => topic.split("/")[3] ?? topic;

/** Brings messages into the data store, each machine's in order; what cannot be taken is set aside. */
export const createIntake = ({ db, now, handle, log }: IntakeOptions) => {
  // One lane a machine: its messages stay in order, and a slow one holds up nobody else.
  const lanes = createLanes();
  const take = async (topic: string, payload: Buffer, isRepeated: boolean) => {
    if (payload.length > largestMessage)
      throw new MillwrightError("PAYLOAD_TOO_LARGE", { size: payload.length, limit: largestMessage });
    await handle(topic, payload, { isRepeated });
  };
  /** Until the data store has done it: a message is in hand as long as that takes. */
  const stored = async (topic: string, work: () => Promise<void>): Promise<void> => {
    for (let attempt = 0; ; attempt += 1)
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        const wait = retryPausesMs[attempt];
        if (wait === undefined)
          log.error({ topic, error: (error as Error).message }, "waits for the database");
        await pause(wait ?? retryPausesMs.at(-1)!);
      }
  };
  const takeOrSetAside = async (topic: string, payload: Buffer): Promise<void> => {
    try {
      await stored(topic, () => take(topic, payload, false));
    } catch (error) {
      const failure = failureOf(error, topic);
      log.warn({ topic, ...failure }, "message set aside");
      const kept = payload.subarray(0, largestKept);
      await stored(topic, () => setMessageAside(db, { topic, payload: kept, ...failure }, now()));
    }
  };
  return {
    /** Messages that are not stored yet. */
    inHand: lanes.waiting,
    settled: lanes.settled,
    /** Settles when the message is stored, or set aside. */
    take: (topic: string, payload: Buffer) => lanes.run(laneOf(topic), () => takeOrSetAside(topic, payload)),
    /** What people have sent again, each in its machine's lane. */
    takeAgain: async (): Promise<void> => {
      for (const { id, topic, payload } of await resentMessages(db))
        await lanes.run(laneOf(topic), async () => {
          const failed = await stored(topic, () => take(topic, payload, true)).then(
            () => undefined,
            (error: unknown) => failureOf(error, topic),
          );
          await stored(topic, () => noteResent(db, id, failed));
        });
    },
  };
};
