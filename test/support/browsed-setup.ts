import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";

/** The PostgreSQL of those houses that are given one instead of bringing up their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "millwright-browsed-"));
  // PostgreSQL may run under another account, which has to enter this folder.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({
    dataDir: join(folder, "pg"),
    port: await freePort(),
    throwAway: true,
  });
  project.provide("postgresUrl", postgres.url);
  return postgres.stop;
}
