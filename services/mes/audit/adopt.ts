import { type KeyObject, sign } from "node:crypto";
import { newId } from "../../core/ids.ts";
import { plantNow } from "../clock.ts";
import type { Db } from "../database.ts";
import { appendEvents } from "../events.ts";
import { lockSealing, type Verified, verifyAudit } from "./chain.ts";

class NotWhole extends Error {
  readonly found: Verified;
  constructor(found: Verified) {
    super("the chain is not whole");
    this.found = found;
  }
}

/**
 * Has a chain go on whose key is lost: every batch and redaction is signed anew. What was sealed stays, and so do the hashes: a head that
 * was written down elsewhere still tells whether this is the chain that it was. A chain that is broken in anything but its
 * signatures is left as it is. That it was done is an event.
 */
export const adoptAudit = (db: Db, key: KeyObject): Promise<Verified> =>
  db
    .transaction()
    .execute(async (tx) => {
      await lockSealing(tx);
      for (const table of ["audit_batch", "audit_redaction"] as const)
        for (const { number, hash } of await tx.selectFrom(table).select(["number", "hash"]).execute()) {
          const signature = sign(null, Buffer.from(hash, "hex"), key).toString("base64");
          await tx.updateTable(table).set({ signature }).where("number", "=", number).execute();
        }
      const found = await verifyAudit(tx, key);
      if (found.broken) throw new NotWhole(found);
      await appendEvents(tx, [
        {
          id: newId(),
          type: "audit.adopted",
          time: await plantNow(tx),
          source: "command",
          objects: [],
          attributes: { batches: found.batches, head: found.head },
        },
      ]);
      return found;
    })
    .catch((error) => {
      if (error instanceof NotWhole) return error.found;
      throw error;
    });
