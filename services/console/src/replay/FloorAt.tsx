import { jobAt, type PlantState } from "../../../replay/plant.ts";
import { type DrawnLine, FloorMap } from "../floor/FloorMap.tsx";
import { type DrawnRoads, roadsQuery } from "../floor/traffic.ts";
import type { DrawnVehicle } from "../floor/VehicleMark.tsx";
import { useQuery } from "../lib/graphql.ts";
import { placeAt } from "./track.ts";
import type { PreparedStretch } from "./useStretch.ts";

interface FloorAtProps {
  readonly stretch: PreparedStretch;
  readonly plant: PlantState;
  readonly at: number;
  readonly onLine: (id: string) => void;
}

/** The floor as it was at a moment. */
export const FloorAt = ({ stretch, plant, at, onLine }: FloorAtProps) => {
  const { data } = useQuery<{ roadmap: DrawnRoads | null }>(roadsQuery);
  const lines = stretch.lines.map(({ id, name, area }): DrawnLine => {
    const line = plant.lines.get(id);
    const job = jobAt(plant, id);
    return {
      id,
      name,
      area,
      stateCode: line?.code ?? null,
      stateReason: line?.reason ?? null,
      stateSince: line?.since === undefined ? null : new Date(line.since).toISOString(),
      currentJob: job ?? null,
    };
  });
  const vehicles = [...plant.vehicles].map(([id, vehicle]): DrawnVehicle => {
    const place = placeAt(stretch.tracks.get(id) ?? [], at);
    return {
      id,
      x: place?.x ?? null,
      y: place?.y ?? null,
      driving: vehicle.driving && vehicle.online,
      isAway: !vehicle.online,
      battery: vehicle.battery ?? null,
      orderId: vehicle.orderId ?? null,
      loadId: vehicle.loadId ?? null,
    };
  });
  return (
    <FloorMap lines={lines} vehicles={vehicles} roads={data?.roadmap ?? undefined} still onLine={onLine} />
  );
};
