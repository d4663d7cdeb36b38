import { z } from "zod";

/** VDA 5050 version 2.1.0 messages; only what the standard requires plus what this plant uses is modelled. */
const id = z.string().min(1).max(200);
const sequenceId = z.number().int().nonnegative();

/** A gauge that is a little beyond its ends is at them. */
const percent = z.number().transform((value) => Math.min(100, Math.max(0, value)));

const header = z.object({
  headerId: z.number().int().nonnegative(),
  timestamp: z.iso.datetime({ offset: true }),
  version: z.string().regex(/^2\.\d+(\.\d+)?$/, "must be 2.x, as the topics are"),
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
  errorType: z.string(),
  errorLevel: z.enum(["WARNING", "FATAL"]),
  errorDescription: z.string().optional(),
  errorReferences: z.array(z.object({ referenceKey: z.string(), referenceValue: z.string() })).optional(),
});
export type VehicleError = z.infer<typeof vehicleError>;

export const state = header.extend({
  // One that has had no order, or has passed no node, leaves these out as often as not.
  orderId: z.string().default(""),
  orderUpdateId: z.number().int().nonnegative().default(0),
  lastNodeId: z.string().default(""),
  lastNodeSequenceId: sequenceId.default(0),
  driving: z.boolean(),
  paused: z.boolean().optional(),
  operatingMode: z.enum(["AUTOMATIC", "SEMIAUTOMATIC", "MANUAL", "SERVICE", "TEACHIN"]),
  nodeStates: z.array(z.object({ nodeId: id, sequenceId, released: z.boolean() })),
  edgeStates: z.array(z.object({ edgeId: id, sequenceId, released: z.boolean() })).default([]),
  actionStates: z
    .array(
      z.object({ actionId: id, actionType: z.string().optional(), actionStatus: z.enum(actionStatuses) }),
    )
    .default([]),
  // Only shown: vehicles are led by their nodes, and one that does not know where it is says much else.
  agvPosition: z
    .object({
      x: z.number(),
      y: z.number(),
      theta: z.number(),
      mapId: z.string(),
      positionInitialized: z.boolean(),
    })
    .optional()
    .catch(undefined),
  loads: z.array(z.object({ loadId: z.string().optional() })).optional(),
  batteryState: z.object({ batteryCharge: percent, charging: z.boolean() }),
  errors: z.array(vehicleError).default([]),
  safetyState: z.object({
    eStop: z.enum(["AUTOACK", "MANUAL", "REMOTE", "NONE"]),
    fieldViolation: z.boolean(),
  }),
});
export type VehicleState = z.infer<typeof state>;

export const connection = header.extend({
  connectionState: z.enum(["ONLINE", "OFFLINE", "CONNECTIONBROKEN"]),
});
