import { expect, test } from "vitest";
import { type LogObject, ocelLog } from "./ocel.ts";

const written = async (pages: readonly object[][], known: readonly LogObject[] = []) => {
  async function* stream() {
    yield* pages as never[];
  }
  let text = "";
  for await (const part of ocelLog(stream(), async () => known)) text += part;
  return JSON.parse(text);
};
const event = (id: string, objects: object[], attributes: object = {}) => ({
  id,
  type: "job.progress",
  time: new Date("2026-11-02T00:00:00Z"),
  source: "line",
  objects,
  attributes,
});

test("values are single, named by where they stand, and have one type for all events of a kind", async () => {
  const log = await written([
    [event("e1", [], { good: 1, share: 1, on: true, cause: { zh: "停机", en: "down" }, reason: null })],
    [event("e2", [], { good: 2, share: 0.5, on: "yes", list: [1, 2], at: new Date(0) })],
  ]);
  expect(log.events[0].attributes).toEqual([
    { name: "good", value: "1" },
    { name: "share", value: "1" },
    { name: "on", value: "true" },
    { name: "cause.zh", value: "停机" },
    { name: "cause.en", value: "down" },
    { name: "source", value: "line" },
  ]);
  expect(log.eventTypes).toEqual([
    {
      name: "job.progress",
      attributes: [
        { name: "good", type: "integer" },
        { name: "share", type: "float" },
        { name: "on", type: "string" },
        { name: "cause.zh", type: "string" },
        { name: "cause.en", type: "string" },
        { name: "source", type: "string" },
        { name: "list", type: "string" },
        { name: "at", type: "time" },
      ],
    },
  ]);
});

test("every object is listed once, with what is known of it; two types may share an id", async () => {
  const order = { id: "1", type: "work_order", qualifier: "order" };
  const person = { id: "1", type: "person", qualifier: "approver" };
  const job = { id: "JO-1", type: "job_order", qualifier: "released" };
  const log = await written(
    [[event("e1", [order, person, job]), event("e2", [order])]],
    [
      {
        id: "JO-1",
        type: "job_order",
        attributes: { quantity: 5 },
        related: [order, { id: "GONE", type: "equipment", qualifier: "line" }],
      },
    ],
  );
  expect(log.objects.map(({ id, type }: { id: string; type: string }) => [id, type])).toEqual([
    ["1", "work_order"],
    ["person/1", "person"],
    ["JO-1", "job_order"],
  ]);
  expect(log.events[0].relationships[1]).toEqual({ objectId: "person/1", qualifier: "approver" });
  expect(log.objects[2]).toEqual({
    id: "JO-1",
    type: "job_order",
    attributes: [{ name: "quantity", value: "5", time: "1970-01-01T00:00:00.000Z" }],
    relationships: [{ objectId: "1", qualifier: "order" }],
  });
});

test("a stretch without events is a log without events", async () => {
  expect(await written([])).toEqual({ events: [], objects: [], eventTypes: [], objectTypes: [] });
});
