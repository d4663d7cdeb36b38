import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import type { Facts } from "./facts.ts";
import type { Figure, Kind, MaterialLine, Named, ParameterLine, Text } from "./model.ts";

/** What a step is written from. */
export interface StepContext {
  readonly facts: Facts;
  readonly master: SegmentMaster;
  /** Key of the segment's own rows. */
  readonly own: readonly [workMaster: string, segment: number];
  readonly materials: readonly MaterialLine[];
  readonly parameters: readonly ParameterLine[];
  /** Of all steps, in their order. */
  readonly allMaterials: readonly MaterialLine[];
  readonly allParameters: readonly ParameterLine[];
  readonly tool: Named | null;
}

/** One step as its kind of work has it; what is in it, the plant's own rows say. */
export interface StepPlan {
  readonly id: string;
  readonly title: Text;
  /** Categories of material that it uses; "rest" takes what no other step does. */
  readonly categories?: readonly string[] | "rest";
  /** Stages of the parameters that belong to it. */
  readonly stages?: readonly string[];
  /** Left out where neither material nor parameter of it is there. */
  readonly optional?: boolean;
  readonly action: (context: StepContext) => readonly Text[];
  readonly check?: (context: StepContext) => readonly Text[];
  readonly figure?: (context: StepContext) => Figure | null;
  /** What the plant's documents are asked. */
  readonly ask?: { readonly zh: string; readonly en: string };
}

export interface KindPlan {
  readonly kind: Kind;
  readonly steps: readonly StepPlan[];
  /** What good work looks like. */
  readonly result: (context: StepContext) => readonly Text[];
  readonly records: readonly Text[];
  readonly safety: { readonly zh: string; readonly en: string };
}
