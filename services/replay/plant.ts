import { type Counts, countsAfter, noCounts } from "./counts.ts";
import { numberOf, objectOf, type ReplayEvent } from "./event.ts";
import { isAtWork, jobAfter, jobSupplied, type ReplayJob } from "./job.ts";
import { countedAnew, lineAfter, lineAfterPieces, type ReplayLine, unknownLine } from "./line.ts";
import { orderAfter, type ReplayOrder } from "./order.ts";
import { type ReplayTransport, transportAfter } from "./transport.ts";
import { type ReplayVehicle, vehicleAfter } from "./vehicle.ts";

export interface PlanInForce {
  readonly version: number;
  readonly since: number;
}

/** The plant at a moment, as its events tell it. */
export interface PlantState {
  readonly lines: ReadonlyMap<string, ReplayLine>;
  readonly jobs: ReadonlyMap<string, ReplayJob>;
  /** The jobs at work on each line, by when their work began. */
  readonly atWork: ReadonlyMap<string, readonly string[]>;
  readonly orders: ReadonlyMap<string, ReplayOrder>;
  readonly transports: ReadonlyMap<string, ReplayTransport>;
  readonly vehicles: ReadonlyMap<string, ReplayVehicle>;
  readonly plan: PlanInForce | undefined;
  readonly counts: Counts;
}

/** A state in the making: its maps are its own, what is in them is never changed. */
export interface PlantDraft {
  lines: Map<string, ReplayLine>;
  jobs: Map<string, ReplayJob>;
  atWork: Map<string, readonly string[]>;
  orders: Map<string, ReplayOrder>;
  transports: Map<string, ReplayTransport>;
  vehicles: Map<string, ReplayVehicle>;
  plan: PlanInForce | undefined;
  counts: Counts;
}

export const emptyPlant = (): PlantDraft => ({
  lines: new Map(),
  jobs: new Map(),
  atWork: new Map(),
  orders: new Map(),
  transports: new Map(),
  vehicles: new Map(),
  plan: undefined,
  counts: noCounts,
});

/** A draft that goes on by itself; what stands in it is never changed and is shared. */
export const copyOf = (plant: PlantDraft): PlantDraft => ({
  ...plant,
  lines: new Map(plant.lines),
  jobs: new Map(plant.jobs),
  atWork: new Map(plant.atWork),
  orders: new Map(plant.orders),
  transports: new Map(plant.transports),
  vehicles: new Map(plant.vehicles),
});

const store = <T>(map: Map<string, T>, id: string, value: T | undefined): void => {
  if (value !== undefined) map.set(id, value);
};

/** Keeps which jobs are at work on the job's line. */
const noteWork = (plant: PlantDraft, job: ReplayJob): void => {
  const line = job.equipmentId;
  const known = plant.atWork.get(line) ?? [];
  if (isAtWork(job) === known.includes(job.id)) return;
  plant.atWork.set(line, isAtWork(job) ? [...known, job.id] : known.filter((id) => id !== job.id));
};

const foldJob = (plant: PlantDraft, id: string, event: ReplayEvent): void => {
  const before = plant.jobs.get(id);
  const after = jobAfter(id, before, event);
  if (!after || after === before) return;
  plant.jobs.set(id, after);
  if (after.status !== before?.status) noteWork(plant, after);
  // A job that was at work before the record begins has made its first pieces then, not now.
  if (!before) return;
  const line = plant.lines.get(after.equipmentId) ?? unknownLine;
  const made = lineAfterPieces(line, after.good - before.good, after.scrap - before.scrap);
  if (made !== line) plant.lines.set(after.equipmentId, made);
};

const foldLine = (plant: PlantDraft, id: string, event: ReplayEvent): void => {
  plant.lines.set(id, lineAfter(plant.lines.get(id) ?? unknownLine, event));
};

const foldSupply = (plant: PlantDraft, transportId: string, { time }: ReplayEvent): void => {
  const jobId = plant.transports.get(transportId)?.jobOrderId;
  const job = jobId === undefined ? undefined : plant.jobs.get(jobId);
  if (job) plant.jobs.set(job.id, jobSupplied(job, time));
};

/** Takes one event into the draft; events come in the order of their time, those of one time in the order of their seq. */
export const foldInto = (plant: PlantDraft, event: ReplayEvent): void => {
  const line = objectOf(event, "equipment");
  plant.counts = countsAfter(plant.counts, event, plant.lines.get(line ?? ""));
  const job = objectOf(event, "job_order");
  const order = objectOf(event, "work_order");
  const transport = objectOf(event, "transport_order");
  const vehicle = objectOf(event, "vehicle");
  const version = numberOf(event, "version");
  if (event.type === "equipment.state" && line) foldLine(plant, line, event);
  if (event.type === "vehicle.state" && vehicle) plant.vehicles.set(vehicle, vehicleAfter(event));
  if (event.type === "vehicle.forgotten" && vehicle) plant.vehicles.delete(vehicle);
  if (event.type === "plan.created" && version !== undefined) plant.plan = { version, since: event.time };
  if (job) foldJob(plant, job, event);
  if (order) store(plant.orders, order, orderAfter(order, plant.orders.get(order), event));
  if (transport)
    store(plant.transports, transport, transportAfter(transport, plant.transports.get(transport), event));
  if (event.type === "requisition.issued" && transport) foldSupply(plant, transport, event);
};

/** Begins to count pieces and happenings anew; what the plant is stays. */
export const countAnew = (plant: PlantDraft): void => {
  plant.counts = noCounts;
  for (const [id, line] of plant.lines) plant.lines.set(id, countedAnew(line));
};

/** The job that a line has in hand: of those at work there the one that began first. */
export const jobAt = (plant: PlantState, line: string): ReplayJob | undefined => {
  const [id] = plant.atWork.get(line) ?? [];
  return id === undefined ? undefined : plant.jobs.get(id);
};
