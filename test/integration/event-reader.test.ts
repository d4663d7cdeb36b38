import { afterAll, beforeAll, expect, test } from "vitest";
import { createEventReader, liveCursor } from "../../services/mes/event-reader.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const event = (id: string): NewEvent => ({ id, type: "test", time: new Date(), source: "test", objects: [] });
const append = (...ids: string[]) => appendEvents(plant.db, ids.map(event));
/** Writes events in a transaction that ends when it is told to. */
const begun = async (...ids: string[]) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const ended = plant.db
    .transaction()
    .execute(async (tx) => {
      await appendEvents(tx, ids.map(event));
      written.resolve();
      await promise;
    })
    .catch(() => {});
  await written.promise;
  return {
    commit: () => {
      resolve();
      return ended;
    },
    rollback: () => {
      reject(new Error("given up"));
      return ended;
    },
  };
};
const idsOf = async (reader: ReturnType<typeof createEventReader>) =>
  (await reader.read(1_000)).map(({ id }) => id);

test("a transaction that ends long after later ones is told once it ends, and only once", async () => {
  const reader = createEventReader(plant.db, await liveCursor(plant.db));
  const slow = await begun("slow");
  await append(...Array.from({ length: 700 }, (_, index) => `quick-${index}`));
  expect(await idsOf(reader)).toHaveLength(700);
  expect(await idsOf(reader)).toEqual([]);
  // Whoever comes back with a cursor of this moment still waits for it.
  const cursor = reader.cursor();
  expect(cursor).toContain("~");
  await slow.commit();
  expect(await idsOf(reader)).toEqual(["slow"]);
  expect(await idsOf(createEventReader(plant.db, cursor))).toEqual(["slow"]);
  expect(reader.cursor()).not.toContain("~");
});

test("a late transaction of more events than a page is told whole", async () => {
  const reader = createEventReader(plant.db, await liveCursor(plant.db));
  const ids = Array.from({ length: 5 }, (_, index) => `late-${index}`);
  const late = await begun(...ids);
  await append("before-late");
  expect(await idsOf(reader)).toEqual(["before-late"]);
  // By now it is known by when they must have ended.
  expect(await idsOf(reader)).toEqual([]);
  await late.commit();
  await append("after-late");
  const told: string[] = [];
  for (let page = await reader.read(2); page.length > 0; page = await reader.read(2))
    told.push(...page.map(({ id }) => id));
  expect(told).toEqual([...ids, "after-late"]);
});

test("an event's cursor waits for what is missing whatever its page has filled before", async () => {
  const from = await liveCursor(plant.db);
  const slow = [await begun("hole-1", "hole-2"), await begun("hole-3")];
  await append("solid-1", "solid-2");
  const reader = createEventReader(plant.db, from);
  expect(await idsOf(reader)).toEqual(["solid-1", "solid-2"]);
  await slow[0]!.commit();
  const [first] = await reader.read(10);
  await slow[1]!.commit();
  expect(first!.id).toBe("hole-1");
  expect(await idsOf(createEventReader(plant.db, first!.cursor))).toEqual(["hole-2", "hole-3"]);
  expect(await idsOf(createEventReader(plant.db, reader.cursor()))).toEqual(["hole-3"]);
});

test("a number that was given up is not waited for", async () => {
  const reader = createEventReader(plant.db, await liveCursor(plant.db));
  const lost = await begun("lost");
  await append("after-lost");
  expect(await idsOf(reader)).toEqual(["after-lost"]);
  await lost.rollback();
  await idsOf(reader);
  await append("much-later");
  // Transactions of the server's other data stores that began before are waited for as well.
  while (reader.cursor().includes("~")) await idsOf(reader);
  expect(await idsOf(reader)).toEqual([]);
});

test("a cursor knows for whom it waits: readers that take turns by it end their waiting as one does", async () => {
  let cursor = await liveCursor(plant.db);
  const turn = async () => {
    const reader = createEventReader(plant.db, cursor);
    const ids = await idsOf(reader);
    cursor = reader.cursor();
    return ids;
  };
  const lost = await begun("lost-again");
  await append("after-lost-again");
  expect(await turn()).toEqual(["after-lost-again"]);
  expect(await turn()).toEqual([]);
  // Beside it may stand what an earlier test gave up.
  expect(cursor).toMatch(/~\d+@\d+$/);
  await lost.rollback();
  await append("later-again");
  expect(await turn()).toEqual(["later-again"]);
  while (cursor.includes("~")) expect(await turn()).toEqual([]);
});

test("each event's own cursor goes on right behind it, whatever came in between", async () => {
  const from = await liveCursor(plant.db);
  const slow = await begun("in-between");
  await append("one", "two", "three");
  const [first, second] = await createEventReader(plant.db, from).read(10);
  await slow.commit();
  expect(new Set(await idsOf(createEventReader(plant.db, first!.cursor)))).toEqual(
    new Set(["in-between", "two", "three"]),
  );
  expect(new Set(await idsOf(createEventReader(plant.db, second!.cursor)))).toEqual(
    new Set(["in-between", "three"]),
  );
});

test("what is no cursor is refused with how to mend it", () => {
  for (const text of ["", "x", "1~", "1~2-", "-1", "9~2@", "9~2@x", "9~@3", "9@3"])
    expect(() => createEventReader(plant.db, text)).toThrow(/cursor or the seq/);
});
