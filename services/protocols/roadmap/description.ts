import { z } from "zod";

const id = z.string().min(1).max(200);
const metres = z.number().min(-1e6).max(1e6);

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
        /** Vehicles that have nothing to do wait, and charge, at such nodes. */
        parking: z.boolean().default(false),
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
        /** Length; without, the straight line between its nodes. */
        metres: z.number().optional(),
      }),
    )
    .max(40_000),
  /** Where transports begin and end, by the names that orders give them. */
  stations: z.array(z.object({ id, node: id })).max(10_000),
});
export type Roadmap = z.infer<typeof roadmap>;
