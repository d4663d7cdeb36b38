/** What a vehicle says that stands at P-1 without an order and with nothing wrong (VDA 5050 state), but for its header. */
export const standingVehicle = {
  orderId: "",
  orderUpdateId: 0,
  lastNodeId: "P-1",
  lastNodeSequenceId: 0,
  driving: false,
  operatingMode: "AUTOMATIC" as const,
  nodeStates: [],
  edgeStates: [],
  actionStates: [],
  batteryState: { batteryCharge: 80, charging: false },
  errors: [],
  safetyState: { eStop: "NONE" as const, fieldViolation: false },
};
