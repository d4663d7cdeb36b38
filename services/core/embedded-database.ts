import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keptSecret } from "./kept-secret.ts";

/** A cluster that was made before passwords were drawn has this one, and so has one that is thrown away. */
export const commonPassword = "millwright";

const fileIn = (dataDir: string): string => join(dataDir, "postgres-password");

/** Draws the password of a house's embedded server once and keeps it where only the account of the house may read it. */
export const keepPassword = (dataDir: string): Promise<string> => keptSecret(fileIn(dataDir), 24);

/** Where an embedded server is found, whoever listens there having this password. */
export const embeddedUrl = (port: number, password = commonPassword, database = "millwright"): string =>
  `postgres://millwright:${password}@127.0.0.1:${port}/${database}`;

/** Where the embedded server of the house with this data folder is found. */
export const embeddedUrlOf = (dataDir: string, port: number): string => {
  const file = fileIn(dataDir);
  return embeddedUrl(port, existsSync(file) ? readFileSync(file, "utf8") : commonPassword);
};
