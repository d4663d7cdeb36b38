import { formatTime } from "../lib/clock.ts";
import { type Bilingual, stateKey, useLanguage } from "../lib/language.ts";
import { FloorTiles } from "./FloorTiles.tsx";
import { columns, fitsDrawing, floor, laneY, rowY } from "./geometry.ts";
import "./floor.css";

/** Of a line, what the drawing shows. */
export interface DrawnLine {
  readonly id: string;
  readonly name: Bilingual;
  readonly area: string;
  readonly stateCode: number | null;
  readonly stateReason: string | null;
  readonly stateSince: string | null;
  readonly currentJob: {
    readonly id: string;
    readonly workOrderId: string;
    readonly good: number;
    readonly scrap: number;
    readonly quantity: number;
  } | null;
}

export interface DrawnVehicle {
  readonly id: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly driving: boolean;
  readonly battery: number | null;
  readonly orderId: string | null;
  readonly loadId: string | null;
}

const box = { width: 15.5, height: 7.4 };
/** Lines stand beside the lane that vehicles drive on. */
const beside = 2.6;
const below = { y: 3.4, textAnchor: "middle" } as const;
const before = { x: -2.8, y: 0.5, textAnchor: "end" } as const;

const LineBox = ({
  line,
  x,
  y,
  onLine,
}: {
  line: DrawnLine;
  x: number;
  y: number;
  onLine: (id: string) => void;
}) => {
  const { t, pick, language } = useLanguage();
  const job = line.currentJob;
  const done = job ? (job.good + job.scrap) / Math.max(1, job.quantity) : 0;
  const label = `${pick(line.name)} ${t(stateKey(line.stateCode))}${line.stateReason ? ` ${line.stateReason}` : ""}`;
  return (
    <g
      transform={`translate(${x + beside} ${y - box.height / 2})`}
      className={`line-box state-${line.stateCode ?? "off"}`}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={() => onLine(line.id)}
      onKeyDown={(event) => event.key === "Enter" && onLine(line.id)}
    >
      <title>{`${label}${line.stateSince ? ` ${t("since")} ${formatTime(line.stateSince, language)}` : ""}`}</title>
      <rect width={box.width} height={box.height} rx={1.2} />
      <circle cx={1.7} cy={1.9} r={0.75} className="lamp" />
      <text x={3.2} y={2.5} className="line-id">
        {line.id}
      </text>
      <text x={box.width - 1} y={2.4} textAnchor="end" className="line-state">
        {t(stateKey(line.stateCode))}
      </text>
      <text x={1.2} y={5} className="line-job">
        {job ? `${job.workOrderId} ${job.good}/${job.quantity}` : (line.stateReason ?? "")}
      </text>
      <rect x={1.2} y={5.8} width={box.width - 2.4} height={0.6} rx={0.3} className="track" />
      <rect x={1.2} y={5.8} width={(box.width - 2.4) * done} height={0.6} rx={0.3} className="fill" />
    </g>
  );
};

interface FloorMapProps {
  readonly lines: readonly DrawnLine[];
  readonly vehicles: readonly DrawnVehicle[];
  /** Vehicles are where they are drawn; without, they glide to where they are reported. */
  readonly still?: boolean;
  readonly onLine: (id: string) => void;
}

/** The shop floor: lines with their state and job, vehicles where they drive. */
export const FloorMap = ({ lines, vehicles, still, onLine }: FloorMapProps) => {
  const { t, pick } = useLanguage();
  if (!fitsDrawing(lines)) return <FloorTiles lines={lines} onLine={onLine} />;
  return (
    <div className={`floor ${still ? "still" : ""}`}>
      <svg viewBox={`-6 -2 ${floor.width + 8} ${floor.height + 2}`} role="img" aria-label={t("floor")}>
        <path d="M0 25 H90 M20 8 V48 M50 8 V28 M70 8 V25 M90 8 V38" className="lane" />
        <g transform="translate(-4 20)" className="warehouse">
          <rect width={8} height={10} rx={1} />
          <text x={4} y={-1} textAnchor="middle">
            WH-1
          </text>
        </g>
        {columns.map((column) => (
          <g key={column.area}>
            <text x={column.x + beside + box.width / 2} y={1.5} textAnchor="middle" className="area-title">
              {pick(column.title)}
            </text>
            {lines
              .filter((line) => line.area === column.area)
              .map((line, index) => (
                <LineBox key={line.id} line={line} x={column.x} y={rowY(index)} onLine={onLine} />
              ))}
          </g>
        ))}
        {vehicles.map((vehicle) => (
          <g
            key={vehicle.id}
            className={`vehicle ${vehicle.driving ? "driving" : ""}`}
            style={{ transform: `translate(${vehicle.x ?? 0}px, ${vehicle.y ?? laneY}px)` }}
          >
            <title>{`${vehicle.id} ${vehicle.orderId ?? ""} ${t("battery")} ${vehicle.battery ?? "?"} %`}</title>
            <rect x={-2.2} y={-1.4} width={4.4} height={2.8} rx={0.9} />
            {vehicle.loadId ? (
              <rect x={-1} y={-0.8} width={2} height={1.6} rx={0.2} className="load" />
            ) : null}
            {/* On a lane beside lines there is room before the vehicle only. */}
            <text {...((vehicle.x ?? 0) > 12 ? before : below)} className="vehicle-id">
              {vehicle.id} {vehicle.battery === null ? "" : `${Math.round(vehicle.battery)} %`}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
};
