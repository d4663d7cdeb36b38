import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { promisify } from "node:util";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { z } from "zod";
import { CommandError } from "../command-line.ts";

/** First line of every backup. */
const magic = "MILLWRIGHT BACKUP 1\n";
const algorithm = "aes-256-gcm";
const tagBytes = 16;
const longestHead = 4_096;

const headSchema = z.strictObject({
  created: z.iso.datetime(),
  cipher: z.literal(algorithm).optional(),
  salt: z.hex().optional(),
  iv: z.hex().optional(),
});

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  promisify<string, Buffer, number, object, Buffer>(scrypt)(passphrase, salt, 32, {
    N: 2 ** 15,
    maxmem: 2 ** 26,
  });

/**
 * Streams that what is written goes through before it reaches the file, and the file's head: compressed with Zstandard, and
 * with a passphrase encrypted (AES-256-GCM, the key by scrypt), the tag at the end.
 */
export const sealing = async (
  created: Date,
  passphrase: string | undefined,
): Promise<{ readonly head: string; readonly stages: Transform[] }> => {
  const stages: Transform[] = [createZstdCompress()];
  const base = { created: created.toISOString() };
  const headOf = (more: object) => `${magic}${JSON.stringify({ ...base, ...more })}\n`;
  if (!passphrase) return { head: headOf({}), stages };
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv(algorithm, await keyOf(passphrase, salt), iv);
  const head = headOf({ cipher: algorithm, salt: salt.toString("hex"), iv: iv.toString("hex") });
  cipher.setAAD(Buffer.from(head));
  const withTag = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, chunk),
    flush: (done) => done(null, cipher.getAuthTag()),
  });
  return { head, stages: [...stages, cipher, withTag] };
};

/** Decrypts all but the last bytes of a stream, which are its tag. */
const opening = (key: Buffer, iv: Buffer, head: Buffer): Transform => {
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(head);
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done: TransformCallback) => {
      const all = Buffer.concat([held, chunk]);
      const end = Math.max(0, all.length - tagBytes);
      held = all.subarray(end);
      done(null, decipher.update(all.subarray(0, end)));
    },
    flush: (done: TransformCallback) => {
      try {
        decipher.setAuthTag(held);
        done(null, decipher.final());
      } catch {
        done(damagedOrLocked());
      }
    },
  });
};

/** Without the right key an encrypted backup reads as a damaged one does. */
export const damagedOrLocked = () =>
  new CommandError("The backup is damaged, or BACKUP_KEY is not the one that it was made with.");

const readHead = async (file: FileHandle, path: string): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHead), 0, longestHead, 0);
  const text = buffer.subarray(0, bytesRead);
  const end = text.indexOf("\n", magic.length);
  if (!text.subarray(0, magic.length).equals(Buffer.from(magic)) || end < 0)
    throw new CommandError(`${path} is no backup of Millwright: its first line is not "${magic.trim()}".`);
  return text.subarray(0, end + 1);
};

/**
 * What a backup holds, decrypted and unpacked.
 *
 * @throws CommandError when the file is not there, no backup, or encrypted and no passphrase is given.
 */
export const unsealed = async (
  path: string,
  passphrase: string | undefined,
): Promise<{
  readonly created: Date;
  readonly isEncrypted: boolean;
  readonly source: Readable;
  readonly stages: Transform[];
}> => {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be read: ${error.message}`);
  });
  try {
    const head = await readHead(file, path);
    const parsed = headSchema.safeParse(JSON.parse(head.subarray(magic.length).toString()));
    if (!parsed.success) throw new CommandError(`${path}: its second line is damaged.`);
    const { created, cipher, salt = "", iv = "" } = parsed.data;
    if (cipher && !passphrase)
      throw new CommandError(`${path} is encrypted: set BACKUP_KEY to the one that it was made with.`);
    const source = file.createReadStream({ start: head.length });
    const stages = cipher
      ? [opening(await keyOf(passphrase!, Buffer.from(salt, "hex")), Buffer.from(iv, "hex"), head)]
      : [];
    return {
      created: new Date(created),
      isEncrypted: Boolean(cipher),
      source,
      stages: [...stages, createZstdDecompress()],
    };
  } catch (error) {
    await file.close();
    if (error instanceof SyntaxError) throw new CommandError(`${path}: its second line is damaged.`);
    throw error;
  }
};
