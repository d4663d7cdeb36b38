import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoDocuments } from "../../../services/knowledge/demo/documents.ts";
import { importDocument } from "../../../services/knowledge/import.ts";
import type { Embed } from "../../../services/knowledge/vectors.ts";
import { freePort } from "../../../services/launcher/ports.ts";
import { startPostgres } from "../../../services/launcher/postgres.ts";
import { loadNativeEncoder } from "../../../services/llm/native-engine.ts";
import { type Db, openDatabase } from "../../../services/mes/database.ts";
import { migrate } from "../../../services/mes/migrate.ts";

export interface Setting {
  readonly db: Db;
  readonly embed: Embed;
  close(): Promise<void>;
}

const encoderFile = join(import.meta.dirname, "../../../models/millwright-e5/part-00.gguf-part");

/** A data store that is thrown away, with the demonstration documents in it if wanted, and the shipped encoder. */
export const openSetting = async ({ demonstration = true } = {}): Promise<Setting> => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-knowledge-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    port: await freePort(),
    throwAway: true,
  });
  const { db, pool, close } = openDatabase(postgres.url, { max: 4 });
  await migrate(pool);
  if (demonstration) for (const document of await demoDocuments()) await importDocument(db, document);
  const encoder = await loadNativeEncoder(encoderFile, { threads: 2 });
  return {
    db,
    embed: async (texts) =>
      (await encoder.embed(texts, new AbortController().signal)).map(({ vector }) => vector),
    close: async () => {
      await close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
