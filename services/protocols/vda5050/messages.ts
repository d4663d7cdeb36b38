import { z } from "zod";

/** VDA 5050 version 2.1.0 messages; only what the standard requires plus what this plant uses is modelled. */
const id = z.string().min(1).max(200);
const sequenceId = z.number().int().nonnegative();

const header = z.object({
  headerId: z.number().int().nonnegative(),
  timestamp: z.iso.datetime(),
  version: z.string().regex(/^2\.\d+\.\d+$/),
  manufacturer: id,
  serialNumber: id,
});
export type Header = z.infer<typeof header>;
/** What a message says, whoever it is sent to. */
export type WithoutHeader<Message extends Header> = Omit<Message, keyof Header>;

const actionParameter = z.object({
  key: id,
  value: z.union([z.string(), z.number(), z.boolean()]),
});

const action = z.object({
  actionType: id,
  actionId: id,
  blockingType: z.enum(["NONE", "SOFT", "HARD"]),
  actionParameters: z.array(actionParameter).default([]),
});
export type Action = z.infer<typeof action>;

const nodePosition = z.object({ x: z.number(), y: z.number(), mapId: id });

const node = z.object({
  nodeId: id,
  sequenceId,
  released: z.boolean(),
  nodePosition: nodePosition.optional(),
  actions: z.array(action),
});

const edge = z.object({
  edgeId: id,
  sequenceId,
  released: z.boolean(),
  startNodeId: id,
  endNodeId: id,
  /** Metres a second. */
  maxSpeed: z.number().positive().optional(),
  actions: z.array(action),
});

export const order = header.extend({
  orderId: id,
  orderUpdateId: z.number().int().nonnegative(),
  nodes: z.array(node).min(1),
  edges: z.array(edge),
});
export type Order = z.infer<typeof order>;

export const instantActions = header.extend({ actions: z.array(action).min(1) });
export type InstantActions = z.infer<typeof instantActions>;

const actionStatuses = ["WAITING", "INITIALIZING", "RUNNING", "PAUSED", "FINISHED", "FAILED"] as const;

const vehicleError = z.object({
  errorType: id,
  errorLevel: z.enum(["WARNING", "FATAL"]),
  errorDescription: z.string().optional(),
  errorReferences: z.array(z.object({ referenceKey: id, referenceValue: z.string() })).optional(),
});
export type VehicleError = z.infer<typeof vehicleError>;

export const state = header.extend({
  orderId: z.string(),
  orderUpdateId: z.number().int().nonnegative(),
  lastNodeId: z.string(),
  lastNodeSequenceId: sequenceId,
  driving: z.boolean(),
  paused: z.boolean().optional(),
  operatingMode: z.enum(["AUTOMATIC", "SEMIAUTOMATIC", "MANUAL", "SERVICE", "TEACHIN"]),
  nodeStates: z.array(z.object({ nodeId: id, sequenceId, released: z.boolean() })),
  edgeStates: z.array(z.object({ edgeId: id, sequenceId, released: z.boolean() })),
  actionStates: z.array(
    z.object({ actionId: id, actionType: z.string().optional(), actionStatus: z.enum(actionStatuses) }),
  ),
  agvPosition: z
    .object({ x: z.number(), y: z.number(), theta: z.number(), mapId: id, positionInitialized: z.boolean() })
    .optional(),
  loads: z.array(z.object({ loadId: z.string().optional() })).optional(),
  batteryState: z.object({ batteryCharge: z.number().min(0).max(100), charging: z.boolean() }),
  errors: z.array(vehicleError),
  safetyState: z.object({
    eStop: z.enum(["AUTOACK", "MANUAL", "REMOTE", "NONE"]),
    fieldViolation: z.boolean(),
  }),
});
export type VehicleState = z.infer<typeof state>;

export const connection = header.extend({
  connectionState: z.enum(["ONLINE", "OFFLINE", "CONNECTIONBROKEN"]),
});
