import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { connectAsync } from "mqtt";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { loadConfig } from "../../services/core/config.ts";
import { embeddedUrl, embeddedUrlOf, keepPassword } from "../../services/core/embedded-database.ts";
import { startBroker } from "../../services/launcher/broker.ts";
import { tryGivenEngines } from "../../services/launcher/given-engines.ts";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { startTemporal } from "../../services/launcher/temporal.ts";
import { createTestDatabase } from "../support/database.ts";

const closers: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

test("the embedded PostgreSQL is version 18 and keeps Chinese text", async () => {
  const database = await createTestDatabase();
  closers.push(database.drop);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    "select $1::text as text, current_setting('server_version_num')::int as version",
    ["贴片一线"],
  );
  await client.end();
  expect(rows[0].text).toBe("贴片一线");
  expect(rows[0].version).toBeGreaterThanOrEqual(180_000);
});

test("the embedded PostgreSQL of a house lets in only who can read the house's folder, also one that was made before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "house-"));
  // As root the server runs as another account, which has to come through.
  await chmod(folder, 0o755);
  const cluster = { dataDir: join(folder, "postgres"), port: await freePort() };
  const enters = async (url: string) => {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end();
    }
  };
  const before = await startPostgres(cluster);
  await before.stop();
  const password = await keepPassword(folder);
  expect(await keepPassword(folder)).toBe(password);
  expect((await stat(join(folder, "postgres-password"))).mode & 0o077).toBe(0);
  const now = await startPostgres({ ...cluster, password });
  closers.push(async () => {
    await now.stop();
    await rm(folder, { recursive: true, force: true });
  });
  expect(now.url).toBe(embeddedUrlOf(folder, cluster.port));
  expect(await enters(now.url)).toBe(true);
  expect(await enters(embeddedUrl(cluster.port))).toBe(false);
});

test("an embedded engine that cannot be used when it starts is ended, and keeps nothing from the next try", async () => {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  await chmod(folder, 0o755);
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const cluster = { dataDir: join(folder, "postgres"), port: await freePort(), password: "one" };
  await (await startPostgres(cluster)).stop();
  await expect(startPostgres({ ...cluster, password: "another" })).rejects.toThrow("password");
  const again = await startPostgres(cluster);
  await again.stop();
  // A server that never answers.
  const binary = join(folder, "temporal");
  const pidFile = join(folder, "pid");
  await writeFile(binary, `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 600\n`, { mode: 0o755 });
  const silent = startTemporal({ binary, port: await freePort(), patienceMs: 500 });
  await expect(silent).rejects.toThrow();
  const pid = Number(await readFile(pidFile, "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a database that lets in fewer connections than the parts take is told before the start", async () => {
  const database = await createTestDatabase();
  closers.push(database.drop);
  const notes = async (): Promise<string> => {
    const told: string[] = [];
    const config = loadConfig({ DATABASE_URL: database.url });
    await tryGivenEngines(
      config,
      (part) => part === "api",
      (note) => told.push(note),
    );
    return told.join("\n");
  };
  expect(await notes()).toBe("");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} connection limit 15`);
  await client.end();
  expect(await notes()).toMatch(/have 15 connections .* takes up to 20/);
});

test("the Temporal server answers", async () => {
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  closers.push(() => connection.close());
  const info = await connection.workflowService.getSystemInfo({});
  expect(info.capabilities).toBeTruthy();
});

test("the broker carries a message", async () => {
  const broker = await startBroker({ port: 0 });
  const client = await connectAsync(broker.url);
  closers.push(async () => {
    await client.endAsync();
    await broker.stop();
  });
  const received = new Promise<string>((resolve) =>
    client.on("message", (_topic, payload) => resolve(payload.toString())),
  );
  await client.subscribeAsync("plant/#");
  await client.publishAsync("plant/line", "运行", { qos: 1 });
  expect(await received).toBe("运行");
});
