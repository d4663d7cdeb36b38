import { z } from "zod";

export const id = z.string().min(1).max(200);
/** Thirty years: any sum of times stays an exact number. */
export const largestTime = 1_000_000_000;
export const time = z.number().int().min(0).max(largestTime);
export const largestQuantity = 1_000_000_000;
export const quantity = z.number().int().min(0).max(largestQuantity);
export const pieces = quantity.min(1);
export const units = z.number().int().min(1).max(1_000_000);
export const power = z.number().min(0).max(1_000_000);
/** Cost of one hour of lateness. */
export const weight = z.number().positive().max(1_000);

/** One of no length at the end of all times is all that a resource has which never works. */
export const window = z
  .tuple([time, time])
  .refine(
    ([from, to]) => to > from || from === largestTime,
    "must end after it starts: [from, to] in seconds",
  );
export type Window = z.infer<typeof window>;
