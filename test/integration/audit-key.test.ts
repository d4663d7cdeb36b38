import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { sealAudit, verifyAudit } from "../../services/mes/audit/chain.ts";
import { runAudit } from "../../services/mes/audit/command.ts";
import { auditKey, ownAuditKey } from "../../services/mes/audit/key.ts";
import { pseudonymise } from "../../services/mes/audit/pseudonymise.ts";
import { runBackup, runRestore } from "../../services/mes/backup/command.ts";
import type { Db } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { createTestDatabase } from "../support/database.ts";
import { startPart } from "../support/part-process.ts";
import { createTestPlant } from "../support/plant.ts";

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), "millwright-key-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};
const act = (db: Db, id: string) =>
  appendEvents(db, [
    {
      id,
      type: "order.held",
      time: new Date(1_795_000_000_000),
      source: "test",
      objects: [{ id: "li.wei", type: "person", qualifier: "approver" }],
      attributes: { reason: "material" },
    },
  ]);
const somePlant = async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  return plant;
};
/** A plant whose audit was sealed with the key of a folder, a leaver and all. */
const sealedPlant = async () => {
  const plant = await somePlant();
  const home = await folder();
  const key = await auditKey(plant.db, home);
  await act(plant.db, "before");
  await pseudonymise(plant.db, key, { id: "li.wei" });
  await sealAudit(plant.db, key);
  return { ...plant, home, key };
};
/** A command as a person runs it, at a machine with that data folder. */
const run = async (command: typeof runAudit, dataDir: string, ...args: string[]) => {
  vi.stubEnv("DATA_DIR", dataDir);
  onTestFinished(() => void vi.unstubAllEnvs());
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  return { code: await command(args, { answer: say, note: say }), text: lines.join("\n") };
};
const keyIn = (dataDir: string) => join(dataDir, "keys/audit-key.pem");

test("a worker with another key than the audit's, or without one, does not start and says what to do; with the copied one it does", async () => {
  const { url, home } = await sealedPlant();
  const [other, none, copied] = await Promise.all([folder(), folder(), folder()]);
  await ownAuditKey(other);
  await cp(join(home, "keys"), join(copied, "keys"), { recursive: true });
  const start = (dataDir: string) =>
    startPart("workflows/worker.ts", {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: inject("temporalAddress"),
      TASK_QUEUE: "audit-key",
      DATA_DIR: dataDir,
      LOG_LEVEL: "silent",
    });
  for (const dataDir of [other, none]) {
    const refused = await start(dataDir).then(
      () => "started",
      (error: Error) => error.message,
    );
    expect(refused).toContain(`another key than ${keyIn(dataDir)} (up to batch 2, `);
    expect(refused).toContain(`不是 ${keyIn(dataDir)}（至第 2 批，`);
    expect(refused).toContain("npm run audit -- --adopt");
  }
  expect(existsSync(keyIn(none))).toBe(false);
  const worker = await start(copied);
  await worker.kill();
});

test("of two first starts at once one key is made; of two with a key each, one seals and the other is refused", async () => {
  const { db } = await somePlant();
  const home = await folder();
  const keys = await Promise.all([auditKey(db, home), auditKey(db, home)]);
  expect(keys[0]!.equals(keys[1]!)).toBe(true);
  const stranger = await auditKey(db, await folder());
  const sealed = await Promise.allSettled([sealAudit(db, keys[0]!), sealAudit(db, stranger)]);
  const refused = sealed.filter(({ status }) => status === "rejected");
  expect(refused).toEqual([
    { status: "rejected", reason: expect.objectContaining({ code: "AUDIT_KEY_DIFFERS" }) },
  ]);
  await act(db, "later");
  const [first, second] = sealed[0].status === "fulfilled" ? [keys[0]!, stranger] : [stranger, keys[0]!];
  await expect(sealAudit(db, second)).rejects.toMatchObject({ code: "AUDIT_KEY_DIFFERS" });
  expect(await sealAudit(db, first)).toBe(1);
  expect((await verifyAudit(db, first)).broken).toBeUndefined();
});

test("a key that is no key is told with its place", async () => {
  const { db, home } = await sealedPlant();
  await cp(import.meta.filename, keyIn(home));
  await expect(auditKey(db, home)).rejects.toMatchObject({
    code: "AUDIT_KEY_UNUSABLE",
    details: { file: keyIn(home), reason: "it holds no private key in PEM form" },
  });
});

test("a backup that is restored where its key is not says so, and goes on when the chain is adopted", async () => {
  const { db, url, home } = await sealedPlant();
  const { head } = await verifyAudit(db, await auditKey(db, home));
  const [backups, there] = await Promise.all([folder(), folder()]);
  const made = await run(runBackup, home, "--to", backups, "--database-url", url);
  expect(made.code).toBe(0);
  const file = made.text.split(": ")[0]!;
  const target = await createTestDatabase();
  onTestFinished(target.drop);

  const atHome = await run(runRestore, home, "--from", file, "--database-url", target.url);
  expect(atHome).toMatchObject({ code: 0, text: expect.not.stringContaining("another key") });
  const away = await run(runRestore, there, "--from", file, "--replace", "--database-url", target.url);
  expect(away).toMatchObject({ code: 0, text: expect.stringContaining("another key") });
  expect((await run(runAudit, there, "--database-url", target.url)).code).toBe(2);
  const lost = await run(runAudit, there, "--adopt", "--expect", "00ff", "--database-url", target.url);
  expect(lost).toMatchObject({ code: 1, text: expect.stringContaining("00ff is no longer in the chain") });
  expect((await run(runAudit, there, "--database-url", target.url)).code).toBe(2);

  const adopted = await run(
    runAudit,
    there,
    ...["--adopt", "--expect", head, "--seal", "--database-url", target.url],
  );
  expect(adopted.code).toBe(0);
  expect(adopted.text).toMatch(
    /^2 batches are signed .*\n1 events sealed\.\nWhole: \d+ events in 3 batches.*\n\d+ events were rewritten/,
  );
  expect((await run(runAudit, home, "--database-url", target.url)).code).toBe(2);
});

test("a chain that was tampered with is not adopted", async () => {
  const { db, url, key } = await sealedPlant();
  await sql`update event set source = 'forged' where id = 'before'`.execute(db);
  const there = await folder();
  const refused = await run(runAudit, there, "--adopt", "--database-url", url);
  expect(refused).toMatchObject({ code: 1, text: expect.stringMatching(/^NOT whole: row changed at batch/) });
  const told = await db.selectFrom("event").select("id").where("type", "=", "audit.adopted").execute();
  expect(told).toEqual([]);
  await act(db, "later");
  await expect(sealAudit(db, generateKeyPairSync("ed25519").privateKey)).rejects.toThrow();
  expect(await sealAudit(db, key)).toBe(1);
});

test("an export longer than what is read at once is whole and signed, and a folder that is not there is said", async () => {
  const { db, url, home, key } = await sealedPlant();
  await appendEvents(
    db,
    Array.from({ length: 5_000 }, (_, at) => ({
      id: `export-${at}`,
      type: "order.held",
      time: new Date(1_795_000_000_000 + at),
      source: "test",
      objects: [{ id: "WO-EXPORT", type: "work_order", qualifier: "about" }],
      attributes: {},
    })),
  );
  const file = join(home, "week.jsonl");
  const order = ["--database-url", url, "--order", "WO-EXPORT"];
  expect(await run(runAudit, home, "--export", file, ...order)).toMatchObject({
    code: 0,
    text: expect.stringContaining("5000 events, signed in"),
  });
  const lines = await readFile(file);
  const ids = lines
    .toString()
    .trimEnd()
    .split("\n")
    .map((line): string => JSON.parse(line).id);
  expect(ids).toEqual(Array.from({ length: 5_000 }, (_, at) => `export-${at}`));
  const signature = Buffer.from(await readFile(`${file}.sig`, "utf8"), "base64");
  expect(verify(null, lines, createPublicKey(key), signature)).toBe(true);

  const nowhere = join(home, "nowhere", "week.jsonl");
  expect(await run(runAudit, home, "--export", nowhere, ...order)).toMatchObject({
    code: 2,
    text: expect.stringContaining(`${nowhere} cannot be written: ENOENT`),
  });
});
