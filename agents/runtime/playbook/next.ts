import type { Step } from "./model.ts";

/** How far a step has come. Of a branch the outcome is the side that was taken. */
export interface StepState {
  readonly status: "Waiting" | "Done" | "Failed";
  readonly outcome: string | null;
}

/**
 * The step that is next: the first one, in the order of the lists, that is not done, where a branch goes on with the side
 * that was taken. Undefined where nothing is left. It depends on nothing but what it is given, so that a run goes on after
 * a kill exactly where it was.
 */
export const nextStep = (
  steps: readonly Step[],
  states: ReadonlyMap<string, StepState>,
): Step | undefined => {
  for (const step of steps) {
    const state = states.get(step.id);
    if (state?.status !== "Done") return step;
    if (step.do !== "branch") continue;
    const inner = nextStep(state.outcome === "yes" ? step.yes : step.no, states);
    if (inner) return inner;
  }
  return undefined;
};
