import type { Db } from "../../mes/database.ts";
import { importDocument } from "../import.ts";
import { demoDocuments } from "./documents.ts";

/** Gives a demonstration plant that knows no documents its own; gives how many, 0 where there are some already. */
export const seedDemoDocuments = async (db: Db): Promise<number> => {
  if (await db.selectFrom("knowledge_document").select("id").limit(1).executeTakeFirst()) return 0;
  const documents = await demoDocuments();
  for (const document of documents) await importDocument(db, document);
  return documents.length;
};
