import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** A file that is read by place; every reading is checked against its length. */
export interface SourceFile {
  readonly path: string;
  readonly size: number;
  read(at: number, bytes: number): Buffer;
  close(): void;
}

/** Pieces of this size are read at once: more than 2 GiB at a time the system refuses. */
const largestRead = 1 << 30;

/** @throws Error naming the file when it cannot be opened or is no regular file */
export const openSource = (path: string): SourceFile => {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    throw new Error(`cannot open ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  const info = fstatSync(descriptor);
  if (!info.isFile()) {
    closeSync(descriptor);
    throw new Error(`${path} is no file`);
  }
  return {
    path,
    size: info.size,
    read: (at, bytes) => {
      if (!(at >= 0 && bytes >= 0 && at + bytes <= info.size))
        throw new Error(`${path} is cut off at byte ${info.size}`);
      const out = Buffer.allocUnsafeSlow(bytes);
      for (let done = 0; done < bytes; ) {
        const got = readSync(descriptor, out, done, Math.min(largestRead, bytes - done), at + done);
        if (got === 0) throw new Error(`${path} became shorter while it was read`);
        done += got;
      }
      return out;
    },
    close: () => closeSync(descriptor),
  };
};
