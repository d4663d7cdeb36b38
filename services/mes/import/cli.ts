import { parseArgs } from "node:util";
import { loadConfig } from "../../core/config.ts";
import { openDatabase } from "../database.ts";
import { migrate } from "../migrate.ts";
import { importFolder } from "./import.ts";

const usage =
  "Usage: npm run import -- --dir FOLDER [--dry-run] [--database-url URL]   (columns: docs/import.md)";

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { dir: { type: "string" }, "dry-run": { type: "boolean" }, "database-url": { type: "string" } },
  });
  const config = loadConfig();
  if (!values.dir) {
    console.error(usage);
    return 2;
  }
  const embedded = `postgres://millwright:millwright@127.0.0.1:${config.POSTGRES_PORT}/millwright`;
  const { db, pool, close } = openDatabase(values["database-url"] ?? config.DATABASE_URL ?? embedded, {
    max: 4,
  });
  try {
    await migrate(pool);
    const { issues, rows } = await importFolder(db, values.dir, { dryRun: values["dry-run"] ?? false });
    for (const { file, row, column, value, message } of issues)
      console.error(`${file}:${row} ${column} "${value}"\n    ${message.en}\n    ${message.zh}`);
    if (issues.length > 0) {
      console.error(`\n${issues.length} problems; nothing was written.`);
      return 1;
    }
    for (const [file, count] of Object.entries(rows)) console.log(`${String(count).padStart(8)}  ${file}`);
    console.log(values["dry-run"] ? "Everything is sound; nothing was written (dry run)." : "Written.");
    return 0;
  } finally {
    await close();
  }
};

process.exitCode = await main();
