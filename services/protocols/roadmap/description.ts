import { z } from "zod";

const id = z.string().min(1).max(200);
const metres = z.number().min(-1e6).max(1e6);
/** Metres a second. */
const speed = z.number().gt(0).max(100);
const percent = z.number().min(0).max(100);

/** Kinds of VDA 5050 3.0 (`zoneType`): nobody drives in, or nobody faster than `maximumSpeed`. */
const zoneTypes = ["BLOCKED", "SPEED_LIMIT"] as const;

/** A part of a map, as `zone` of a VDA 5050 3.0 zone set. */
const zone = z.object({
  zoneId: id,
  zoneType: z.enum(zoneTypes),
  /** What people call it, and why it is there. */
  zoneDescriptor: z.string().max(200).optional(),
  /** Corners, in turn. */
  vertices: z
    .array(z.object({ x: metres, y: metres }))
    .min(3)
    .max(200),
  /** Of a SPEED_LIMIT. */
  maximumSpeed: speed.optional(),
  /** Of which map it is a part, where that is another than the roadmap's. */
  mapId: id.optional(),
});
export type Zone = z.infer<typeof zone>;

/** When vehicles charge, in percent of charge. */
const batteryRule = z.object({
  /** Below this it takes no transport and goes to charge. */
  low: percent,
  /** While it charges it takes none below this. */
  enough: percent,
  /** Below this it goes to charge when it has nothing else to do. */
  idle: percent,
});
export type BatteryRule = z.infer<typeof batteryRule>;
export const usualBatteryRule: BatteryRule = { low: 25, enough: 50, idle: 80 };

/**
 * Where vehicles stand and drive. One vehicle at a node, one on an edge; so nodes lie at least a vehicle's length apart, and edges
 * that cross or lie closer than its width meet in a node.
 */
export const roadmap = z.object({
  /** VDA 5050 `mapId`, of which the coordinates are. */
  mapId: id,
  nodes: z
    .array(
      z.object({
        /** VDA 5050 `nodeId`. */
        id,
        /** Metres on the map. */
        x: metres,
        y: metres,
        /** Vehicles that have nothing to do wait at such nodes. */
        parking: z.boolean().default(false),
        /** Vehicles charge at such nodes (actions `startCharging` and `stopCharging`). */
        charging: z.boolean().optional(),
        /** The map that it is on, where that is another than the roadmap's: another floor, reached by a lift. */
        mapId: id.optional(),
      }),
    )
    .min(1)
    .max(10_000),
  edges: z
    .array(
      z.object({
        /** VDA 5050 `edgeId`. */
        id,
        from: id,
        to: id,
        /** Driven in both directions, by one vehicle at a time. */
        bidirectional: z.boolean().default(false),
        /** Length; without, the straight line between its nodes. Needed between two maps. */
        metres: z.number().optional(),
        /** Metres a second that may be driven on it (VDA 5050 `maxSpeed`). */
        maxSpeed: speed.optional(),
      }),
    )
    .max(40_000),
  /** Where transports begin and end, by the names that orders give them. */
  stations: z.array(z.object({ id, node: id })).max(10_000),
  zones: z.array(zone).max(1_000).optional(),
  battery: batteryRule.optional(),
});
export type Roadmap = z.infer<typeof roadmap>;

/** The map of a node or zone. */
export const mapOf = (
  { mapId }: Pick<Roadmap, "mapId">,
  part: { readonly mapId?: string | undefined },
): string => part.mapId ?? mapId;
