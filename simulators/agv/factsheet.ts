const action = (actionType: string, scope: "INSTANT" | "NODE", keys: readonly string[] = []) => ({
  actionType,
  actionScopes: [scope],
  actionParameters: keys.map((key) => ({ key, valueDataType: "STRING", isOptional: true })),
  blockingTypes: [scope === "NODE" ? "HARD" : "NONE"],
});

/** What a simulated vehicle says that it is and can do (VDA 5050 2.1, 7), without the header. */
export const simulatedFactsheet = {
  typeSpecification: {
    seriesName: "MILLWRIGHT simulated",
    agvKinematic: "DIFF",
    agvClass: "CARRIER",
    maxLoadMass: 200,
    localizationTypes: ["NATURAL"],
    navigationTypes: ["VIRTUAL_LINE_GUIDED"],
  },
  physicalParameters: {
    speedMin: 0.05,
    speedMax: 1.2,
    accelerationMax: 1,
    decelerationMax: 1,
    heightMax: 0.4,
    width: 0.6,
    length: 0.9,
  },
  protocolLimits: {
    maxStringLens: { idLen: 200 },
    maxArrayLens: { "order.nodes": 0, "order.edges": 0, "node.actions": 8 },
    timing: { minOrderInterval: 0, minStateInterval: 0 },
  },
  protocolFeatures: {
    optionalParameters: [
      { parameter: "order.nodes.nodePosition", support: "SUPPORTED" },
      { parameter: "order.edges.maxSpeed", support: "SUPPORTED" },
    ],
    agvActions: [
      action("pick", "NODE", ["loadId"]),
      action("drop", "NODE", ["loadId"]),
      action("startCharging", "NODE"),
      action("stopCharging", "NODE"),
      action("cancelOrder", "INSTANT"),
      action("stateRequest", "INSTANT"),
      action("factsheetRequest", "INSTANT"),
    ],
  },
  agvGeometry: {},
  loadSpecification: {},
} as const;
