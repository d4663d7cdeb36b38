import { connection, state, type VehicleState } from "../protocols/vda5050/messages.ts";
import { parseVehicleTopic } from "../protocols/vda5050/topic.ts";

/** What a vehicle said about the order it has in hand. */
export type TransportProgress = "InTransit" | "Delivered" | "Failed";

export interface VehicleMessages {
  vehicleState(vehicle: string, state: VehicleState): Promise<void>;
  vehicleConnection(vehicle: string, online: boolean): Promise<void>;
  transport(
    vehicle: string,
    transportOrderId: string,
    progress: TransportProgress,
    time: string,
  ): Promise<void>;
}

/** Where a transport stands, by the states of its actions: the drop is what delivers. */
export const transportProgress = ({
  actionStates,
  nodeStates,
  orderId,
}: VehicleState): TransportProgress | undefined => {
  if (!orderId || actionStates.length === 0) return undefined;
  if (actionStates.some((action) => action.actionStatus === "FAILED")) return "Failed";
  const done = actionStates.every((action) => action.actionStatus === "FINISHED");
  return done && nodeStates.length === 0 ? "Delivered" : "InTransit";
};

/** The master-control side of VDA 5050: reads states and connections, and says where each transport stands. */
export const createVehicleHost = (messages: VehicleMessages) => {
  const known = new Map<string, string>();
  return {
    handle: async (text: string, bytes: Uint8Array): Promise<void> => {
      const topic = parseVehicleTopic(text);
      if (!topic) return;
      const vehicle = topic.serialNumber;
      if (topic.topic === "connection") {
        const { connectionState } = connection.parse(JSON.parse(Buffer.from(bytes).toString()));
        return messages.vehicleConnection(vehicle, connectionState === "ONLINE");
      }
      if (topic.topic !== "state") return;
      const message = state.parse(JSON.parse(Buffer.from(bytes).toString()));
      await messages.vehicleState(vehicle, message);
      const progress = transportProgress(message);
      const key = `${message.orderId}/${progress}`;
      if (!progress || known.get(vehicle) === key) return;
      await messages.transport(vehicle, message.orderId, progress, message.timestamp);
      // Remembered only once it is stored, so that a failure is tried again with the next state.
      known.set(vehicle, key);
    },
  };
};
