import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dequantize } from "../index.ts";
import { quantise } from "./quantise.ts";
import { type TensorType, tensorTypes } from "./tensor.ts";

const fixture = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/rounding.json"), "utf8")) as {
  readonly columns: number;
  readonly weights: string;
  readonly blocks: Readonly<Record<TensorType, string>>;
};
const bytesOf = (text: string) => Buffer.from(text, "base64");
const floatsOf = (bytes: Buffer) =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const all = Object.keys(tensorTypes) as TensorType[];

test.each(Object.keys(fixture.blocks) as TensorType[])(
  "%s rounds to the bit as the gguf package does",
  (type) => {
    const weights = floatsOf(bytesOf(fixture.weights));
    for (const threads of [1, 2])
      expect(Buffer.from(quantise(type, weights, fixture.columns, { threads }))).toEqual(
        bytesOf(fixture.blocks[type]),
      );
  },
);

const decoded = (type: TensorType, blocks: Uint8Array) =>
  dequantize(tensorTypes[type].number, Buffer.from(blocks));
const errorOf = (weights: Float32Array, found: Float32Array, importance?: Float32Array) =>
  weights.reduce(
    (sum, value, at) => sum + (importance?.[at % importance.length] ?? 1) * (value - found[at]!) ** 2,
    0,
  );

/** Weights as they are met: nearly normal, some rows larger, a few far out. */
const weightsOf = (seed: number, count: number): Float32Array => {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Float32Array.from(
    { length: count },
    () => (next() + next() + next() + next()) * (next() > 0.49 ? 5 : 1),
  );
};

/** Root of the mean squared error over that of the weights: what a type of so many bits may lose. */
const mostError: Partial<Record<TensorType, number>> = {
  F16: 5e-4,
  BF16: 4e-3,
  Q8_0: 0.008,
  Q6_K: 0.025,
  Q5_K: 0.045,
  Q5_0: 0.06,
  Q4_K: 0.09,
  Q4_1: 0.1,
  Q4_0: 0.115,
};
test.each(Object.entries(mostError) as [TensorType, number][])("%s loses at most %d", (type, most) => {
  const weights = weightsOf(7, 64 * 512);
  const found = decoded(type, quantise(type, weights, 512, { threads: 2 }));
  const total = weights.reduce((sum, value) => sum + value ** 2, 0);
  expect(Math.sqrt(errorOf(weights, found) / total)).toBeLessThan(most);
});

test.each(["Q4_0", "Q5_0"] as const)("a search loses less than rounding to the nearest in %s", (type) => {
  const weights = weightsOf(8, 64 * 512);
  const [plain, searched] = [false, true].map((search) =>
    errorOf(weights, decoded(type, quantise(type, weights, 512, { threads: 1, search }))),
  );
  expect(searched!).toBeLessThan(0.95 * plain!);
});

test.each(["Q4_0", "Q4_K", "Q6_K"] as const)(
  "an importance of columns moves the error to where it counts less in %s",
  (type) => {
    const weights = weightsOf(9, 64 * 512);
    const importance = Float32Array.from({ length: 512 }, (_, column) => (column % 3 === 0 ? 100 : 1));
    const [flat, weighted] = [{}, { importance }].map((extra) =>
      errorOf(
        weights,
        decoded(type, quantise(type, weights, 512, { threads: 1, search: true, ...extra })),
        importance,
      ),
    );
    expect(weighted!).toBeLessThan(0.9 * flat!);
  },
);

test("any finite weights give blocks whose values are finite and near", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), {
        minLength: 256,
        maxLength: 256,
      }),
      fc.boolean(),
      (type, values, search) => {
        const weights = Float32Array.from(values);
        const found = decoded(type, quantise(type, weights, 256, { threads: 1, search }));
        const largest = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        // A super-block's smallest scale is a sixty-third of its largest.
        for (const [at, value] of found.entries())
          expect(Math.abs(value - weights[at]!)).toBeLessThanOrEqual(largest * 0.2 + 1e-4);
      },
    ),
  );
});

test("weights that do not fit are refused", () => {
  const weights = new Float32Array(256).fill(1);
  weights[17] = Number.NaN;
  for (const type of all)
    expect(() => quantise(type, weights, 256, { threads: 2 })).toThrow(/weight .*nan.* does not fit/i);
  weights[17] = 1e6;
  expect(() => quantise("F16", weights, 256, { threads: 1 })).toThrow("does not fit into F16");
  expect(() => quantise("Q4_K", weights, 128, { threads: 1 })).toThrow("no whole blocks of Q4_K");
});
