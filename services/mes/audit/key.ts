import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MillwrightError } from "../../core/errors.ts";
import { makeOwn } from "../../core/kept-secret.ts";
import type { Db, Tx } from "../database.ts";

/** Where the key lies in a data folder: outside of the data store, and of its owner alone. */
const place = join("keys", "audit-key.pem");

/** The end of the chain; undefined while nothing is sealed. */
export const lastBatch = (db: Db | Tx) =>
  db
    .selectFrom("audit_batch")
    .select(["number", "to_seq", "hash", "signature", "sealed_at"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
type LastBatch = Awaited<ReturnType<typeof lastBatch>>;

/**
 * Sees to it that a chain goes on with the key that it has been signed with. Without a key at hand only one that is not begun may.
 *
 * @throws MillwrightError AUDIT_KEY_DIFFERS.
 */
export const requireSigner = (last: LastBatch, key: KeyObject | undefined, file = place): void => {
  if (!last) return;
  const signature = Buffer.from(last.signature, "base64");
  if (key && verify(null, Buffer.from(last.hash, "hex"), createPublicKey(key), signature)) return;
  throw new MillwrightError("AUDIT_KEY_DIFFERS", {
    file,
    batch: last.number,
    time: last.sealed_at.toISOString(),
  });
};

const make = async (folder: string, path: string): Promise<void> => {
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeOwn(path, privateKey.export({ type: "pkcs8", format: "pem" }));
};

const read = async (path: string): Promise<KeyObject> => {
  const unusable = (reason: string) => (cause: unknown) => {
    throw new MillwrightError("AUDIT_KEY_UNUSABLE", { file: path, reason }, { cause });
  };
  const pem = await readFile(path).catch(unusable("the file cannot be read"));
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    return unusable("it holds no private key in PEM form")(cause);
  }
};

/** The key of a data folder, whatever it has signed; made when it is missing. */
export const ownAuditKey = async (dataDir: string): Promise<KeyObject> => {
  const path = join(dataDir, place);
  if (!existsSync(path)) await make(join(dataDir, "keys"), path);
  return read(path);
};

/**
 * The key of a data folder, for the audit of a data store. It is made only where nothing is sealed yet: a second one would have the
 * chain told as broken.
 *
 * @throws MillwrightError AUDIT_KEY_DIFFERS, AUDIT_KEY_UNUSABLE.
 */
export const auditKey = async (db: Db, dataDir: string): Promise<KeyObject> => {
  const path = join(dataDir, place);
  const last = await lastBatch(db);
  if (last && !existsSync(path)) requireSigner(last, undefined, path);
  const key = await ownAuditKey(dataDir);
  requireSigner(last, key, path);
  return key;
};
