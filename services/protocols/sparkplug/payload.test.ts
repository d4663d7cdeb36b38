import fc from "fast-check";
import { expect, test } from "vitest";
import { type BornMetric, decodePayload, encodePayload, type Metric } from "./payload.ts";

const metric: fc.Arbitrary<Metric> = fc.oneof(
  fc.record({ name: fc.string({ minLength: 1 }), type: fc.constant("Int32" as const), value: fc.integer() }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("Int8" as const),
    value: fc.integer({ min: -128, max: 127 }),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("Int64" as const),
    value: fc.maxSafeInteger(),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("UInt64" as const),
    value: fc.maxSafeNat(),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("Double" as const),
    value: fc.double({ noNaN: true }),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("Boolean" as const),
    value: fc.boolean(),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("String" as const),
    value: fc.string({ unit: "grapheme" }),
  }),
  fc.record({
    name: fc.string({ minLength: 1 }),
    type: fc.constant("Text" as const),
    value: fc.constant(null),
  }),
  // As data has it: the birth has told its name and type.
  fc.record({
    alias: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    value: fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string({ unit: "grapheme" })),
  }),
);

test("every supported value survives the wire", () => {
  fc.assert(
    fc.property(fc.array(metric), fc.nat(255), fc.maxSafeNat(), (metrics, seq, timestamp) => {
      expect(decodePayload(encodePayload({ metrics, seq, timestamp }))).toEqual({ metrics, seq, timestamp });
    }),
  );
});

test("the bytes are the ones the protocol buffer definition asks for", () => {
  const bytes = encodePayload({ seq: 7, metrics: [{ name: "a", type: "Boolean", value: true }] });
  // field 2 (metric, 7 bytes): name "a", datatype 11, boolean_value true; field 3 (seq): 7
  expect([...bytes]).toEqual([0x12, 7, 0x0a, 1, 0x61, 0x20, 11, 0x70, 1, 0x18, 7]);
});

test("a value without a type comes in the field that its sender chose, and with a sign where the birth says so", () => {
  // Field 2: alias 9, int_value 65,516; then alias 10, long_value of 64 bits.
  const bytes = new Uint8Array([
    0x12, 6, 0x10, 9, 0x50, 0xec, 0xff, 0x03, 0x12, 13, 0x10, 10, 0x58, 0xfb, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0x01,
  ]);
  expect(decodePayload(bytes).metrics).toEqual([
    { alias: "9", value: 65_516 },
    { alias: "10", value: 2 ** 64 },
  ]);
  const born: Record<string, BornMetric> = {
    "9": { name: "a", type: "Int16" },
    "10": { name: "b", type: "Int32" },
  };
  expect(decodePayload(bytes, ({ alias }) => born[alias ?? ""]).metrics).toEqual([
    { name: "a", alias: "9", type: "Int16", value: -20 },
    { name: "b", alias: "10", type: "Int32", value: -5 },
  ]);
});

test("a metric of a type that is not carried keeps nobody from reading the others", () => {
  // Name "d", datatype 16 (DataSet), dataset_value (field 17), which is empty; then "a" as above.
  const bytes = new Uint8Array([
    0x12, 8, 0x0a, 1, 0x64, 0x20, 16, 0x8a, 0x01, 0, 0x12, 7, 0x0a, 1, 0x61, 0x20, 11, 0x70, 1,
  ]);
  expect(decodePayload(bytes).metrics).toEqual([{ name: "d" }, { name: "a", type: "Boolean", value: true }]);
});

test("a named type without its value, and a metric that nothing names, are errors", () => {
  expect(() => decodePayload(new Uint8Array([0x12, 5, 0x0a, 1, 0x61, 0x20, 11]))).toThrow("no Boolean value");
  expect(() => decodePayload(new Uint8Array([0x12, 2, 0x50, 1]))).toThrow("neither name nor alias");
});

test("no bytes make the decoder do anything but answer or throw an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodePayload(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
