import { type OpenDatabase, openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { createTestDatabase } from "./database.ts";

export interface TestPlant extends OpenDatabase {
  readonly url: string;
}

/** A database of its own with the demonstration plant in it. */
export const createTestPlant = async (): Promise<TestPlant> => {
  const { url, drop } = await createTestDatabase();
  const open = openDatabase(url, { max: 20 });
  await migrate(open.pool);
  await seedDemoPlant(open.db, 1);
  return {
    ...open,
    url,
    close: async () => {
      await open.close();
      await drop();
    },
  };
};
