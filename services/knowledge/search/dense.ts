/** Vectors of texts and of their parts side by side, each of length one. */
export interface Dense {
  readonly dimensions: number;
  /** Cosine with each text that has a vector and that `allowed` lets through: the best of the whole and its parts. */
  score(query: Float32Array, allowed: (index: number) => boolean): Map<number, number>;
  /** Cosine with each part of a text, in order; empty where it has none, undefined for one without a vector. */
  parts(query: Float32Array, index: number): readonly (number | undefined)[];
}

/** @param vectors Of each text its own and behind it those of its parts; undefined where there is none yet. */
export const createDense = (vectors: readonly (readonly (Float32Array | undefined)[])[]): Dense => {
  const dimensions = vectors.flat().find(Boolean)?.length ?? 0;
  const starts = new Uint32Array(vectors.length + 1);
  vectors.forEach(({ length }, index) => {
    starts[index + 1] = starts[index]! + length;
  });
  const count = starts[vectors.length]!;
  const matrix = new Float32Array(count * dimensions);
  const present = new Uint8Array(count);
  vectors.flat().forEach((vector, row) => {
    if (vector?.length !== dimensions || dimensions === 0) return;
    matrix.set(vector, row * dimensions);
    present[row] = 1;
  });
  const cosine = (query: Float32Array, row: number): number => {
    let sum = 0;
    const start = row * dimensions;
    for (let at = 0; at < dimensions; at++) sum += matrix[start + at]! * query[at]!;
    return sum;
  };
  return {
    dimensions,
    score: (query, allowed) => {
      const scores = new Map<number, number>();
      if (query.length !== dimensions) return scores;
      for (let index = 0; index < vectors.length; index++) {
        if (!allowed(index)) continue;
        let best = Number.NEGATIVE_INFINITY;
        for (let row = starts[index]!; row < starts[index + 1]!; row++)
          if (present[row]) best = Math.max(best, cosine(query, row));
        if (best > Number.NEGATIVE_INFINITY) scores.set(index, best);
      }
      return scores;
    },
    parts: (query, index) => {
      if (query.length !== dimensions) return [];
      const rows = Array.from(
        { length: Math.max(0, starts[index + 1]! - starts[index]! - 1) },
        (_, part) => starts[index]! + 1 + part,
      );
      return rows.map((row) => (present[row] ? cosine(query, row) : undefined));
    },
  };
};
