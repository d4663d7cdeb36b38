import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { startTemporal } from "../../services/launcher/temporal.ts";
import { obtainTemporal } from "../../services/launcher/temporal-binary.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a database of the shared server; see `createTestDatabase`. */
    postgresUrl: string;
    temporalAddress: string;
  }
}

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
  project.provide("temporalAddress", temporal.address);
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
  };
}
