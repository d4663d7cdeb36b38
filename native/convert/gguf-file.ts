import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type { Rounding } from "../index.ts";
import { type Metadata, paddingAfter } from "./gguf-format.ts";
import { ggufHead } from "./gguf-write.ts";
import { quantise } from "./quantise.ts";
import {
  columnsOf,
  pieces,
  readFloats,
  type SourceTensor,
  type TensorType,
  tensorBytes,
  tensorTypes,
} from "./tensor.ts";

/** A tensor to write: its values, its type there, and how it is rounded to it. */
export interface TargetTensor {
  readonly source: SourceTensor;
  readonly type: TensorType;
  readonly rounding?: Omit<Rounding, "threads">;
}

export interface WriteOptions {
  readonly threads: number;
  /** Called after each piece with the bytes written so far and those of the whole file. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
};

/** One piece of a tensor in its new type; what has the type already is copied. */
const piece = (
  { source, type, rounding }: TargetTensor,
  first: number,
  rows: number,
  threads: number,
): Uint8Array => {
  if (source.type === type) return source.read(first, rows);
  try {
    return quantise(type, readFloats(source, first, rows), columnsOf(source), { ...rounding, threads });
  } catch (error) {
    throw new Error(`tensor ${source.name}: ${(error as Error).message}`);
  }
};

/**
 * Writes a GGUF v3 file a few rows at a time: memory does not grow with the model. It gets its name when it is whole; what
 * was begun and not finished is removed.
 */
export const writeGguf = async (
  path: string,
  metadata: Metadata,
  tensors: readonly TargetTensor[],
  { threads, onProgress, signal }: WriteOptions,
): Promise<number> => {
  const entries = tensors.map(({ source, type }) => ({
    name: source.name,
    shape: source.shape,
    type: tensorTypes[type].number,
    bytes: tensorBytes(type, source),
  }));
  const head = ggufHead(metadata, entries);
  const total = entries.reduce((sum, { bytes }) => sum + bytes + paddingAfter(bytes), head.length);
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = await open(temporary, "w");
    try {
      await writeAll(file, head);
      let done = head.length;
      for (const [index, tensor] of tensors.entries()) {
        for (const [first, rows] of pieces(tensor.source)) {
          signal?.throwIfAborted();
          const bytes = piece(tensor, first, rows, threads);
          await writeAll(file, bytes);
          done += bytes.length;
          onProgress?.(done, total);
        }
        const padding = paddingAfter(entries[index]!.bytes);
        await writeAll(file, new Uint8Array(padding));
        done += padding;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return total;
  } catch (error) {
    await rm(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new Error(`no space left for ${path}, which needs ${(total / 1e9).toFixed(2)} GB`);
    throw error;
  }
};
