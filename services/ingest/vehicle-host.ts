import { type Factsheet, factsheet } from "../protocols/vda5050/factsheet.ts";
import { readVehicleJson } from "../protocols/vda5050/json.ts";
import { connection, state, type VehicleState } from "../protocols/vda5050/messages.ts";
import { hasFailedLoad, statusOfAct } from "../protocols/vda5050/order-actions.ts";
import { parseVehicleTopic, type VehicleAddress, type VehicleTopic } from "../protocols/vda5050/topic.ts";

/** What a vehicle said about the order it has in hand. */
export type TransportProgress = "InTransit" | "Delivered" | "Failed";

export interface VehicleMessages {
  /** The id of a vehicle here. */
  vehicleId(address: VehicleAddress): Promise<string>;
  /** `isFirst` of a connection: it holds whatever the clock says that the one before was of. */
  vehicleState(vehicle: string, state: VehicleState, isFirst: boolean): Promise<void>;
  vehicleConnection(vehicle: string, online: boolean): Promise<void>;
  vehicleFactsheet(vehicle: string, address: VehicleAddress, factsheet: Factsheet): Promise<void>;
  askVehicle(address: VehicleAddress, actionType: "stateRequest" | "factsheetRequest"): Promise<void>;
  transport(
    vehicle: string,
    transportOrderId: string,
    progress: TransportProgress,
    time: string,
  ): Promise<void>;
}

/**
 * Where a transport stands, by the states of its actions: the drop is what delivers. A vehicle that is through with all that it was
 * told may get the way to the drop later.
 */
export const transportProgress = (state: VehicleState): TransportProgress | undefined => {
  const [pick, drop] = [statusOfAct(state, "pick"), statusOfAct(state, "drop")];
  // A drive to a charger or out of the way is an order, and no transport.
  if (pick === undefined && drop === undefined) return undefined;
  if (hasFailedLoad(state)) return "Failed";
  return drop === "FINISHED" ? "Delivered" : "InTransit";
};

/** Topics of vehicles that are listened to. */
const heard: ReadonlySet<VehicleTopic> = new Set(["connection", "state", "factsheet"]);

/**
 * The master-control side of VDA 5050: reads states and connections, and says where each transport stands. A vehicle that
 * connects is asked for its state (stateRequest, 6.8.2), since the one that it sends by itself may overtake the connection, and for
 * what it can do (factsheetRequest), which a new release of its software may have changed.
 */
export const createVehicleHost = ({ messages }: { readonly messages: VehicleMessages }) => {
  const known = new Map<string, string>();
  /** Vehicles that have connected, and told no state since. */
  const connected = new Set<string>();
  return {
    handle: async (text: string, bytes: Uint8Array, { isRepeated = false } = {}): Promise<void> => {
      const topic = parseVehicleTopic(text);
      if (!topic) return;
      if (!heard.has(topic.topic)) return;
      const { manufacturer, serialNumber } = topic;
      const address = { manufacturer, serialNumber };
      const vehicle = await messages.vehicleId(address);
      if (topic.topic === "connection") {
        const { connectionState } = connection.parse(readVehicleJson(Buffer.from(bytes).toString()));
        const online = connectionState === "ONLINE";
        await messages.vehicleConnection(vehicle, online);
        if (online && !isRepeated) connected.add(vehicle);
        if (!online) return;
        // Each by itself: who does not know the one answers the other.
        await messages.askVehicle(address, "stateRequest");
        await messages.askVehicle(address, "factsheetRequest");
        return;
      }
      if (topic.topic === "factsheet") {
        const sheet = factsheet.parse(readVehicleJson(Buffer.from(bytes).toString()));
        return messages.vehicleFactsheet(vehicle, address, sheet);
      }
      // Whom orders are sent to: where it was heard, whatever it writes into its header.
      const message = { ...state.parse(readVehicleJson(Buffer.from(bytes).toString())), ...address };
      // One that a person sends again was taken when it came, all but what it says of a transport.
      if (!isRepeated) await messages.vehicleState(vehicle, message, connected.has(vehicle));
      if (!isRepeated) connected.delete(vehicle);
      const progress = transportProgress(message);
      const key = `${message.orderId}/${progress}`;
      if (progress && (isRepeated || known.get(vehicle) !== key)) {
        await messages.transport(vehicle, message.orderId, progress, message.timestamp);
        // Remembered only once it is stored, so that a failure is tried again with the next state.
        if (!isRepeated) known.set(vehicle, key);
      }
    },
  };
};
