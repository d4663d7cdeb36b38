import { z } from "zod";
import { id, power, time, units, window } from "./common.ts";

export const resource = z.strictObject({
  id,
  /** Working windows (shifts) in order, apart from each other; none: always at work. */
  calendar: z.array(window).default([]),
  /** Breaks, holidays and maintenance, in order: taken out of the calendar. */
  closed: z.array(window).optional(),
  /** Names the set-up matrix that holds between families; none: no set-ups. */
  setupGroup: id.optional(),
  /** Family that the resource is set up for now. */
  family: id.optional(),
  /** Works on several operations at once, such as an oven: how much `batch.size` goes in together. */
  batch: z.strictObject({ capacity: units }).optional(),
  /** Kilowatts while it works on an operation that does not say otherwise. */
  power: power.optional(),
});

/** What operations need beside their resource: tools, stencils, feeders, people of one skill. */
export const secondaryResource = z.strictObject({
  id,
  /** Units that can be in use at once. */
  capacity: units,
  /** When its units are there, as for resources; none: always. */
  calendar: z.array(window).optional(),
  closed: z.array(window).optional(),
  /** Units that are not there for some time: an operator who is absent, a tool in repair. */
  away: z
    .array(
      z
        .strictObject({ from: time, to: time, units })
        .refine(({ from, to }) => to > from, "must end after it starts: to after from, in seconds"),
    )
    .optional(),
});

export const setup = z.strictObject({ group: id, from: id, to: id, seconds: time });

const price = z.number().min(0).max(1_000_000);

/** Time-of-use tariff: what a kilowatt-hour costs inside windows, and outside of them all. */
export const tariff = z.strictObject({
  price,
  windows: z.array(z.strictObject({ from: time, to: time, price })).default([]),
});
