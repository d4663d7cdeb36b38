import type { PlantEvent } from "../lib/socket.ts";

/** A row of the list: one event, or several that a person reads as one. */
export interface Row {
  /** The oldest event's id: it stays the row's own while newer ones join. */
  readonly key: string;
  readonly newest: PlantEvent;
  /** How many in a row said the same; a job's progress says something new each time and is not counted. */
  readonly times: number;
}

const jobOf = ({ objects }: PlantEvent): string | undefined =>
  objects.find(({ type }) => type === "job_order")?.id;

const testerOf = ({ type, objects }: PlantEvent): string | undefined =>
  type === "unit.tested" ? objects.find((object) => object.type === "equipment")?.id : undefined;

/**
 * Folds events, newest first, into rows. What a machine repeats without anything else between is one row. So is a job's
 * progress, whatever other jobs and machines tell between, until something else happens to the job itself; and so are the units of
 * a product that pass one after the other at a tester, until one fails there.
 *
 * @param say What a row says of an event; events that say the same of the same objects are repetitions.
 */
export const folded = (events: readonly PlantEvent[], say: (event: PlantEvent) => string): Row[] => {
  const rows: { key: string; newest: PlantEvent; times: number; said: string }[] = [];
  /** Of each job the row that its older progress joins, with what must be the same for that. */
  const open = new Map<string, { readonly row: { key: string }; readonly state: string }>();
  /** Of each tester the row that units which passed before join, and the product that was tested. */
  const passing = new Map<
    string,
    { readonly row: { key: string; times: number }; readonly product: unknown }
  >();
  for (const event of events) {
    const tester = testerOf(event);
    const isPass = event.attributes["result"] === "Passed";
    const joined = tester !== undefined && isPass ? passing.get(tester) : undefined;
    if (joined?.product !== undefined && joined.product === event.attributes["product"]) {
      joined.row.key = event.id;
      joined.row.times += 1;
      continue;
    }
    const job = jobOf(event);
    const progress = event.type === "job.progress" && job !== undefined;
    const { state, reason } = event.attributes;
    const own = JSON.stringify([state, reason]);
    const joins = progress ? open.get(job) : undefined;
    if (joins?.state === own) {
      joins.row.key = event.id;
      continue;
    }
    const said = `${event.type} ${event.objects.map(({ id }) => id).join(" ")} ${say(event)}`;
    const last = rows.at(-1);
    if (!progress && last?.said === said) {
      last.times += 1;
      last.key = event.id;
    } else {
      const row = { key: event.id, newest: event, times: 1, said };
      rows.push(row);
      if (progress) open.set(job, { row, state: own });
      if (tester !== undefined && isPass) passing.set(tester, { row, product: event.attributes["product"] });
    }
    if (tester !== undefined && !isPass) passing.delete(tester);
    if (job !== undefined && !progress) open.delete(job);
  }
  return rows;
};
