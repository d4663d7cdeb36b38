/** How a GGUF v3 file spells its metadata. Format: ggml-org/ggml docs/gguf.md. */

/** Numbers of the value types in the file. */
export const valueTypes = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  u64: 10,
  i64: 11,
  f64: 12,
} as const;
export const arrayType = 9;
export type ScalarType = keyof typeof valueTypes;
type NumberType = Exclude<ScalarType, "bool" | "string" | "u64" | "i64">;

export type Value =
  | { readonly type: NumberType; readonly value: number }
  | { readonly type: "u64" | "i64"; readonly value: bigint }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: `${NumberType}s`; readonly value: readonly number[] }
  | { readonly type: "u64s" | "i64s"; readonly value: readonly bigint[] }
  | { readonly type: "bools"; readonly value: readonly boolean[] };
export type Metadata = Readonly<Record<string, Value>>;

/** Tensors' data begin at multiples of it, counted from where the first begins. */
export const defaultAlignment = 32;

/** Bytes after data of that length, up to where the next begins. */
export const paddingAfter = (bytes: number): number =>
  (defaultAlignment - (bytes % defaultAlignment)) % defaultAlignment;

/** The value under a key when it is of that type. */
export const textAt = (metadata: Metadata, key: string): string | undefined => {
  const entry = metadata[key];
  return entry?.type === "string" ? entry.value : undefined;
};
export const integerAt = (metadata: Metadata, key: string): number | undefined => {
  const entry = metadata[key];
  const value = typeof entry?.value === "bigint" ? Number(entry.value) : entry?.value;
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
};
