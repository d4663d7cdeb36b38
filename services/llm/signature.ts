import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";

/** Ed25519 signatures (RFC 8032) over manifests, and the keys that they are checked with. */

/** Lies beside the manifest. */
const signatureFile = z.object({
  algorithm: z.literal("Ed25519"),
  keyId: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hex digits"),
  signature: z.base64(),
});

export const signaturePath = (manifestPath: string): string => `${manifestPath}.sig`;

/** The beginning of the SHA-256 of the DER form of a key's public half. */
export const keyIdOf = (key: KeyObject): string =>
  createHash("sha256")
    .update((key.type === "public" ? key : createPublicKey(key)).export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

export interface TrustedKey {
  readonly id: string;
  readonly key: KeyObject;
  /** The file that it comes from. */
  readonly path: string;
}

const refused = (file: string, problem: string, cause?: unknown) =>
  new MillwrightError("MODEL_FILE_INVALID", { file, problem }, { cause });

const readKey = async (path: string): Promise<TrustedKey> => {
  let key: KeyObject;
  try {
    key = createPublicKey(await readFile(path));
  } catch (cause) {
    throw refused(path, `it is no public key in PEM form (${(cause as Error).message})`, cause);
  }
  if (key.asymmetricKeyType !== "ed25519") throw refused(path, `it is no Ed25519 key`);
  return { id: keyIdOf(key), key, path };
};

/**
 * The keys of all *.pem files of some folders; a folder that is missing has none.
 *
 * @throws MillwrightError MODEL_FILE_INVALID that names a file that is no such key
 */
export const readTrustedKeys = async (folders: readonly string[]): Promise<readonly TrustedKey[]> => {
  const keys: TrustedKey[] = [];
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of (await readdir(folder)).toSorted())
      if (name.endsWith(".pem")) keys.push(await readKey(join(folder, name)));
  }
  return keys;
};

const howToSign = "sign it with npm run models:sign";

/**
 * Checks that one of the trusted keys signed exactly these bytes.
 *
 * @returns the key that did
 * @throws MillwrightError MODEL_FILE_INVALID that says what is wrong, where, and how to mend it
 */
export const checkSignature = async (
  manifestPath: string,
  manifest: Uint8Array,
  trusted: readonly TrustedKey[],
): Promise<TrustedKey> => {
  const path = signaturePath(manifestPath);
  if (!existsSync(path)) throw refused(manifestPath, `it is not signed: ${path} is not there; ${howToSign}`);
  let parsed: z.infer<typeof signatureFile>;
  try {
    parsed = signatureFile.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw refused(path, `it is no signature file; ${howToSign}`, cause);
  }
  const key = trusted.find(({ id }) => id === parsed.keyId);
  if (!key) {
    const known = trusted.map(({ id }) => id).join(", ") || "none";
    throw refused(
      manifestPath,
      `it is signed with the key ${parsed.keyId}, which is not trusted here (trusted: ${known}); put that key's public half into a trusted folder, or ${howToSign}`,
    );
  }
  if (!verify(null, manifest, key.key, Buffer.from(parsed.signature, "base64")))
    throw refused(
      manifestPath,
      `it is not what the key ${key.id} signed: it was changed since; restore it, or ${howToSign}`,
    );
  return key;
};

/** Writes the signature beside the manifest and gives back the key's id. */
export const signManifest = async (manifestPath: string, privateKey: KeyObject): Promise<string> => {
  const keyId = keyIdOf(privateKey);
  const signature = sign(null, await readFile(manifestPath), privateKey).toString("base64");
  const body = { algorithm: "Ed25519", keyId, signature };
  await writeFile(signaturePath(manifestPath), `${JSON.stringify(body, undefined, 2)}\n`);
  return keyId;
};

export const writePublicKey = async (path: string, privateKey: KeyObject): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, createPublicKey(privateKey).export({ type: "spki", format: "pem" }));
};

export const newKey = (): KeyObject => generateKeyPairSync("ed25519").privateKey;

/** A private key from its file, which is made, for its owner alone, when it is missing. */
export const keptKey = async (path: string): Promise<KeyObject> => {
  if (existsSync(path)) return createPrivateKey(await readFile(path));
  const key = newKey();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  await chmod(path, 0o600);
  return key;
};
