import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { openDatabase } from "../../services/mes/database.ts";
import { requireOwnQueue, storeName } from "../../workflows/neighbours.ts";
import { startPart } from "../support/part-process.ts";
import { createTestPlant } from "../support/plant.ts";

const startWorker = async (databaseUrl: string, taskQueue: string) => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-neighbour-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return startPart("workflows/worker.ts", {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    TASK_QUEUE: taskQueue,
    DATA_DIR: folder,
    LOG_LEVEL: "silent",
  });
};

test("a worker does not join the queue of another data store's, and says which; one of the same data store does", async () => {
  const [one, other] = await Promise.all([createTestPlant(), createTestPlant()]);
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()]);
  });
  const taskQueue = `neighbours-${randomUUID()}`;
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  onTestFinished(() => connection.close());
  const first = await startWorker(one.url, taskQueue);
  onTestFinished(first.kill);
  const refused = await startWorker(other.url, taskQueue).then(
    () => "started",
    (error: Error) => error.message,
  );
  expect(refused).toContain(`listens on the task queue ${taskQueue} of this Temporal server`);
  expect(refused).toContain(`任务队列 ${taskQueue}`);
  expect(refused).toContain(`millwright/${await storeName(one.db)}/${first.child.pid}@`);
  const place = { namespace: "default", taskQueue };
  await requireOwnQueue(connection, place, await storeName(one.db));
  await requireOwnQueue(connection, { ...place, taskQueue: `${taskQueue}-2` }, await storeName(other.db));
});

test("a role without rights beyond its database can tell its data store's name", async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const role = `plain_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: plant.url });
  await admin.connect();
  await admin.query(`create role ${role} login password 'plain'`);
  const url = new URL(plant.url);
  [url.username, url.password] = [role, "plain"];
  const plain = openDatabase(url.href);
  expect(await storeName(plain.db)).toBe(await storeName(plant.db));
  await plain.close();
  await admin.query(`drop role ${role}`);
  await admin.end();
});
