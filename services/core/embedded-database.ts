import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A cluster that was made before passwords were drawn has this one, and so has one that is thrown away. */
export const commonPassword = "millwright";

const fileIn = (dataDir: string): string => join(dataDir, "postgres-password");

/** Draws the password of a house's embedded server once and keeps it where only the account of the house may read it. */
export const keepPassword = async (dataDir: string): Promise<string> => {
  const file = fileIn(dataDir);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const password = randomBytes(24).toString("hex");
  await writeFile(file, password, { mode: 0o600 });
  return password;
};

/** Where an embedded server is found, whoever listens there having this password. */
export const embeddedUrl = (port: number, password = commonPassword, database = "millwright"): string =>
  `postgres://millwright:${password}@127.0.0.1:${port}/${database}`;

/** Where the embedded server of the house with this data folder is found. */
export const embeddedUrlOf = (dataDir: string, port: number): string => {
  const file = fileIn(dataDir);
  return embeddedUrl(port, existsSync(file) ? readFileSync(file, "utf8") : commonPassword);
};
