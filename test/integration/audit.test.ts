import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { sealAudit, verifyAudit } from "../../services/mes/audit/chain.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { createTestPlant } from "../support/plant.ts";

const execFileAsync = promisify(execFile);
const key = generateKeyPairSync("ed25519").privateKey;
const sealedPlant = async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const write = (from: number) =>
    appendEvents(
      plant.db,
      Array.from({ length: 20 }, (_, index) => ({
        id: `audit-${from + index}`,
        type: "work_order.held",
        time: new Date(1_795_000_000_000 + index),
        source: "test",
        objects: [{ id: "li.wei", type: "person", qualifier: "approver" }],
        attributes: { index, zh: "原因", nested: { b: 1, a: [true, null] } },
      })),
    );
  await write(0);
  await sealAudit(plant.db, key);
  await write(100);
  await Promise.all([sealAudit(plant.db, key), sealAudit(plant.db, key)]);
  const seqs = (
    await sql<{ seq: string }>`select seq from event where source = 'test' order by seq`.execute(plant.db)
  ).rows;
  return { db: plant.db, seqAt: (index: number) => seqs[index]!.seq };
};
const brokenAfter = async (change: (of: Awaited<ReturnType<typeof sealedPlant>>) => Promise<unknown>) => {
  const of = await sealedPlant();
  await change(of);
  return { ...of, broken: (await verifyAudit(of.db, key)).broken };
};

test("what is sealed is whole, each event once, also when two seal at the same time", async () => {
  const { db } = await sealedPlant();
  const found = await verifyAudit(db, key);
  const all = await sql<{ count: string }>`select count(*) as count from event`.execute(db);
  expect(found).toMatchObject({ rows: Number(all.rows[0]!.count), unsealed: 0 });
  expect(found.broken).toBeUndefined();
  expect(await sealAudit(db, key)).toBe(0);
});

test("the first event that was changed, taken out or put in is told", async () => {
  const changed = await brokenAfter(({ db, seqAt }) =>
    sql`update event set attributes = jsonb_set(attributes, '{index}', '99') where seq >= ${seqAt(7)}`.execute(
      db,
    ),
  );
  expect(changed.broken).toMatchObject({ problem: "row changed", seq: changed.seqAt(7) });
  const missing = await brokenAfter(({ db, seqAt }) =>
    sql`delete from event where seq = ${seqAt(25)}`.execute(db),
  );
  expect(missing.broken).toMatchObject({ problem: "row missing", seq: missing.seqAt(25) });
  const added = await brokenAfter(({ db, seqAt }) =>
    sql`with gone as (delete from audit_batch where number > 0 returning *), shorter as (
      select number, seqs from gone) insert into audit_batch select number, from_seq, to_seq,
      array_remove(seqs, ${seqAt(3)}::bigint), leaves, previous, hash, signature, sealed_at from gone`.execute(
      db,
    ),
  );
  expect(added.broken).toMatchObject({ problem: "batch changed" });
});

test("whoever can write the data store but has not the key cannot seal anew", async () => {
  const { broken } = await brokenAfter(async ({ db, seqAt }) => {
    await sql`update event set source = 'forged' where seq = ${seqAt(2)}`.execute(db);
    await sql`delete from audit_batch`.execute(db);
    await sealAudit(db, generateKeyPairSync("ed25519").privateKey);
  });
  expect(broken).toMatchObject({ batch: 1, problem: "signature wrong" });
});

/** The command as a person runs it, with a key of its own, on the plant's real database. */
const command = async (url: string, dataDir: string, ...args: string[]) => {
  const { stdout, code } = await execFileAsync(
    process.execPath,
    ["services/mes/audit/cli.ts", "--database-url", url, ...args],
    { cwd: join(import.meta.dirname, "../.."), env: { ...process.env, DATA_DIR: dataDir } },
  ).then(
    (done) => ({ stdout: done.stdout, code: 0 }),
    (failed: { stdout: string; code: number }) => ({ stdout: failed.stdout, code: failed.code }),
  );
  return { text: stdout.trim(), code };
};

test("npm run audit seals a real data store, tells the row that somebody changed, and that an end was cut off", async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const dataDir = await mkdtemp(join(tmpdir(), "millwright-audit-"));
  const append = (id: string) =>
    appendEvents(plant.db, [
      {
        id,
        type: "order.held",
        time: new Date(1_795_000_000_000),
        source: "api",
        objects: [{ id: "li.wei", type: "person", qualifier: "approver" }],
        attributes: { reason: "material" },
      },
    ]);
  await append("one");
  const sealed = await command(plant.url, dataDir, "--seal");
  expect(sealed).toMatchObject({ code: 0, text: expect.stringMatching(/Whole: \d+ events in 1 batches/) });
  await append("two");
  expect((await command(plant.url, dataDir)).text).toContain("1 not sealed yet");
  const head = /head ([\da-f]{64})/.exec((await command(plant.url, dataDir, "--seal")).text)![1]!;
  expect((await command(plant.url, dataDir, "--expect", head)).code).toBe(0);

  await sql`create table cut as select * from audit_batch where number = 2`.execute(plant.db);
  await sql`delete from audit_batch where number = 2`.execute(plant.db);
  expect(await command(plant.url, dataDir, "--expect", head)).toMatchObject({
    code: 1,
    text: expect.stringContaining("is no longer in the chain"),
  });
  await sql`insert into audit_batch select * from cut`.execute(plant.db);

  const { rows } = await sql<{ seq: string }>`
    update event set objects = replace(objects::text, 'li.wei', 'zhang.min')::jsonb where id = 'one' returning seq`.execute(
    plant.db,
  );
  expect(await command(plant.url, dataDir)).toMatchObject({
    code: 1,
    text: `NOT whole: row changed at batch 1, event ${rows[0]!.seq}; the 0 batches before are.`,
  });
});
