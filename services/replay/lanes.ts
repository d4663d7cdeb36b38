import { objectOf, type ReplayEvent } from "./event.ts";
import { foldInto, jobAt, type PlantDraft } from "./plant.ts";
import type { Timeline } from "./timeline.ts";

/** What a line did without a change. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** CFX station state; null while offline. */
  readonly code: number | null;
  /** The order that it had in hand. */
  readonly workOrderId: string | undefined;
}

interface Open {
  readonly from: number;
  readonly code: number | null | undefined;
  readonly workOrderId: string | undefined;
}

/** Folds events one by one, and keeps what each line did as spans that follow each other; before its first state on record, nothing. */
export const createLaneFold = (plant: PlantDraft, from: number) => {
  const lanes = new Map<string, Span[]>();
  const open = new Map<string, Open>();
  const close = (line: string, time: number) => {
    const span = open.get(line);
    if (!span || span.code === undefined || time <= span.from) return;
    const lane = lanes.get(line) ?? [];
    lanes.set(line, lane);
    const { code, workOrderId } = span;
    lane.push({ from: span.from, to: time, code, workOrderId });
  };
  const look = (line: string, time: number) => {
    const code = plant.lines.get(line)?.code;
    const workOrderId = jobAt(plant, line)?.workOrderId;
    const now = open.get(line);
    if (now && now.code === code && now.workOrderId === workOrderId) return;
    close(line, time);
    open.set(line, { from: time, code, workOrderId });
  };
  for (const line of plant.lines.keys()) look(line, from);
  return {
    take: (event: ReplayEvent): void => {
      foldInto(plant, event);
      const line = objectOf(event, "equipment");
      if (line && (event.type === "equipment.state" || event.type.startsWith("job."))) look(line, event.time);
    },
    /** The spans up to the end of the stretch. */
    end: (to: number): Map<string, Span[]> => {
      for (const line of open.keys()) close(line, to);
      return lanes;
    },
  };
};

/** What each line really did in the stretch. */
export const lanesOf = ({ opening, events, from, to }: Timeline): Map<string, Span[]> => {
  const fold = createLaneFold(opening(), from);
  for (const event of events) fold.take(event);
  return fold.end(to);
};
