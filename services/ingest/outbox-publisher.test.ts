import { expect, test, vi } from "vitest";
import { type Logger, silentLogger } from "../core/log.ts";
import { createOutboxPublisher } from "./outbox-publisher.ts";

const setUp = (count: number, badTopic?: number) => {
  const waiting = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    topic: index === badTopic ? "uagv/v2/AC+ME/AGV-01/order" : "t",
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

test("a message whose topic no broker takes is told, and keeps back nothing behind it", async () => {
  const { waiting, source } = setUp(3, 1);
  const topics: string[] = [];
  const told = vi.fn();
  const publisher = createOutboxPublisher({
    source,
    log: { ...silentLogger, error: told } as unknown as Logger,
    publish: async (topic) => {
      // As a broker does, each time.
      if (topic.includes("+")) throw new Error("Connection closed");
      topics.push(topic);
    },
  });
  await publisher.flush();
  expect(topics).toEqual(["t", "t"]);
  expect(waiting).toHaveLength(0);
  expect(told.mock.calls.map(([about]) => about)).toEqual([{ id: "1", topic: "uagv/v2/AC+ME/AGV-01/order" }]);
});
