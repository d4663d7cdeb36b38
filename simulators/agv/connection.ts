import type { z } from "zod";
import { type Header, instantActions, order } from "../../services/protocols/vda5050/messages.ts";
import {
  formatVehicleTopic,
  type VehicleAddress,
  type VehicleTopic,
} from "../../services/protocols/vda5050/topic.ts";
import { connectMachine } from "../broker.ts";
import { simulatedFactsheet } from "./factsheet.ts";
import type { Vehicle, VehicleReport } from "./vehicle.ts";

export interface VehicleConnectionOptions extends VehicleAddress {
  readonly url: string;
  readonly now: () => number;
  readonly createVehicle: (onChange: (report: VehicleReport) => void) => Vehicle;
  readonly onProblem: (problem: string) => void;
}

export interface VehicleConnection {
  /** Sends the state again, which the standard wants at least every 30 s. */
  publishState(): void;
  close(): Promise<void>;
}

/** Binds a vehicle to its VDA 5050 topics: connection retained with a last will, state, order, instantActions. */
export const connectVehicle = (options: VehicleConnectionOptions): VehicleConnection => {
  const { url, manufacturer, serialNumber, now, createVehicle, onProblem } = options;
  const headerIds = new Map<VehicleTopic, number>();
  const topic = (name: VehicleTopic) => formatVehicleTopic({ manufacturer, serialNumber }, name);
  const header = (name: VehicleTopic): Header => {
    const headerId = headerIds.get(name) ?? 0;
    headerIds.set(name, headerId + 1);
    return {
      headerId,
      timestamp: new Date(now()).toISOString(),
      version: "2.1.0",
      manufacturer,
      serialNumber,
    };
  };
  const connectionMessage = (connectionState: string) =>
    JSON.stringify({ ...header("connection"), connectionState });

  const client = connectMachine({
    url,
    clientId: `vehicle-${manufacturer}-${serialNumber}`,
    name: serialNumber,
    isKept: false,
    onProblem,
    will: {
      topic: topic("connection"),
      payload: Buffer.from(connectionMessage("CONNECTIONBROKEN")),
      qos: 1,
      retain: true,
    },
  });
  const publishState = (report: VehicleReport) => {
    if (client.connected)
      client.publish(topic("state"), JSON.stringify({ ...header("state"), ...report }), { qos: 0 });
  };
  const vehicle = createVehicle(publishState);

  client.on("connect", () => {
    client.subscribe([topic("order"), topic("instantActions")], { qos: 1 });
    client.publish(topic("connection"), connectionMessage("ONLINE"), { qos: 1, retain: true });
    publishState(vehicle.report());
  });

  const read = <T extends z.ZodType>(schema: T, bytes: Buffer): z.infer<T> => {
    const parsed = schema.safeParse(JSON.parse(bytes.toString()));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new RangeError(`${issue?.path.join(".")}: ${issue?.message}`);
  };
  client.on("message", (name, bytes) => {
    try {
      if (name === topic("order")) vehicle.order(read(order, bytes));
      else {
        const { actions } = read(instantActions, bytes);
        vehicle.instantActions(actions);
        if (actions.some(({ actionType }) => actionType === "factsheetRequest"))
          client.publish(
            topic("factsheet"),
            JSON.stringify({ ...header("factsheet"), ...simulatedFactsheet }),
          );
      }
    } catch (error) {
      vehicle.reject((error as Error).message);
    }
  });

  return {
    publishState: () => publishState(vehicle.report()),
    close: async () => {
      if (client.connected)
        await client.publishAsync(topic("connection"), connectionMessage("OFFLINE"), {
          qos: 1,
          retain: true,
        });
      await client.endAsync();
    },
  };
};
