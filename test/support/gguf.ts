/** The GGUF v3 container: metadata, a table of tensors, then their data. Format: ggml-org/ggml docs/gguf.md. */

export type Value =
  | { readonly type: "u32" | "f32"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "i32s" | "f32s"; readonly value: readonly number[] };

const typeNumber = { u32: 4, f32: 6, bool: 7, string: 8, array: 9, i32: 5 } as const;
const alignment = 32;

const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const u64 = (value: number) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
};
const i32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value);
  return out;
};
const f32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeFloatLE(value);
  return out;
};
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

const list = (type: number, items: readonly Buffer[]): Buffer<ArrayBuffer> =>
  Buffer.concat([u32(typeNumber.array), u32(type), u64(items.length), ...items]);

const encodeValue = (entry: Value) => {
  switch (entry.type) {
    case "u32":
      return Buffer.concat([u32(typeNumber.u32), u32(entry.value)]);
    case "f32":
      return Buffer.concat([u32(typeNumber.f32), f32(entry.value)]);
    case "bool":
      return Buffer.concat([u32(typeNumber.bool), Buffer.of(entry.value ? 1 : 0)]);
    case "string":
      return Buffer.concat([u32(typeNumber.string), text(entry.value)]);
    case "strings":
      return list(typeNumber.string, entry.value.map(text));
    case "i32s":
      return list(typeNumber.i32, entry.value.map(i32));
    case "f32s":
      return list(typeNumber.f32, entry.value.map(f32));
  }
};

/** One row of the table of tensors. */
export interface TensorEntry {
  readonly name: string;
  /** Fastest dimension first. */
  readonly shape: readonly number[];
  /** Number of the tensor type; 0: 32-bit floats. */
  readonly type: number;
  readonly bytes: number;
}

export type Metadata = Readonly<Record<string, Value>>;

/** Bytes after data of that length, up to where the next begins. */
export const paddingAfter = (bytes: number): number => (alignment - (bytes % alignment)) % alignment;

/** Everything before the tensors' data, padded. */
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

/** GPT-2's letters for the 256 bytes, in which byte-level vocabularies are written. */
export const byteLetters = (): string[] => {
  let spare = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : spare++);
  });
};
