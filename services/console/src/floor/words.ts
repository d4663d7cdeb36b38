/** Sentences of the floor's traffic. */
export const floorWords = {
  fleet: { zh: "车辆", en: "Vehicles" },
  makesRoom: { zh: "让路或去待命位", en: "makes room or goes to wait" },
  releasedNodes: { zh: "已放行", en: "released" },
  plannedNodes: { zh: "已规划", en: "planned" },
  waitsForVehicle: { zh: "等", en: "waits for" },
  roads: { zh: "路网", en: "Roads" },
} as const;
