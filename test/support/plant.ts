import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "../../services/mes/database.ts";
import { createTestDatabase } from "./database.ts";

export interface TestPlant extends OpenDatabase {
  readonly url: string;
}

/** A database of its own with the demonstration plant in it. */
export const createTestPlant = async (): Promise<TestPlant> => {
  const { url, drop } = await createTestDatabase(inject("plantTemplate"));
  const open = openDatabase(url, { max: 20 });
  return {
    ...open,
    url,
    close: async () => {
      await open.close();
      await drop();
    },
  };
};
