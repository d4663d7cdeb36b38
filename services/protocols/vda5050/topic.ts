/** VDA 5050 2.1 topics: `uagv/v2/manufacturer/serial/topic` (section 6.3). */
const vehicleTopics = [
  "order",
  "instantActions",
  "state",
  "connection",
  "factsheet",
  "visualization",
] as const;
export type VehicleTopic = (typeof vehicleTopics)[number];

export interface VehicleAddress {
  readonly manufacturer: string;
  readonly serialNumber: string;
}

const prefix = "uagv/v2";

export const formatVehicleTopic = (
  { manufacturer, serialNumber }: VehicleAddress,
  topic: VehicleTopic,
): string => `${prefix}/${manufacturer}/${serialNumber}/${topic}`;

/** Undefined for what is no topic of a vehicle, or of a kind that VDA 5050 does not know. */
export const parseVehicleTopic = (
  text: string,
): (VehicleAddress & { readonly topic: VehicleTopic }) | undefined => {
  const [name, version, manufacturer, serialNumber, topic, ...rest] = text.split("/");
  if (`${name}/${version}` !== prefix || !manufacturer || !serialNumber || rest.length > 0) return undefined;
  const known = vehicleTopics.find((candidate) => candidate === topic);
  return known && { manufacturer, serialNumber, topic: known };
};
