import type { Logger } from "../core/log.ts";
import { isTopicName } from "../protocols/mqtt-topic.ts";

/** A message that was promised in a transaction and has to reach the broker at least once. */
export interface OutboxMessage {
  readonly id: string;
  readonly topic: string;
  readonly payload: Buffer;
}

export interface OutboxSource {
  /** The oldest messages not yet sent. */
  take(limit: number): Promise<readonly OutboxMessage[]>;
  sent(ids: readonly string[]): Promise<void>;
}

export interface OutboxPublisherOptions {
  readonly source: OutboxSource;
  /** Resolves when the broker has acknowledged the message. */
  readonly publish: (topic: string, payload: Buffer) => Promise<void>;
  readonly log: Logger;
}

const batch = 100;

/**
 * Sends what the outbox holds, in order. A message is marked only after the broker has it, so a crash between the two
 * sends it again: receivers know it by its ids.
 */
export const createOutboxPublisher = ({ source, publish, log }: OutboxPublisherOptions) => {
  let running: Promise<void> | undefined;
  let again = false;

  const drain = async () => {
    for (;;) {
      const messages = await source.take(batch);
      for (const { id, topic, payload } of messages) {
        // It can never be sent, and would keep back all that is behind it.
        if (isTopicName(topic)) await publish(topic, payload);
        else log.error({ id, topic }, "no topic that a broker takes: the message is left out");
        await source.sent([id]);
      }
      if (messages.length < batch && !again) return;
      again = false;
    }
  };
  return {
    /** Sends everything that waits; calls during a run make it look once more. */
    flush: (): Promise<void> => {
      if (running) {
        again = true;
        return running;
      }
      running = drain()
        .catch((error) => log.warn({ error: (error as Error).message }, "outbox waits"))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
};
