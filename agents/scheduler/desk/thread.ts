import { parentPort, workerData } from "node:worker_threads";
import { MillwrightError } from "../../../services/core/errors.ts";
import { setPlantZone } from "../../../services/core/zone.ts";
import { type Db, openDatabase } from "../../../services/mes/database.ts";
import { acts } from "./acts.ts";
import type { DeskReply, DeskRequest, DeskSetting } from "./desk.ts";

/** Enough for a transaction and the parallel readings of a plant. */
const connections = 4;

const { databaseUrl, timeZone } = workerData as DeskSetting;
setPlantZone(timeZone);
const { db } = openDatabase(databaseUrl, { max: connections });
const port = parentPort!;

const answer = async ({ id, name, args }: DeskRequest): Promise<DeskReply> => {
  try {
    const act = acts[name] as unknown as (db: Db, ...rest: readonly unknown[]) => Promise<unknown>;
    return { id, result: await act(db, ...args) };
  } catch (error) {
    if (error instanceof MillwrightError)
      return { id, catalogued: { code: error.code, details: error.details } };
    const { code } = error as { code?: unknown };
    return { id, error: error instanceof Error ? error : new Error(String(error)), code };
  }
};

port.on("message", (request: DeskRequest) => {
  void answer(request).then((reply) => port.postMessage(reply));
});
