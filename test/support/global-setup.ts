import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { startTemporal } from "../../services/launcher/temporal.ts";
import { obtainTemporal } from "../../services/launcher/temporal-binary.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { workflowBundle } from "../../workflows/bundle.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a database of the shared server; see `createTestDatabase`. */
    postgresUrl: string;
    /** A database with the demonstration plant in it, to be copied: nobody connects to it. */
    plantTemplate: string;
    temporalAddress: string;
    /** A folder with the workflows' bundle, which every worker would make for itself otherwise. */
    workflowBundles: string;
  }
}

const plantTemplate = "test_plant_template";

/** Migrating and seeding takes seconds, a copy of the result a fraction of one. */
const createPlantTemplate = async (server: string): Promise<string> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${plantTemplate}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${plantTemplate}`;
  const { db, pool, close } = openDatabase(url.href, { max: 4 });
  await migrate(pool);
  await seedDemoPlant(db, 1);
  await close();
  return plantTemplate;
};

/** One PostgreSQL and one Temporal for all integration tests; each test makes its own database and task queue. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "millwright-test-"));
  // PostgreSQL may run under another account, which has to enter this folder.
  await chmod(folder, 0o755);
  const [postgres, temporal] = await Promise.all([
    freePort().then((port) => startPostgres({ dataDir: join(folder, "pg"), port, throwAway: true })),
    Promise.all([obtainTemporal({}), freePort()]).then(([binary, port]) => startTemporal({ binary, port })),
  ]);
  project.provide("postgresUrl", postgres.url);
  project.provide("plantTemplate", await createPlantTemplate(postgres.url));
  project.provide("temporalAddress", temporal.address);
  await workflowBundle(join(folder, "workflows"));
  project.provide("workflowBundles", join(folder, "workflows"));
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
  };
}
