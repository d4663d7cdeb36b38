import type { PlantClock } from "../core/clock.ts";
import { MillwrightError } from "../core/errors.ts";
import { noteCellOnline, noteReport } from "../mes/commands/cells.ts";
import { applyUnitsInspected } from "../mes/commands/inspection/units-inspected.ts";
import { applyLineState, applyPresence, notePastState } from "../mes/commands/line-state.ts";
import { applyJobReport, applyTransport, type JobProgress } from "../mes/commands/machine.ts";
import { applyEnergy } from "../mes/commands/meter.ts";
import { notePatroller, noteReading, noteRound } from "../mes/commands/patrol/round.ts";
import { remindLine } from "../mes/commands/remind.ts";
import { askVehicle } from "../mes/commands/tell-vehicle.ts";
import { applyTemperature } from "../mes/commands/temperature.ts";
import { applyUnitsTested } from "../mes/commands/unit-tested.ts";
import { applyVehicleConnection, applyVehicleState, noteFactsheet } from "../mes/commands/vehicle-state.ts";
import type { Db, Tx } from "../mes/database.ts";
import { appendChatEvent } from "../mes/queries/conversations.ts";
import { vehicleNamed } from "../mes/queries/vehicle-id.ts";
import type { CellMessages } from "./cell-host.ts";
import type { UnitMessages } from "./cfx-host.ts";
import type { PatrolMessages } from "./patrol-host.ts";
import { createLineCheck, createTimeCheck } from "./sender-check.ts";
import type { LineMessages } from "./sparkplug-host.ts";
import type { VehicleMessages } from "./vehicle-host.ts";

/** Tells the conversation that released a job how it is getting on. */
const tellConversation = async (tx: Tx, progress: JobProgress, reportId: string): Promise<void> => {
  if (!progress.toolCallId) return;
  const call = await tx
    .selectFrom("tool_call")
    .select("conversation_id")
    .where("id", "=", progress.toolCallId)
    .executeTakeFirst();
  if (!call) return;
  const { jobOrderId, equipmentId, status: state, good, scrap, quantity } = progress;
  await appendChatEvent(tx, call.conversation_id, `job/${reportId}`, "JOB_PROGRESS", {
    jobOrderId,
    equipmentId,
    state,
    good,
    scrap,
    quantity,
  });
};

/** Puts what the machines say into the data store, each message in one transaction. */
export const createMessages = (
  db: Db,
  clock: PlantClock & { readonly speed: number },
): LineMessages & VehicleMessages & UnitMessages & CellMessages & PatrolMessages => {
  const requireTime = createTimeCheck(clock);
  const requireLine = createLineCheck(db);
  /** Ids of vehicles that are on record, by maker and serial number. */
  const vehicles = new Map<string, string>();
  return {
    lineState: async (line, { code, reason, time, of }) => {
      await requireLine(line);
      requireTime(line, time, "state");
      const take = { birth: applyPresence, now: applyLineState, past: notePastState }[of];
      await db.transaction().execute((tx) => take(tx, line, { code, reason, time: new Date(time) }));
    },
    lineOffline: async (line, time) => {
      // Of a clock that is ahead a death in time to come is one of now.
      const died = new Date(Math.min(time, clock.now().getTime()));
      await db
        .transaction()
        .execute((tx) => applyPresence(tx, line, { code: null, reason: "offline", time: died }));
    },
    lineBorn: async (line, time) => {
      await db.transaction().execute((tx) => remindLine(tx, line, new Date(time)));
    },
    jobReport: async (line, report) => {
      const about = `report ${report.reportId}`;
      requireTime(line, report.time, about);
      await db.transaction().execute(async (tx) => {
        const progress = await applyJobReport(tx, line, report);
        if (!progress)
          throw new MillwrightError("JOB_NOT_HERE", { machine: line, id: report.jobOrderId, about });
        if (progress.changed) await tellConversation(tx, progress, report.reportId);
      });
    },
    meters: async (line, { energyKWh, temperatureC, time }, device) => {
      await requireLine(line);
      requireTime(line, time, "meters");
      const read = new Date(time);
      if (energyKWh !== undefined) await applyEnergy(db, line, energyKWh, read, device);
      if (temperatureC !== undefined)
        await applyTemperature(db, { line, device, celsius: temperatureC, time: read });
    },
    vehicleId: async (address) => {
      const key = `${address.manufacturer}/${address.serialNumber}`;
      const known = vehicles.get(key);
      if (known !== undefined) return known;
      const { id, isKnown } = await vehicleNamed(db, address);
      if (isKnown) vehicles.set(key, id);
      return id;
    },
    vehicleState: async (vehicle, state, isFirst) => {
      requireTime(vehicle, state.timestamp, "state");
      await db.transaction().execute((tx) => applyVehicleState(tx, vehicle, state, isFirst));
    },
    vehicleConnection: async (vehicle, online) => {
      await db.transaction().execute((tx) => applyVehicleConnection(tx, vehicle, online, clock.now()));
    },
    vehicleFactsheet: async (vehicle, address, sheet) => {
      await db
        .transaction()
        .execute((tx) => noteFactsheet(tx, vehicle, { address, factsheet: sheet, now: clock.now() }));
    },
    askVehicle: async (address, actionType) => {
      await db.transaction().execute((tx) => askVehicle(tx, { address, actionType, now: clock.now() }));
    },
    cellReport: async (cell, report) => {
      if (!(await noteReport(db, cell, report)))
        throw new RangeError(`${report.commandId}: no run of ${cell} has given this command`);
    },
    cellOnline: (cell, online) => noteCellOnline(db, cell, online),
    unitsTested: async (message) => {
      requireTime(message.station, message.time);
      await db.transaction().execute((tx) => applyUnitsTested(tx, message));
    },
    unitsInspected: async (message) => {
      requireTime(message.machine, message.time);
      await db.transaction().execute((tx) => applyUnitsInspected(tx, message));
    },
    patrolRound: async (patroller, message) => {
      requireTime(patroller, message.time, `round ${message.roundId}`);
      await db.transaction().execute((tx) => noteRound(tx, patroller, message));
    },
    patrolReading: async (patroller, message) => {
      requireTime(patroller, message.time, `reading ${message.messageId}`);
      await db.transaction().execute((tx) => noteReading(tx, patroller, message));
    },
    patrolState: async (patroller, message) => {
      requireTime(patroller, message.time, "state");
      await notePatroller(db, patroller, message);
    },
    transport: async (vehicle, id, progress, time) => {
      const known = await db
        .selectFrom("transport_order")
        .select(["status", "changed_at"])
        .where("id", "=", id)
        .executeTakeFirst();
      if (!known)
        throw new MillwrightError("UNKNOWN_TRANSPORT", { machine: vehicle, id, about: `transport ${id}` });
      const told = new Date(time);
      const isOld = (known.status === "InTransit" || known.status === "Failed") && told < known.changed_at;
      // That it is there is true whatever was told before it came.
      if (isOld && progress !== "Delivered") return;
      await db.transaction().execute((tx) => applyTransport(tx, id, progress, told));
    },
  };
};
