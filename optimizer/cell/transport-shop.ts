import type { CellProblem } from "./problem.ts";

/**
 * A job shop whose jobs are carried by vehicles (Bilge and Ulusoy 1995): station 0 loads and unloads, all jobs and vehicles
 * start there, a job ends with its last operation, machines have room enough before and after them.
 */
export interface TransportShop {
  /** Operations by job: machine (1 is the first) and seconds. */
  readonly jobs: readonly (readonly { readonly machine: number; readonly seconds: number }[])[];
  /** Seconds from station to station. */
  readonly travel: readonly (readonly number[])[];
  readonly vehicles: number;
}

/** The shop as a cell: vehicles are robots whose state is the station they stand at, machines are taken by their operations. */
export const transportShopAsCell = ({ jobs, travel, vehicles }: TransportShop): CellProblem => {
  const machines = travel.length - 1;
  const tasks: CellProblem["tasks"][number][] = [];
  const lags: CellProblem["lags"][number][] = [];
  for (const [unit, job] of jobs.entries()) {
    let [at, before] = [0, -1];
    const add = (task: CellProblem["tasks"][number]) => {
      tasks.push(task);
      const index = tasks.length - 1;
      if (before >= 0)
        lags.push({ from: { task: before, edge: "end" }, to: { task: index, edge: "start" }, min: 0 });
      before = index;
    };
    for (const [o, { machine, seconds }] of job.entries()) {
      if (machine !== at)
        add({
          id: `J${unit + 1}.${o + 1} carry`,
          unit,
          modes: Array.from({ length: vehicles }, (_, v) => ({
            duration: travel[at]![machine]!,
            uses: [{ resource: machines + v, entry: at, exit: machine }],
            needs: [],
          })),
        });
      at = machine;
      const uses = [{ resource: machine - 1, entry: 0, exit: 0 }];
      add({ id: `J${unit + 1}.${o + 1}`, unit, modes: [{ duration: seconds, uses, needs: [] }] });
    }
  }
  return {
    resources: [
      ...Array.from({ length: machines }, (_, m) => ({ id: `M${m + 1}`, initial: 0, free: 0 })),
      ...Array.from({ length: vehicles }, (_, v) => ({
        id: `V${v + 1}`,
        initial: 0,
        free: 0,
        transition: travel,
      })),
    ],
    units: jobs.map((_, unit) => ({ id: `J${unit + 1}`, release: 0 })),
    tasks,
    holds: [],
    lags,
    now: 0,
  };
};
