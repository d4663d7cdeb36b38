import { useLanguage } from "../lib/language.ts";
import { bolt } from "./Roads.tsx";
import { hueOf } from "./traffic.ts";

export interface DrawnVehicle {
  readonly id: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly driving: boolean;
  /** Of a record: it had no connection then. */
  readonly isAway?: boolean;
  readonly battery: number | null;
  /** Absent in records of the past. */
  readonly charging?: boolean;
  /** When it was heard last, ISO 8601; absent in records of the past. */
  readonly heardTime?: string;
  readonly mapId?: string | null;
  readonly orderId: string | null;
  readonly loadId: string | null;
}

interface VehicleMarkProps {
  readonly vehicle: DrawnVehicle;
  readonly vehicles: readonly DrawnVehicle[];
  readonly stands: boolean;
  readonly onChoose?: ((id: string) => void) | undefined;
}

/** A vehicle where it is; without `onChoose` it is a picture only. */
export const VehicleMark = ({ vehicle, vehicles, stands, onChoose }: VehicleMarkProps) => {
  const { t } = useLanguage();
  const { id, x, y, driving, battery, charging, orderId, loadId } = vehicle;
  if (x === null || y === null) return null;
  const label = `${id} ${orderId ?? ""} ${t("battery")} ${battery ?? "?"} %`;
  const acts = onChoose
    ? {
        role: "button",
        tabIndex: 0,
        "aria-label": label,
        onClick: () => onChoose(id),
        onKeyDown: (event: React.KeyboardEvent) => event.key === "Enter" && onChoose(id),
      }
    : {};
  return (
    <g
      {...acts}
      className={`vehicle ${driving ? "driving" : ""} ${stands ? "stands" : ""}`}
      style={{ transform: `translate(${x}px, ${y}px)`, "--hue": hueOf(vehicles, id) } as React.CSSProperties}
    >
      <title>{label}</title>
      <rect x={-1.8} y={-1.2} width={3.6} height={2.4} rx={0.7} />
      {charging ? <path d={bolt} className="bolt" /> : null}
      {loadId ? <rect x={-0.8} y={-0.7} width={1.6} height={1.4} rx={0.2} className="load" /> : null}
      <text y={2.9} textAnchor="middle" className="vehicle-id">
        {id.replace(/^AGV-/, "")} {battery === null ? "" : `${Math.round(battery)}%`}
      </text>
    </g>
  );
};
