import { z } from "zod";

/** Units that passed their test before a simulation began, with what was measured. */
export const pastTests = z.array(
  z.object({
    serial: z.string(),
    product: z.string(),
    order: z.string(),
    station: z.string(),
    time: z.iso.datetime(),
    readings: z.array(
      z.object({
        step: z.string(),
        value: z.number(),
        unit: z.string(),
        expected: z.number(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
      }),
    ),
  }),
);
export type PastTests = z.infer<typeof pastTests>;
