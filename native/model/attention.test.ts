import { expect, test } from "vitest";
import { attend, instructionSets } from "../index.ts";

/** Normally distributed reproducible numbers. */
const createNormals = (seed: number) => {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

interface Shape {
  readonly headWidth: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly positions: number;
  readonly tokens: number;
  readonly window: number;
}

/** The first position's keys draw every query and its values are small, as trained models have it. */
const randomCase = ({ headWidth, heads, kvHeads, positions, tokens }: Shape, seed: number) => {
  const next = createNormals(seed);
  const filled = (count: number, scale = 1) => Float32Array.from({ length: count }, () => next() * scale);
  const keys = filled(positions * kvHeads * headWidth);
  const values = filled(positions * kvHeads * headWidth);
  const queries = filled(tokens * heads * headWidth, 1.5 / Math.sqrt(headWidth));
  for (let index = 0; index < kvHeads * headWidth; index += 1) {
    keys[index] = keys[index]! * 2;
    values[index] = values[index]! * 0.1;
  }
  return { heads, kvHeads, headWidth, keys, values, queries };
};

/** Half precision, or eight bits with a half-precision scale for so many values. */
const rounded = (values: Float32Array, shared: number | undefined): Float64Array => {
  if (shared === undefined) return Float64Array.from(values, Math.f16round);
  const out = Float64Array.from(values);
  for (let group = 0; group < values.length; group += shared) {
    const most = Math.max(...values.subarray(group, group + shared).map(Math.abs));
    const scale = Math.f16round(most / 127);
    for (let index = group; index < group + shared; index += 1)
      out[index] = Math.round(values[index]! / (most / 127)) * scale;
  }
  return out;
};

/** The definition, in doubles, on keys and values as they are kept. */
const reference = (
  { heads, kvHeads, headWidth, keys, values, queries }: ReturnType<typeof randomCase>,
  { positions, tokens, window }: Shape,
  bytes: boolean,
) => {
  const k = rounded(keys, bytes ? 32 : undefined);
  const v = rounded(values, bytes ? (headWidth % 64 === 0 ? 64 : 32) : undefined);
  const out = new Float64Array(queries.length);
  for (let token = 0; token < tokens; token += 1)
    for (let head = 0; head < heads; head += 1) {
      const last = positions - tokens + token;
      const first = window === 0 ? 0 : Math.max(0, last - window + 1);
      const at = (token * heads + head) * headWidth;
      const from = (position: number) =>
        (position * kvHeads + Math.floor((head * kvHeads) / heads)) * headWidth;
      const weights: number[] = [];
      for (let position = first; position <= last; position += 1) {
        let score = 0;
        for (let d = 0; d < headWidth; d += 1) score += queries[at + d]! * k[from(position) + d]!;
        weights.push(Math.exp(score));
      }
      const sum = weights.reduce((total, weight) => total + weight, 0);
      for (const [index, weight] of weights.entries())
        for (let d = 0; d < headWidth; d += 1)
          out[at + d] = out[at + d]! + (weight / sum) * v[from(first + index) + d]!;
    }
  return out;
};

const shapes: readonly Shape[] = [
  { headWidth: 64, heads: 14, kvHeads: 2, positions: 777, tokens: 1, window: 0 },
  { headWidth: 64, heads: 7, kvHeads: 1, positions: 300, tokens: 9, window: 0 },
  { headWidth: 32, heads: 1, kvHeads: 1, positions: 1, tokens: 1, window: 0 },
  { headWidth: 80, heads: 6, kvHeads: 2, positions: 259, tokens: 3, window: 0 },
  { headWidth: 96, heads: 4, kvHeads: 2, positions: 65, tokens: 65, window: 17 },
  { headWidth: 128, heads: 8, kvHeads: 1, positions: 513, tokens: 2, window: 0 },
  { headWidth: 128, heads: 5, kvHeads: 1, positions: 271, tokens: 6, window: 100 },
  { headWidth: 256, heads: 4, kvHeads: 1, positions: 530, tokens: 7, window: 256 },
  { headWidth: 64, heads: 3, kvHeads: 3, positions: 48, tokens: 33, window: 5 },
];
const cases = instructionSets.flatMap((isa) =>
  shapes.flatMap((shape) =>
    [false, true]
      .filter((bytes) => !bytes || shape.headWidth % 32 === 0)
      .map((bytes) => ({ isa, bytes, form: bytes ? "INT8" : "F16", ...shape })),
  ),
);

test.each(cases)(
  "on $isa $tokens tokens over $positions $form positions, window $window, $heads heads of $headWidth over $kvHeads, are what plain arithmetic gives",
  ({ isa, bytes, form: _, ...shape }) => {
    const given = randomCase(shape, shape.positions + shape.headWidth);
    const got = attend({ ...given, window: shape.window, kvBytes: bytes, isa, threads: 2 });
    const want = reference(given, shape, bytes);
    const size = Math.hypot(...want) / Math.sqrt(want.length);
    const error = Math.hypot(...want.map((value, index) => got[index]! - value)) / Math.sqrt(want.length);
    // Beside eight bits queries and weights are rounded too, to fifteen.
    expect(error).toBeLessThan(size * (bytes ? 2e-4 : 1e-5));
  },
);

test.each(instructionSets)("on %s a token's attention is the same to the bit in any company", (isa) => {
  for (const [shape, bytes] of shapes.flatMap((each) => [false, true].map((form) => [each, form] as const))) {
    if (bytes && shape.headWidth % 32 !== 0) continue;
    const given = randomCase(shape, 3);
    const { heads, kvHeads, headWidth, positions, tokens, window } = shape;
    const all = attend({ ...given, window, kvBytes: bytes, isa, threads: 2 });
    for (const token of new Set([0, tokens >> 1, tokens - 1])) {
      const seen = (positions - tokens + token + 1) * kvHeads * headWidth;
      const own = [token * heads * headWidth, (token + 1) * heads * headWidth] as const;
      const alone = attend({
        ...given,
        keys: given.keys.slice(0, seen),
        values: given.values.slice(0, seen),
        queries: given.queries.slice(...own),
        window,
        kvBytes: bytes,
        isa,
        threads: 1,
      });
      expect(all.slice(...own)).toEqual(alone);
    }
  }
});
