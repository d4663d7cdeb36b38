import { z } from "zod";
import { id, largestTime, pieces, power, time, units, weight } from "./common.ts";
import { need } from "./supply.ts";

/** Held over the whole time of an operation, set-up and breaks included. */
const secondary = z.array(z.strictObject({ resource: id, units }));

const alternative = z.strictObject({
  resource: id,
  /** Working seconds for the whole order. */
  duration: time.optional(),
  /** Working seconds for one product, beside `duration`. */
  each: z.number().positive().max(largestTime).optional(),
  /** Replaces the operation's own. */
  secondary: secondary.optional(),
});

const operation = z.strictObject({
  id,
  /** Resources that can do it. */
  alternatives: z.array(alternative).min(1),
  family: id.optional(),
  needs: z.array(need).default([]),
  secondary: secondary.optional(),
  /** Least seconds from its end until the next operation of the order starts. */
  lag: time.default(0),
  /** Most seconds from its end until the next operation starts, such as the pot life of solder paste. */
  maxLag: time.optional(),
  /**
   * When the first operation of an order has to start at the latest: what came before it has ended, and waits no longer, such as paste that
   * is printed. It may lie in the past.
   */
  latestStart: z.number().int().min(-largestTime).max(largestTime).optional(),
  /** Set when it can start by `latestStart` no more: it is not bound by that, and told as a contradiction. */
  missed: z.literal(true).optional(),
  /** Set when it has begun and can keep its maximum lag no more: nobody is bound by it, and it is told as a contradiction. */
  lapsed: z.literal(true).optional(),
  /**
   * Share of the order that goes on as a transfer batch (lot streaming): once so much is done the next operation may
   * start, and what it has left when this one ends is at least its own last sub-lot of the same share.
   */
  transfer: z.number().gt(0).max(1).optional(),
  /** Operations of one batch family may run together on a resource with `batch`: same start, same end. */
  batch: z.strictObject({ family: id, size: units }).optional(),
  /** Kilowatts while it runs, instead of its resource's. */
  power: power.optional(),
  /** Where the plan before has it, for the objective's `change`. */
  previous: z.strictObject({ resource: id, start: time }).optional(),
  /** Set when it is frozen: it stays where it is. */
  fixed: z
    .strictObject({
      resource: id,
      start: time,
      end: time,
      /** Working seconds that are left of what runs: they say when it ends, whatever `end` says. */
      remaining: time.min(1).optional(),
      /** Working seconds of set-up before its start: from their begin on it holds its tools and people. */
      setup: time.optional(),
    })
    .optional(),
  /** Set when it runs now: working seconds, or products, that are left of it. */
  running: z
    .strictObject({ resource: id, remaining: time.min(1).optional(), pieces: pieces.optional() })
    .refine(
      ({ remaining, pieces: left }) => (remaining === undefined) !== (left === undefined),
      "must have either remaining (seconds) or pieces",
    )
    .optional(),
});

export const order = z.strictObject({
  id,
  /** Cost of one hour of lateness; none: its customer class says, or its priority, or it is 1. */
  weight: weight.optional(),
  /** 1 is the most urgent, 9 the least. */
  priority: z.number().int().min(1).max(9).optional(),
  /** Customer class. */
  class: id.optional(),
  customer: z.string().max(200).optional(),
  /** Products that it makes. */
  quantity: pieces.optional(),
  release: time,
  due: z.number().int().min(-largestTime).max(largestTime),
  /** Date that the customer was given. */
  promised: time.optional(),
  /** A material that it makes, which other orders may use once it has ended: a sub-assembly. */
  produces: z.strictObject({ material: id, quantity: pieces }).optional(),
  /** Set when nobody knows whether what is left of it can ever be done: of it only what runs or is frozen has a place. */
  blocked: z.literal(true).optional(),
  operations: z.array(operation).min(1),
});

export const customerClass = z.strictObject({ id, weight });
