/**
 * How the units of the simulated plant can be faulty, as physics has it. The brain never reads this: it meets the
 * measurements that come of it, and what people find.
 */

/** One step of a test program: what a sound unit measures, and what is accepted. */
export interface StepModel {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly nominal: number;
  /** Standard deviation among sound units; 0 for a step that reads yes (1) or no (0). */
  readonly sigma: number;
  readonly lower?: number;
  readonly upper?: number;
}

export interface ActionModel {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly minutes: number;
  /** Kind of part that it uses up, as the plant's bills name it, and what it costs. */
  readonly part?: string;
  readonly cost: number;
}

export interface CauseModel {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** How common it is among the family's faults. */
  readonly weight: number;
  /** Shift of steps in their standard deviations, at severity 1. */
  readonly signature: Readonly<Record<string, number>>;
  /** Share of test runs in which it does not show. */
  readonly intermittent: number;
  /** It comes of soldering: lines differ in it. */
  readonly soldering?: boolean;
  readonly action: ActionModel;
  /** Share of repairs of this fault by its action that last. */
  readonly fixRate: number;
}

/** A look at the unit that is not part of the test program. */
export interface CheckModel {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly minutes: number;
  /** Share of units with the cause in which it finds something. */
  readonly finds: Readonly<Record<string, number>>;
  /** The same for every cause that is not named. */
  readonly otherwise: number;
}

export interface FamilyModel {
  readonly family: string;
  readonly steps: readonly StepModel[];
  readonly causes: readonly CauseModel[];
  readonly checks: readonly CheckModel[];
}

/** Nothing is wrong with the unit: the fixture's contact was bad. */
export const noFault = "NFF";
