import { z } from "zod";

/**
 * What the inspection machines of a plant are programmed with: the boards of its products, and what places which part at each line.
 * Written by whoever holds the plant's data, read by the simulated machines.
 */
const id = z.string().min(1).max(100);
const finite = z.number().finite();

const boardProgram = z.object({
  product: id,
  /** Boards of a panel. */
  panel: z.int().min(1).max(100),
  parts: z
    .array(
      z.object({
        designator: id,
        material: id,
        category: z.string(),
        /** mm from the lower left corner. */
        x: finite,
        y: finite,
      }),
    )
    .min(1),
});
export type BoardProgram = z.infer<typeof boardProgram>;

export const inspectionPrograms = z.object({
  boards: z.array(boardProgram),
  /** Line, product, material: what places it. */
  setups: z.array(z.object({ line: id, product: id, material: id, feeder: id, nozzle: id })),
});
export type InspectionPrograms = z.infer<typeof inspectionPrograms>;

/** A job that ran before the machines' messages were kept. */
export const pastJobs = z.array(
  z.object({
    jobOrderId: id,
    workOrderId: id,
    product: id,
    line: id,
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    good: z.int().min(0),
    scrap: z.int().min(0),
  }),
);
export type PastJobs = z.infer<typeof pastJobs>;

/** A message of the past, with the endpoint that it comes from: a line of a file. */
export const pastMessage = z.object({ endpoint: id, message: z.unknown() });
