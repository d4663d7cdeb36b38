import { expect, test } from "vitest";
import { silentLogger } from "../core/log.ts";
import { createOutboxPublisher } from "./outbox-publisher.ts";

const setUp = (count: number) => {
  const waiting = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    topic: "t",
    payload: Buffer.from([index % 256]),
  }));
  const source = {
    take: async (limit: number) => waiting.slice(0, limit),
    sent: async (ids: readonly string[]) => {
      for (const id of ids)
        waiting.splice(
          waiting.findIndex((message) => message.id === id),
          1,
        );
    },
  };
  return { waiting, source };
};

test("everything is sent once, in order, over several batches", async () => {
  const { waiting, source } = setUp(250);
  const sent: number[] = [];
  const publisher = createOutboxPublisher({
    source,
    log: silentLogger,
    publish: async (_topic, payload) => void sent.push(payload[0]!),
  });
  await Promise.all([publisher.flush(), publisher.flush()]);
  expect(waiting).toHaveLength(0);
  expect(sent).toEqual(Array.from({ length: 250 }, (_, index) => index % 256));
});

test("what the broker did not take stays and is sent later", async () => {
  const { waiting, source } = setUp(3);
  let away = true;
  const publish = async () => {
    if (away) throw new Error("broker away");
  };
  const publisher = createOutboxPublisher({ source, log: silentLogger, publish });
  await publisher.flush();
  expect(waiting).toHaveLength(3);
  away = false;
  await publisher.flush();
  expect(waiting).toHaveLength(0);
});
