import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that seals the audit, of its owner alone and outside of the data store; made when it is missing. */
export const auditKey = async (dataDir: string): Promise<KeyObject> => {
  const folder = join(dataDir, "keys");
  const path = join(folder, "audit-key.pem");
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Another process may be quicker: its key is the one that counts.
    await writeFile(path, privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
      flag: "wx",
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  return createPrivateKey(await readFile(path));
};
