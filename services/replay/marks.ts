import { isBreakdown } from "./counts.ts";
import type { ReplayEvent } from "./event.ts";

/** What stands out in a stretch. */
export type MarkKind = "disruption" | "breakdown" | "approval" | "plan" | "completed";

export interface Mark {
  readonly kind: MarkKind;
  readonly time: number;
  readonly event: ReplayEvent;
}

const kindOf = (event: ReplayEvent): MarkKind | undefined => {
  if (isBreakdown(event)) return "breakdown";
  if (event.type === "plant.disrupted") return "disruption";
  if (event.type.startsWith("approval.")) return "approval";
  if (event.type === "plan.created") return "plan";
  return event.type === "order.completed" ? "completed" : undefined;
};

/** The events that a person looks for, in order. */
export const marksOf = (events: readonly ReplayEvent[]): Mark[] =>
  events.flatMap((event) => {
    const kind = kindOf(event);
    return kind ? [{ kind, time: event.time, event }] : [];
  });
