import type { Metadata } from "./gguf-format.ts";
import type { SourceTensor } from "./tensor.ts";

/** A model as GGUF names it, whatever file it comes from. */
export interface ModelSource {
  readonly metadata: Metadata;
  readonly tensors: readonly SourceTensor[];
  close(): void;
}
