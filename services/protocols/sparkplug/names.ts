/** Metric names that the plant's lines use, and the two that the standard fixes. */
export const metricNames = {
  bdSeq: "bdSeq",
  rebirth: "Node Control/Rebirth",
  stateCode: "State/Code",
  stateReason: "State/Reason",
  jobReport: "Job/Report",
  jobCommand: "Job Control/Command",
  energy: "Energy/kWh",
  temperature: "Temperature/C",
} as const;

/** The device of an edge node that is the line itself; what else is under the node is a part of it. */
export const lineDevice = "LINE";

/** Station states as IPC-2591 (CFX) numbers them, after SEMI E58. */
export const stationState = {
  running: 1100,
  blocked: 2201,
  starved: 2202,
  setup: 4500,
  down: 5300,
} as const;

export type StationStateCode = (typeof stationState)[keyof typeof stationState];
