import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeBackup } from "../../services/mes/backup/backup.ts";
import { runBackup, runRestore } from "../../services/mes/backup/command.ts";
import { checkBackup, restoreBackup } from "../../services/mes/backup/restore.ts";
import { tablesInOrder } from "../../services/mes/backup/tables.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { createTestDatabase } from "../support/database.ts";
import { createTestPlant } from "../support/plant.ts";

let plant: Awaited<ReturnType<typeof createTestPlant>>;
let folder: string;
const passphrase = "a long enough key";

beforeAll(async () => {
  plant = await createTestPlant();
  folder = await mkdtemp(join(tmpdir(), "mw-backup-"));
  await appendEvents(
    plant.db,
    ["一", "tab\tand\nline", "\\N"].map((text, at) => ({
      id: `e${at}`,
      type: "test.told",
      time: new Date(at),
      source: "test",
      objects: [],
      attributes: { text },
    })),
  );
});
afterAll(async () => {
  await plant.close();
  await rm(folder, { recursive: true, force: true });
});

/** A pool of one connection, as the commands use it. */
const withPool = async <T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> => {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};
const backup = async (name: string, key?: string): Promise<string> => {
  const path = join(folder, name);
  await withPool(plant.url, (pool) => writeBackup(pool, path, { now: new Date(0), passphrase: key }));
  return path;
};
/** Every row of every table, as text in a fixed order. */
const everything = (url: string) =>
  withPool(url, async (pool) => {
    const client = await pool.connect();
    const all: Record<string, string> = {};
    for (const { name } of await tablesInOrder(client)) {
      const { rows } = await client.query<{ hash: string }>(
        `select coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as hash from "${name}" t`,
      );
      all[name] = rows[0]!.hash;
    }
    client.release();
    return all;
  });
const run = async (command: typeof runBackup, args: readonly string[]) => {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const code = await command(args, { answer: say, note: say });
  return { code, text: lines.join("\n") };
};

test.each([
  ["plain", undefined],
  ["encrypted", passphrase],
])("what is restored from a backup, %s, is what there was", async (name, key) => {
  const path = await backup(`${name}.mwbackup`, key);
  const target = await createTestDatabase();
  const restored = await withPool(target.url, (pool) =>
    restoreBackup(pool, path, { replace: false, passphrase: key }),
  );
  expect(restored.created).toEqual(new Date(0));
  expect(await everything(target.url)).toEqual(await everything(plant.url));
  // Numbers go on where they were.
  await withPool(target.url, async (pool) => {
    const { rows } = await pool.query<{ next: boolean }>(
      `insert into event (id, type, time, source, attributes, objects) values ('new', 'x', now(), 'test', '{}', '[]')
         returning seq > (select max(seq) from event) as next`,
    );
    expect(rows).toEqual([{ next: true }]);
  });
  const text = await readFile(path);
  expect(text.includes("WO-1042")).toBe(false);
  await target.drop();
});

test("a backup shows one moment, whatever is written meanwhile", async () => {
  const path = join(folder, "moment.mwbackup");
  let more = true;
  const writing = (async () => {
    for (let at = 0; more; at += 1)
      await appendEvents(plant.db, [
        { id: `while ${at}`, type: "test.told", time: new Date(at), source: "test", objects: [] },
      ]);
  })();
  await withPool(plant.url, (pool) => writeBackup(pool, path, { now: new Date() }));
  more = false;
  await writing;
  const target = await createTestDatabase();
  await withPool(target.url, async (pool) => {
    await restoreBackup(pool, path, { replace: false });
    const { rows } = await pool.query(
      "select (select count(*) from event)::int as events, (select count(*) from event_id)::int as ids",
    );
    expect(rows[0].events).toBe(rows[0].ids);
  });
  await target.drop();
});

test("a data store that holds something is replaced only when that is said, and then wholly", async () => {
  const path = await backup("replace.mwbackup");
  const other = await createTestPlant();
  await other.db.deleteFrom("material_lot").execute();
  const before = await everything(other.url);
  await other.db.destroy();
  const refused = await run(runRestore, ["--from", path, "--database-url", other.url]);
  expect(refused.code).toBe(2);
  expect(refused.text).toMatch(/not empty .*--replace/);
  expect(await everything(other.url)).toEqual(before);
  const done = await run(runRestore, ["--from", path, "--replace", "--database-url", other.url]);
  expect(done.code).toBe(0);
  expect(await everything(other.url)).toEqual(await everything(plant.url));
});

test("a store that somebody uses is not replaced", async () => {
  const path = await backup("used.mwbackup");
  const other = await createTestPlant();
  await other.db.selectFrom("equipment").select("id").execute();
  const refused = await run(runRestore, ["--from", path, "--replace", "--database-url", other.url]);
  expect(refused.code).toBe(2);
  expect(refused.text).toContain("Stop the house");
  await other.close();
});

test("damage anywhere is told, and changes nothing", async () => {
  const path = await backup("damage.mwbackup");
  const sealed = await backup("damage-key.mwbackup", passphrase);
  const target = await createTestDatabase();
  const attempt = async (file: Buffer, key?: string) => {
    const broken = join(folder, `${randomUUID()}.mwbackup`);
    await writeFile(broken, file);
    const failure = await checkBackup(broken, key).then(
      () => "whole",
      (error: Error) => error.message,
    );
    await withPool(target.url, async (pool) => {
      await expect(restoreBackup(pool, broken, { replace: false, passphrase: key })).rejects.toThrow();
      const { rows } = await pool.query("select 1 from pg_class where relname = 'work_order'");
      expect(rows).toEqual([]);
    });
    return failure;
  };
  const whole = await readFile(path);
  const cipher = await readFile(sealed);
  expect(await attempt(whole.subarray(0, whole.length - 100))).toMatch(/damaged/);
  expect(await attempt(whole.subarray(0, whole.length >> 1))).toMatch(/damaged/);
  expect(await attempt(Buffer.from("something else\n"))).toMatch(/no backup/);
  for (const share of [0.3, 0.6, 0.99]) {
    const flipped = Buffer.from(cipher);
    const at = Math.floor(flipped.length * share);
    flipped[at]! ^= 4;
    expect(await attempt(flipped, passphrase)).toMatch(/damaged/);
  }
  expect(await attempt(cipher, "another long key")).toMatch(/BACKUP_KEY is not the one/);
  expect(await attempt(cipher)).toMatch(/encrypted: set BACKUP_KEY/);
  await target.drop();
});

test("the command keeps the newest, and leaves no half file", async () => {
  const to = join(folder, "kept");
  await mkdir(to);
  const old = [1, 2, 3].map((day) => `millwright-2020010${day}T000000Z.mwbackup`);
  for (const name of old) await writeFile(join(to, name), "old");
  await writeFile(join(to, "notes.txt"), "not ours");
  const made = await run(runBackup, ["--to", to, "--keep", "2", "--database-url", plant.url]);
  expect(made.code).toBe(0);
  const names = (await readdir(to)).sort();
  expect(names).toEqual([old[2], expect.stringMatching(/^millwright-\d{8}T\d{6}Z\.mwbackup$/), "notes.txt"]);
  const checked = await run(runBackup, ["--check", join(to, names[1]!)]);
  expect(checked.text).toMatch(/is whole: \d+ tables/);
  const wrong = await run(runBackup, ["--to", to, "--keep", "0"]);
  expect(wrong.code).toBe(2);
});
