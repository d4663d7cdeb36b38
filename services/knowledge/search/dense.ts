/** Vectors of texts side by side, each of length one. */
export interface Dense {
  readonly dimensions: number;
  /** Cosine with each text that has a vector and that `allowed` lets through. */
  score(query: Float32Array, allowed: (index: number) => boolean): Map<number, number>;
}

/** @param vectors One for each text; undefined where there is none yet. */
export const createDense = (vectors: readonly (Float32Array | undefined)[]): Dense => {
  const dimensions = vectors.find(Boolean)?.length ?? 0;
  const matrix = new Float32Array(vectors.length * dimensions);
  const present = new Uint8Array(vectors.length);
  vectors.forEach((vector, index) => {
    if (vector?.length !== dimensions || dimensions === 0) return;
    matrix.set(vector, index * dimensions);
    present[index] = 1;
  });
  return {
    dimensions,
    score: (query, allowed) => {
      const scores = new Map<number, number>();
      if (query.length !== dimensions) return scores;
      for (let index = 0; index < present.length; index++) {
        if (!present[index] || !allowed(index)) continue;
        let sum = 0;
        const start = index * dimensions;
        for (let at = 0; at < dimensions; at++) sum += matrix[start + at]! * query[at]!;
        scores.set(index, sum);
      }
      return scores;
    },
  };
};
