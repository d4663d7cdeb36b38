import { isBreakdown } from "./counts.ts";
import { objectOf, type ReplayEvent } from "./event.ts";
import { lineAfter, type ReplayLine, unknownLine } from "./line.ts";
import type { Stretch } from "./timeline.ts";

/** What stands out in a stretch. */
export type MarkKind = "disruption" | "breakdown" | "approval" | "plan" | "completed";

export interface Mark {
  readonly kind: MarkKind;
  readonly time: number;
  readonly event: ReplayEvent;
}

const kindOf = (event: ReplayEvent, line: ReplayLine | undefined): MarkKind | undefined => {
  if (isBreakdown(event, line)) return "breakdown";
  if (event.type === "plant.disrupted") return "disruption";
  // What begins to wait stands out with its answer.
  if (event.type.startsWith("approval.") && event.type !== "approval.requested") return "approval";
  if (event.type === "plan.created") return "plan";
  return event.type === "order.completed" ? "completed" : undefined;
};

/** The events of a stretch that a person looks for, in order. */
export const marksOf = ({ before, events }: Pick<Stretch, "before" | "events">): Mark[] => {
  const lines = new Map<string, ReplayLine>();
  /** Takes an event in; gives its line as it was before. */
  const follow = (event: ReplayEvent): ReplayLine | undefined => {
    const id = event.type === "equipment.state" ? objectOf(event, "equipment") : undefined;
    if (id === undefined) return undefined;
    const line = lines.get(id);
    lines.set(id, lineAfter(line ?? unknownLine, event));
    return line;
  };
  before.forEach(follow);
  return events.flatMap((event) => {
    const kind = kindOf(event, follow(event));
    return kind ? [{ kind, time: event.time, event }] : [];
  });
};
