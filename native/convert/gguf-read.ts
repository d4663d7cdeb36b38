import {
  arrayType,
  defaultAlignment,
  integerAt,
  type Metadata,
  type ScalarType,
  type Value,
  valueTypes,
} from "./gguf-format.ts";
import type { ModelSource } from "./model-source.ts";
import { openSource, type SourceFile } from "./source-file.ts";
import { rowBytes, rowsOf, type SourceTensor, type TensorType, tensorTypes } from "./tensor.ts";

/** GGUF files of version 2 and 3 with their metadata as they are typed there, whole or in parts. */

const scalarNames = new Map<number, ScalarType>(
  Object.entries(valueTypes).map(([name, number]) => [number, name as ScalarType]),
);
const tensorNames = new Map<number, TensorType>(
  Object.entries(tensorTypes).map(([name, { number }]) => [number, name as TensorType]),
);
const mostEntries = 1 << 20;
const mostElements = 1 << 26;

/** Reads forward through a file, a window at a time. */
const createCursor = (file: SourceFile) => {
  const window = 1 << 20;
  let at = 0;
  let start = 0;
  let held: Buffer = Buffer.alloc(0);
  const take = (bytes: number): Buffer => {
    if (at < start || at + bytes > start + held.length) {
      held = file.read(at, Math.max(bytes, Math.min(window, file.size - at)));
      start = at;
    }
    at += bytes;
    return held.subarray(at - bytes - start, at - start);
  };
  const long = (): number => {
    const value = take(8).readBigUInt64LE();
    if (value > Number.MAX_SAFE_INTEGER)
      throw new Error(`${file.path} holds an impossible number at byte ${at - 8}`);
    return Number(value);
  };
  const text = (): string => take(long()).toString("utf8");
  const scalars: Readonly<Record<ScalarType, () => number | bigint | boolean | string>> = {
    u8: () => take(1).readUInt8(),
    i8: () => take(1).readInt8(),
    u16: () => take(2).readUInt16LE(),
    i16: () => take(2).readInt16LE(),
    u32: () => take(4).readUInt32LE(),
    i32: () => take(4).readInt32LE(),
    f32: () => take(4).readFloatLE(),
    f64: () => take(8).readDoubleLE(),
    u64: () => take(8).readBigUInt64LE(),
    i64: () => take(8).readBigInt64LE(),
    bool: () => take(1).readUInt8() !== 0,
    string: text,
  };
  const u32 = () => take(4).readUInt32LE();
  const typeName = (): ScalarType => {
    const number = u32();
    const name = scalarNames.get(number);
    if (!name) throw new Error(`${file.path} holds the unknown value type ${number}`);
    return name;
  };
  const value = (): Value => {
    const number = u32();
    if (number !== arrayType) {
      const type = scalarNames.get(number);
      if (!type) throw new Error(`${file.path} holds the unknown value type ${number}`);
      return { type, value: scalars[type]() } as Value;
    }
    const type = typeName();
    const count = long();
    if (count > mostElements) throw new Error(`${file.path} claims an array of ${count} elements`);
    const items: unknown[] = [];
    for (let index = 0; index < count; index += 1) items.push(scalars[type]());
    return { type: `${type}s`, value: items } as Value;
  };
  return { u32, long, text, value, position: () => at };
};

const readTable = (file: SourceFile): { metadata: Metadata; tensors: SourceTensor[] } => {
  const cursor = createCursor(file);
  if (file.size < 24 || cursor.u32() !== 0x46554747) throw new Error(`${file.path} is no GGUF file`);
  const version = cursor.u32();
  if (version !== 2 && version !== 3)
    throw new Error(`${file.path} has the GGUF version ${version}; 2 and 3 are supported`);
  const [tensorCount, valueCount] = [cursor.long(), cursor.long()];
  if (tensorCount > mostEntries || valueCount > mostEntries)
    throw new Error(`${file.path} claims an impossible number of entries`);
  const metadata: Record<string, Value> = {};
  for (let index = 0; index < valueCount; index += 1) metadata[cursor.text()] = cursor.value();
  const rows = Array.from({ length: tensorCount }, () => {
    const name = cursor.text();
    const dimensions = cursor.u32();
    if (dimensions > 4) throw new Error(`${file.path}: tensor ${name} has ${dimensions} dimensions`);
    const shape = Array.from({ length: dimensions }, () => cursor.long());
    return { name, shape, type: cursor.u32(), offset: cursor.long() };
  });
  const alignment = integerAt(metadata, "general.alignment") ?? defaultAlignment;
  if (!(alignment > 0 && alignment <= 65_536))
    throw new Error(`${file.path}: general.alignment is out of range`);
  const start = Math.ceil(cursor.position() / alignment) * alignment;
  const tensors = rows.map(({ name, shape, type: number, offset }): SourceTensor => {
    const type = tensorNames.get(number);
    if (!type) throw new Error(`${file.path}: tensor ${name} has the type ${number}, which is not supported`);
    const bytes = rowBytes(type, shape[0] ?? 1);
    const end = start + offset + bytes * rowsOf({ shape });
    if (!Number.isInteger(bytes) || shape.includes(0) || !Number.isSafeInteger(end) || end > file.size)
      throw new Error(`${file.path}: tensor ${name} lies past the end of the file or is no whole blocks`);
    return {
      name,
      shape,
      type,
      read: (first, count) => file.read(start + offset + first * bytes, count * bytes),
    };
  });
  return { metadata, tensors };
};

/** Paths of all parts of a model whose first part is `path`. */
const partPaths = (path: string, metadata: Metadata): string[] => {
  const count = integerAt(metadata, "split.count") ?? 1;
  if (count <= 1) return [path];
  const ending = (number: number) =>
    `-${String(number).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.gguf`;
  if (integerAt(metadata, "split.no") !== 0 || !path.endsWith(ending(1)) || count > 99_999)
    throw new Error(
      `${path} is not the first of ${count} parts; give the one whose name ends in ${ending(1)}`,
    );
  const stem = path.slice(0, -ending(1).length);
  return Array.from({ length: count }, (_, index) => stem + ending(index + 1));
};

/** @throws Error with a sentence that names the file and the place when it is no sound GGUF file */
export const readGguf = (path: string): ModelSource => {
  const files = [openSource(path)];
  const close = () => {
    for (const file of files) file.close();
  };
  try {
    const first = readTable(files[0]!);
    const tensors = [...first.tensors];
    const paths = partPaths(path, first.metadata);
    for (const [index, part] of paths.entries()) {
      if (index === 0) continue;
      files.push(openSource(part));
      const own = readTable(files[index]!);
      if (
        integerAt(own.metadata, "split.no") !== index ||
        integerAt(own.metadata, "split.count") !== paths.length
      )
        throw new Error(`${part} is not part ${index + 1} of ${paths.length}`);
      tensors.push(...own.tensors);
    }
    const total = integerAt(first.metadata, "split.tensors.count") ?? tensors.length;
    if (new Set(tensors.map(({ name }) => name)).size !== total || tensors.length !== total)
      throw new Error(`${path}: there are ${tensors.length} tensors, not ${total}, or one is there twice`);
    // What is written is one file.
    const metadata = Object.fromEntries(
      Object.entries(first.metadata).filter(([key]) => !key.startsWith("split.")),
    );
    return { metadata, tensors, close };
  } catch (error) {
    close();
    throw error;
  }
};
