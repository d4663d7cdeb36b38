import { sql } from "kysely";
import { expect, test } from "vitest";
import { once } from "../../services/api/graphql/idempotency.ts";
import type { Tx } from "../../services/mes/database.ts";
import { transact } from "../../services/mes/transact.ts";
import { createTestPlant } from "../support/plant.ts";

const lock = (tx: Tx, id: string) =>
  tx.updateTable("equipment").set({ id }).where("id", "=", id).executeTakeFirst();

test("of two changes that wait for each other both are stored, without that anybody has to ask again", async () => {
  const { db, close } = await createTestPlant();
  const lines = await db.selectFrom("equipment").select("id").orderBy("id").limit(2).execute();
  const [a, b] = lines.map(({ id }) => id) as [string, string];
  const context = { db, viewer: { id: "zhang.min" } } as Parameters<typeof once>[0];
  let tries = 0;
  const firsts = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const change = (key: string, at: 0 | 1, ids: readonly [string, string]) =>
    once(context, key, { key }, async (tx) => {
      tries += 1;
      await lock(tx, ids[0]);
      firsts[at]!.resolve();
      await firsts[1 - at]!.promise;
      await lock(tx, ids[1]);
      return { key };
    });
  const done = await Promise.all([change("one", 0, [a, b]), change("two", 1, [b, a])]);
  expect(done).toEqual([{ key: "one" }, { key: "two" }]);
  expect(tries).toBe(3);
  await close();
});

test("a change that others are in the way of again and again is given up, and one that fails otherwise at once", async () => {
  const { db, close } = await createTestPlant();
  const failing = async (code: string) => {
    let tries = 0;
    const failed = transact(db, async (tx) => {
      tries += 1;
      await sql`do ${sql.raw(`$$ begin raise exception 'so' using errcode = '${code}'; end $$`)}`.execute(tx);
    });
    await expect(failed).rejects.toMatchObject({ code });
    return tries;
  };
  expect(await failing("40001")).toBe(4);
  expect(await failing("23505")).toBe(1);
  await close();
});
