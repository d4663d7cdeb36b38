import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../services/core/config.ts";
import { prepareDatabase } from "../../services/launcher/database.ts";
import { runAudit } from "../../services/mes/audit/command.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { importFolder } from "../../services/mes/import/import.ts";
import { applyMigrations, migrate, migrationNames } from "../../services/mes/migrate.ts";
import { createTestDatabase } from "../support/database.ts";

const example = join(import.meta.dirname, "../../services/mes/import/example");

const emptyStore = async () => {
  const { url, drop } = await createTestDatabase();
  const open = openDatabase(url, { max: 4 });
  onTestFinished(() => open.close().then(drop));
  return { ...open, url };
};
/** What `npm start` does with a data store before any part of the house runs. */
const start = (databaseUrl: string, settings: Readonly<Record<string, string>> = {}) =>
  prepareDatabase({
    databaseUrl,
    config: loadConfig(settings),
    simulated: false,
    programs: "",
    note: () => {},
  });
type Store = Awaited<ReturnType<typeof emptyStore>>;
/** Every table with its rows. */
const everything = async ({ db }: Store) => {
  const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`.execute(db);
  return Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql`select t::text from ${sql.table(name)} t order by 1`.execute(db);
      return [name, rows];
    }),
  );
};

const begin: Readonly<Record<string, (of: Store) => Promise<unknown>>> = {
  "was imported": ({ db }) => importFolder(db, example),
  "has one person who signs in": ({ db }) =>
    db
      .insertInto("app_user")
      .values({
        ...{ id: "li.wei", name_zh: "李伟", name_en: "Li Wei", title_zh: "", title_en: "" },
        ...{ roles: ["dispatcher"], password_hash: "" },
      })
      .execute(),
  "has one material": ({ db }) =>
    sql`insert into material (id, name_zh, name_en, category, unit, kind)
      values ('M-1', '件', 'part', 'Part', 'pcs', 'Component')`.execute(db),
};
test.each(Object.entries(begin))(
  "a plant of one's own that %s is not made a demonstration",
  async (_, fill) => {
    const store = await emptyStore();
    await migrate(store.pool);
    await fill(store);
    const before = await everything(store);
    await expect(start(store.url)).rejects.toMatchObject({
      code: "PLANT_IS_REAL",
      bilingual: { en: expect.stringContaining("DEMO=false"), zh: expect.stringContaining("DEMO=false") },
    });
    expect(await everything(store)).toEqual(before);
    expect(await start(store.url, { DEMO: "false" })).toMatchObject({ speed: 1 });
    expect(await everything(store)).toEqual(before);
  },
);

test("nor is its schema touched, where it is an earlier one", async () => {
  const store = await emptyStore();
  const client = await store.pool.connect();
  await applyMigrations(client, new Set(migrationNames.slice(0, 6)));
  client.release();
  await sql`insert into equipment (id, level, name_zh, name_en, sort) values ('EAST', 'Site', '东', 'East', 1)`.execute(
    store.db,
  );
  const before = await everything(store);
  await expect(start(store.url)).rejects.toMatchObject({ code: "PLANT_IS_REAL" });
  expect(await everything(store)).toEqual(before);
});

test("an empty data store becomes the demonstration, and is it at the next start", async () => {
  const store = await emptyStore();
  await start(store.url);
  await start(store.url);
  const { rows } = await sql<{ orders: number }>`select count(*)::int as orders from work_order`.execute(
    store.db,
  );
  expect(rows[0]!.orders).toBeGreaterThan(100);
});

test("a data store that a newer version has written is left alone, by start and commands", async () => {
  const store = await emptyStore();
  await migrate(store.pool);
  await sql`insert into migration (name) values ('998-later'), ('999-latest')`.execute(store.db);
  const before = await everything(store);
  for (const DEMO of ["true", "false"])
    await expect(start(store.url, { DEMO })).rejects.toMatchObject({
      code: "DATABASE_NEWER",
      bilingual: {
        en: expect.stringContaining("(it holds 998-later, 999-latest). Start that version"),
        zh: expect.stringContaining("（含 998-later、999-latest）"),
      },
    });
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const code = await runAudit(["--seal", "--database-url", store.url], { answer: say, note: say });
  expect({ code, text: lines.join("\n") }).toEqual({
    code: 2,
    text: expect.stringContaining("A newer version of Millwright has written this database"),
  });
  expect(await everything(store)).toEqual(before);
});
