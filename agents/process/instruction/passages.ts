import type { CitedPassage } from "./model.ts";

/** A passage that was found. */
export interface FoundPassage extends CitedPassage {
  readonly id: string;
  /** How well it answers the question; higher is better. */
  readonly score: number;
}

/** What writing an instruction needs of the plant's documents in force. */
export interface PlantDocuments {
  /** The best first. */
  search(
    question: string,
    options: {
      readonly language: "zh" | "en";
      readonly limit: number;
      readonly product: string;
      readonly segment: string;
    },
  ): Promise<readonly FoundPassage[]>;
  /** Passages that are still in force with the text that they had; of others nothing. */
  inForce(passages: ReadonlyMap<string, CitedPassage>): Promise<ReadonlySet<string>>;
}

/** A plant without documents. */
export const noDocuments: PlantDocuments = {
  search: async () => [],
  inForce: async () => new Set<string>(),
};
