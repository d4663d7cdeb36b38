import type { PlantEvent } from "../lib/socket.ts";

/** A row of the list: one event, or several that a person reads as one. */
export interface Row {
  /** The oldest event's id: it stays the row's own while newer ones join. */
  readonly key: string;
  readonly newest: PlantEvent;
  /** How many said the same, or are counted; what goes on and says something new each time is not. */
  readonly times: number;
}

/** What goes on with something, whatever others tell between, until something else happens to it. */
interface Course {
  /** The job, tester or vehicle that it happens to. */
  readonly of: string;
  /** Must be the same for an event to go on with another; undefined for what goes on with nothing. */
  readonly state: string | undefined;
  readonly isCounted?: boolean;
}

const idOf = ({ objects }: PlantEvent, kind: string): string | undefined =>
  objects.find(({ type }) => type === kind)?.id;

/** The units of a product that pass a tester one after the other, a job's progress, a vehicle on its way. */
const courseOf = (event: PlantEvent): Course | undefined => {
  const { type, attributes } = event;
  const tester = type === "unit.tested" ? idOf(event, "equipment") : undefined;
  if (tester !== undefined) {
    const { product, result } = attributes;
    const isPass = result === "Passed" && product !== undefined;
    return { of: `tester ${tester}`, state: isPass ? JSON.stringify(product) : undefined, isCounted: true };
  }
  const job = idOf(event, "job_order");
  if (job !== undefined) {
    const { state, reason } = attributes;
    return { of: `job ${job}`, state: type === "job.progress" ? JSON.stringify([state, reason]) : undefined };
  }
  const vehicle = idOf(event, "vehicle");
  if (vehicle === undefined) return undefined;
  const { online, errors, eStop, orderId } = attributes;
  return {
    of: `vehicle ${vehicle}`,
    state: type === "vehicle.state" ? JSON.stringify([online, errors, eStop, orderId]) : undefined,
  };
};

/**
 * Folds events, newest first, into rows. What a machine repeats without anything else between is one row. So is what goes on with a
 * job, a tester or a vehicle, whatever others tell between, until something else happens to it.
 *
 * @param say What a row says of an event; events that say the same of the same objects are repetitions.
 */
export const folded = (events: readonly PlantEvent[], say: (event: PlantEvent) => string): Row[] => {
  const rows: { key: string; newest: PlantEvent; times: number; said: string }[] = [];
  /** Of each job, tester and vehicle the row that what came before joins, with what must be the same for that. */
  const open = new Map<string, { readonly row: (typeof rows)[number]; readonly state: string }>();
  for (const event of events) {
    const course = courseOf(event);
    const joined = course && open.get(course.of);
    if (joined && joined.state === course.state) {
      joined.row.key = event.id;
      if (course.isCounted) joined.row.times += 1;
      continue;
    }
    const said = `${event.type} ${event.objects.map(({ id }) => id).join(" ")} ${say(event)}`;
    const last = rows.at(-1);
    if (course?.state === undefined && last?.said === said) {
      last.times += 1;
      last.key = event.id;
    } else rows.push({ key: event.id, newest: event, times: 1, said });
    if (course?.state === undefined) {
      if (course) open.delete(course.of);
    } else open.set(course.of, { row: rows.at(-1)!, state: course.state });
  }
  return rows;
};
