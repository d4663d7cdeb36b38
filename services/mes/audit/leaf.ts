import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/ids.ts";
import type { StoredEvent } from "../events.ts";

/** Bytes of a leaf. */
export const hashBytes = 32;
/** Hash of what stands before the first link of a chain. */
export const begin = "0".repeat(64);

/** SHA-256 of an event's row, everything of it that somebody could change. */
export const leafOf = ({ seq, id, type, time, source, objects, attributes }: StoredEvent): Buffer =>
  createHash("sha256")
    .update(canonicalJson([seq, id, type, time.toISOString(), source, objects, attributes]))
    .digest();
