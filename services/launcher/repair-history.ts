import type { Db } from "../mes/database.ts";
import { folderTexts, importTexts } from "../mes/import/import.ts";
import { inFolder, simulate } from "./simulated.ts";

/**
 * Gives a demonstration plant that knows no repairs those of the months before, by the same files and checks as a real
 * plant's: the simulator writes them, the import reads them. Gives how many were read; 0 where there are some already.
 *
 * @throws Error when a file is refused.
 */
export const importRepairHistory = async (db: Db, seed: number): Promise<number> => {
  if (await db.selectFrom("repair_cause").select("cause_id").limit(1).executeTakeFirst()) return 0;
  return inFolder(async (folder) => {
    await simulate("history.ts", { out: folder, seed });
    const texts = await folderTexts(folder);
    // Not told in the stream: it was there before the house was, and the plant's time begins where the stream ends.
    const { issues, rows } = await db.transaction().execute((tx) => importTexts(tx, texts));
    const [first] = issues;
    if (first) throw new Error(`${first.file}:${first.row} ${first.column}: ${first.message.en}`);
    return rows["repairs.csv"] ?? 0;
  });
};
