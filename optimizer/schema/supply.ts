import { z } from "zod";
import { id, pieces, quantity, time } from "./common.ts";

/** What tells pieces of one material apart: an approved vendor list, a bin code or a date may ask for it. */
const marks = {
  vendor: id.optional(),
  /** Bin code: pieces of one bin are alike in brightness, colour, frequency. */
  bin: id.optional(),
  /** The operation that uses it must start by then. */
  expires: time.optional(),
};

const lot = z.strictObject({ id: id.optional(), quantity: pieces, ...marks });

const receipt = z.strictObject({
  id: id.optional(),
  time,
  quantity,
  ...marks,
  /** How often such a receipt is there by its time, from 0 to 1; none: always. */
  reliability: z.number().min(0).max(1).optional(),
  /** Seconds by which it comes late when it does. */
  delay: time.optional(),
});

export const material = z.strictObject({
  id,
  /** Pieces in stock of which nothing more is known. */
  stock: quantity.default(0),
  /** Further stock, lot by lot. */
  lots: z.array(lot).optional(),
  receipts: z.array(receipt).default([]),
});

/** How careful planning is with what may go wrong. */
export const policy = z.strictObject({
  /** A receipt that comes in time less often than this is counted on only after its delay. */
  reliability: z.number().min(0).max(1).default(0.9),
  /** Delay of such a receipt that tells none of its own: two days. */
  delay: time.default(2 * 86_400),
});

export const need = z.strictObject({
  material: id,
  quantity: pieces.optional(),
  /** Pieces for one product, instead of `quantity` for the whole order. */
  each: z.number().positive().max(1_000_000).optional(),
  /** Materials that may stand in for what the material itself lacks, best first. */
  alternates: z.array(id).default([]),
  /** Approved vendors; none: pieces of every vendor and of none. */
  vendors: z.array(id).min(1).optional(),
  /** All pieces come of one material and of one bin, or of one vendor. */
  uniform: z.enum(["bin", "vendor"]).optional(),
});
