import {
  arrayType,
  type Metadata,
  paddingAfter,
  type ScalarType,
  type Value,
  valueTypes,
} from "./gguf-format.ts";

/** Everything that stands before the tensors' data in a GGUF v3 file. */

/** One row of the table of tensors. */
export interface TensorEntry {
  readonly name: string;
  /** Fastest dimension first. */
  readonly shape: readonly number[];
  /** Number of the tensor type; 0: 32-bit floats. */
  readonly type: number;
  readonly bytes: number;
}

const written = (bytes: number, write: (view: DataView) => void): Buffer => {
  const out = Buffer.alloc(bytes);
  write(new DataView(out.buffer, out.byteOffset, bytes));
  return out;
};
const u32 = (value: number) => written(4, (view) => view.setUint32(0, value, true));
const u64 = (value: number | bigint) => written(8, (view) => view.setBigUint64(0, BigInt(value), true));
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

const encoders: Readonly<Record<ScalarType, (value: never) => Buffer>> = {
  u8: (value: number) => written(1, (view) => view.setUint8(0, value)),
  i8: (value: number) => written(1, (view) => view.setInt8(0, value)),
  u16: (value: number) => written(2, (view) => view.setUint16(0, value, true)),
  i16: (value: number) => written(2, (view) => view.setInt16(0, value, true)),
  u32,
  i32: (value: number) => written(4, (view) => view.setInt32(0, value, true)),
  f32: (value: number) => written(4, (view) => view.setFloat32(0, value, true)),
  bool: (value: boolean) => Buffer.of(value ? 1 : 0),
  string: text,
  u64,
  i64: (value: bigint) => written(8, (view) => view.setBigInt64(0, value, true)),
  f64: (value: number) => written(8, (view) => view.setFloat64(0, value, true)),
};

const encodeValue = (entry: Value): Buffer => {
  if (!Array.isArray(entry.value)) {
    const type = entry.type as ScalarType;
    return Buffer.concat([u32(valueTypes[type]), encoders[type](entry.value as never)]);
  }
  const type = entry.type.slice(0, -1) as ScalarType;
  const items = entry.value.map((item) => encoders[type](item as never));
  return Buffer.concat([u32(arrayType), u32(valueTypes[type]), u64(items.length), ...items]);
};

/** Header, metadata and table, padded up to where the data begin. */
export const ggufHead = (metadata: Metadata, tensors: readonly TensorEntry[]): Buffer => {
  const entries = Object.entries(metadata);
  const parts: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(entries.length)];
  for (const [key, value] of entries) parts.push(text(key), encodeValue(value));
  let offset = 0;
  for (const { name, shape, type, bytes } of tensors) {
    parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset));
    offset += bytes + paddingAfter(bytes);
  }
  const head = Buffer.concat(parts);
  return Buffer.concat([head, Buffer.alloc(paddingAfter(head.length))]);
};
