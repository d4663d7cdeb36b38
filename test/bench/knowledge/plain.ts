import type { Block } from "../../../services/knowledge/read/block.ts";
import { createBm25 } from "../../../services/knowledge/search/bm25.ts";
import { queryTerms, termsOf } from "../../../services/knowledge/search/terms.ts";
import type { Embed } from "../../../services/knowledge/vectors.ts";

/** Plain retrieval: a document's text in pieces of one length, whatever stands in them; the best piece is the answer. */
export interface PlainAnswer {
  readonly document: string;
  readonly text: string;
  readonly score: number;
}
export type Plain = (question: string) => Promise<readonly PlainAnswer[]>;

const length = 300;
const overlap = 50;

const textOf = (block: Block): string =>
  block.kind === "table"
    ? [block.header, ...block.rows.map(({ cells }) => cells)].map((cells) => cells.join(" ")).join("\n")
    : block.text;

export interface Chunk {
  readonly document: string;
  readonly text: string;
}

export const chunksOf = (document: string, blocks: readonly Block[]): Chunk[] => {
  const text = blocks.map(textOf).join("\n");
  const chunks: Chunk[] = [];
  for (let start = 0; start < text.length; start += length - overlap)
    chunks.push({ document, text: text.slice(start, start + length) });
  return chunks;
};

const best = (chunks: readonly Chunk[], scores: Iterable<readonly [number, number]>): PlainAnswer[] =>
  [...scores]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([index, score]) => ({ ...chunks[index]!, score }));

/** Nearest by the encoder. */
export const plainDense = async (chunks: readonly Chunk[], embed: Embed): Promise<Plain> => {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < chunks.length; start += 32)
    vectors.push(...(await embed(chunks.slice(start, start + 32).map(({ text }) => `passage: ${text}`))));
  return async (question) => {
    const [query] = await embed([`query: ${question}`]);
    return best(
      chunks,
      vectors.map(
        (vector, index) => [index, vector.reduce((sum, value, at) => sum + value * query![at]!, 0)] as const,
      ),
    );
  };
};

/** BM25 with the same terms as ours. */
export const plainWords = (chunks: readonly Chunk[]): Plain => {
  const index = createBm25(chunks.map(({ text }) => termsOf(text)));
  return async (question) =>
    best(
      chunks,
      index.score(new Map(queryTerms(question).map((term) => [term, 1])), () => true),
    );
};
