import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePayload, encodePayload, type Metric } from "./payload.ts";

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
