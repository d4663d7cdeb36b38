import type { Generated } from "kysely";
import type { Roadmap } from "../../protocols/roadmap/description.ts";
import type { NodeAct } from "../../protocols/vda5050/order-actions.ts";
import type { Json } from "./json.ts";

/** Roads of vehicles, and who is where on them by what it was told. */
export interface TrafficTables {
  roadmap: RoadmapTable;
  traffic: TrafficTable;
  vehicle_route: VehicleRouteTable;
  vehicle_header: VehicleHeaderTable;
}

/** The headerId of the message that was promised last, of each topic on which vehicles are spoken to. */
export interface VehicleHeaderTable {
  topic: string;
  header_id: string;
}

export interface RoadmapTable {
  id: Generated<boolean>;
  description: Json<Roadmap>;
  version: Generated<number>;
  changed_at: Date;
}

export interface TrafficTable {
  id: Generated<boolean>;
  revision: Generated<string>;
  problems: Json<TrafficProblem[]>;
}

/** What people have to look at. */
export interface TrafficProblem {
  /** A vehicle, a transport, or the roadmap. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

export type LoadAct = Extract<NodeAct, "pick" | "drop">;

/** A node of what is released to a vehicle. */
export interface RouteNode {
  readonly node: string;
  /** VDA 5050 sequence id within the order in hand. */
  readonly seq: number;
  /** What it does there. */
  readonly acts: readonly NodeAct[];
}

export interface VehicleRouteTable {
  vehicle_id: string;
  order_id: string;
  update_id: number;
  /** The transport that the order carries; null for a vehicle that makes room or goes to wait. */
  transport_id: string | null;
  /** What of the transport is still to be brought into the order. */
  stage: LoadAct | "done";
  /** The order has its end: the next begins when the vehicle is through with it. */
  is_closed: boolean;
  released: Json<RouteNode[]>;
  planned: Json<string[]>;
  waits_for: string | null;
  stands: string | null;
  changed_at: Date;
}
