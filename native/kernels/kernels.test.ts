import fc from "fast-check";
import { expect, test } from "vitest";
import { dequantize, instructionSets, multiply } from "../index.ts";

/** GGUF tensor types by number, with weights and bytes of a block, and where its half-precision fields are. */
const types = [
  { name: "F32", type: 0, weights: 1, bytes: 4, halves: [] },
  { name: "F16", type: 1, weights: 1, bytes: 2, halves: [0] },
  { name: "BF16", type: 30, weights: 1, bytes: 2, halves: [] },
  { name: "Q4_0", type: 2, weights: 32, bytes: 18, halves: [0] },
  { name: "Q4_1", type: 3, weights: 32, bytes: 20, halves: [0, 2] },
  { name: "Q5_0", type: 6, weights: 32, bytes: 22, halves: [0] },
  { name: "Q8_0", type: 8, weights: 32, bytes: 34, halves: [0] },
  { name: "Q4_K", type: 12, weights: 256, bytes: 144, halves: [0, 2] },
  { name: "Q5_K", type: 13, weights: 256, bytes: 176, halves: [0, 2] },
  { name: "Q6_K", type: 14, weights: 256, bytes: 210, halves: [208] },
] as const;
const floats: readonly string[] = ["F32", "F16", "BF16"];

/** Small reproducible numbers: a linear congruential generator. */
const createNumbers = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Random blocks whose half-precision fields are small, so that products stay in range. */
const randomBlocks = (spec: (typeof types)[number], count: number, seed: number): Buffer => {
  const next = createNumbers(seed);
  const blocks = Buffer.from(Array.from({ length: count * spec.bytes }, () => Math.floor(next() * 256)));
  for (let block = 0; block < count; block += 1) {
    const at = block * spec.bytes;
    for (const half of spec.halves) blocks.writeUInt16LE(0x2000 + Math.floor(next() * 0x800), at + half);
    if (spec.name === "F32") blocks.writeFloatLE(next() - 0.5, at);
    // The upper half of a single-precision number.
    if (spec.name === "BF16") blocks.writeUInt16LE(0x3d00 + Math.floor(next() * 0x200), at);
  }
  return blocks;
};

/** What the quantised product should be: activations rounded to eight bits a group of 32, everything else in doubles. */
const reference = (
  weights: Float32Array,
  x: Float32Array,
  rows: number,
  columns: number,
  tokens: number,
  exact: boolean,
) => {
  const rounded = Float64Array.from(x);
  if (!exact)
    for (let group = 0; group < x.length; group += 32) {
      const most = Math.max(...x.subarray(group, group + 32).map(Math.abs));
      const scale = most / 127;
      for (let index = group; index < group + 32; index += 1)
        rounded[index] = scale === 0 ? 0 : Math.round(x[index]! / scale) * scale;
    }
  const out = new Float64Array(rows * tokens);
  for (let token = 0; token < tokens; token += 1)
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let column = 0; column < columns; column += 1)
        sum += weights[row * columns + column]! * rounded[token * columns + column]!;
      out[token * rows + row] = sum;
    }
  return out;
};

/** Rows with panels that are read side by side, some left over and a rest; columns of one block of the cache, or of three. */
const sizes = [
  { tokens: 1, rows: 165, columns: 1280 },
  { tokens: 2, rows: 101, columns: 256 },
  { tokens: 3, rows: 37, columns: 512 },
  { tokens: 4, rows: 83, columns: 1280 },
  { tokens: 8, rows: 37, columns: 512 },
  { tokens: 16, rows: 37, columns: 1280 },
  { tokens: 23, rows: 37, columns: 768 },
  { tokens: 512, rows: 21, columns: 256 },
];
const cases = instructionSets.flatMap((isa) =>
  types.flatMap((spec) => sizes.map((size) => ({ isa, spec, ...size, label: spec.name }))),
);

test.each(cases)(
  "$label on $isa, $rows x $columns for $tokens tokens, is what plain arithmetic gives",
  ({ isa, spec, tokens, rows, columns }) => {
    const blocks = randomBlocks(spec, (rows * columns) / spec.weights, tokens);
    const next = createNumbers(tokens + 99);
    const x = Float32Array.from({ length: columns * tokens }, () => next() * 2 - 1);
    const got = multiply({ type: spec.type, rows, columns, tokens, weights: blocks, x, isa, threads: 2 });
    const want = reference(
      dequantize(spec.type, blocks),
      x,
      rows,
      columns,
      tokens,
      floats.includes(spec.name),
    );
    const size = Math.sqrt(want.reduce((sum, value) => sum + value * value, 0) / want.length);
    const furthest = want.reduce((most, value, index) => Math.max(most, Math.abs(got[index]! - value)), 0);
    expect(furthest).toBeLessThan(size * 2e-3);
  },
);

test.each(instructionSets)("on %s 512 tokens give to the bit what each gives alone", (isa) => {
  const [rows, columns, tokens] = [37, 256, 512];
  for (const spec of types) {
    const blocks = randomBlocks(spec, (rows * columns) / spec.weights, 7);
    const next = createNumbers(5);
    const x = Float32Array.from({ length: columns * tokens }, () => next() - 0.5);
    const product = (count: number, values: Float32Array) =>
      multiply({
        type: spec.type,
        rows,
        columns,
        tokens: count,
        weights: blocks,
        x: values,
        isa,
        threads: 2,
      });
    const all = product(tokens, x);
    for (const token of [0, 255, 509]) {
      const one = product(1, x.slice(token * columns, (token + 1) * columns));
      expect(all.slice(token * rows, (token + 1) * rows), spec.name).toEqual(one);
      const some = product(3, x.slice(token * columns, (token + 3) * columns));
      expect(some.slice(0, rows), spec.name).toEqual(one);
    }
  }
});

test("halves become the numbers that they stand for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7bff }), (bits) => {
      const [exponent, mantissa] = [bits >> 10, bits & 0x3ff];
      const value = exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1_024) * 2 ** (exponent - 15);
      expect(dequantize(1, Buffer.from([bits & 255, bits >> 8]))[0]).toBe(Math.fround(value));
    }),
  );
});
