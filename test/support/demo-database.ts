import { join } from "node:path";
import { loadConfig } from "../../services/core/config.ts";
import { prepareDatabase } from "../../services/launcher/database.ts";
import { createTestDatabase, hasDatabase, type TestDatabase } from "./database.ts";

const template = "demonstration_template";

/**
 * A database with all that the first start of the demonstration fills in, months of history among it: the first that is asked for
 * takes as long as that start, the others are copies. Not for tests that run at the same time.
 *
 * @param folder Where simulated machines' programs may be written.
 */
export const createDemoDatabase = async (folder: string): Promise<TestDatabase> => {
  if (!(await hasDatabase(template))) {
    const { url } = await createTestDatabase(undefined, template);
    await prepareDatabase({
      databaseUrl: url,
      config: loadConfig({}),
      simulated: true,
      programs: join(folder, "inspection-programs.json"),
      note: () => {},
    });
  }
  return createTestDatabase(template);
};
