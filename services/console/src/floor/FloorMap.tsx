import type { ReactNode } from "react";
import { saidReason } from "../../../core/stop-reasons.ts";
import { formatTime } from "../lib/clock.ts";
import { endOf } from "../lib/labels.ts";
import { type Bilingual, stateKey, useLanguage } from "../lib/language.ts";
import { DrawZone } from "./DrawZone.tsx";
import { FloorTiles } from "./FloorTiles.tsx";
import { columns, fitsDrawing, floor, rowY, viewOf } from "./geometry.ts";
import { Roads } from "./Roads.tsx";
import type { DrawnRoads, DrawnRoute } from "./traffic.ts";
import { type DrawnVehicle, VehicleMark } from "./VehicleMark.tsx";
import type { ZoneDraft } from "./Zones.tsx";
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

const box = { width: 14.2, height: 7.4 };
/** Lines stand beside the stations that vehicles drive to. */
const beside = 2.6;
/** Longer ids than this leave no room beside them, and still longer ones are drawn closer together. */
const shortId = 6;
const wideId = 10;

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
  const state = t(stateKey(line.stateCode));
  const stateBeside = line.id.length <= shortId;
  const reason = pick(saidReason(line.stateReason ?? ""));
  const label = `${line.id} ${pick(line.name)} ${state}${reason ? ` ${reason}` : ""}`;
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
      <circle cx={1.6} cy={1.9} r={0.7} className="lamp" />
      <text
        x={2.8}
        y={2.5}
        className="line-id"
        {...(line.id.length > wideId
          ? { textLength: box.width - 3.4, lengthAdjust: "spacingAndGlyphs" }
          : {})}
      >
        {line.id}
      </text>
      {stateBeside ? (
        <text x={box.width - 0.6} y={2.4} textAnchor="end" className="line-state">
          {state}
        </text>
      ) : null}
      <text x={1.2} y={5} className="line-job">
        {job
          ? endOf(`${job.workOrderId} ${job.good}/${job.quantity}`, box.width - 1.4, 1.35)
          : [stateBeside ? null : state, reason].filter(Boolean).join(" · ")}
      </text>
      <rect x={1.2} y={5.8} width={box.width - 2.4} height={0.6} rx={0.3} className="track" />
      <rect x={1.2} y={5.8} width={(box.width - 2.4) * done} height={0.6} rx={0.3} className="fill" />
    </g>
  );
};

interface FloorMapProps {
  /** Undefined for a map that the lines do not stand on. */
  readonly lines: readonly DrawnLine[] | undefined;
  readonly vehicles: readonly DrawnVehicle[];
  readonly roads?: DrawnRoads | undefined;
  readonly routes?: readonly DrawnRoute[];
  readonly chosen?: string | undefined;
  readonly onVehicle?: (id: string) => void;
  /** Vehicles are where they are drawn; without, they glide to where they are reported. */
  readonly still?: boolean;
  readonly onLine: (id: string) => void;
  /** A zone that is being drawn. */
  readonly draft?: ZoneDraft | undefined;
  readonly onDraft?: ((draft: ZoneDraft) => void) | undefined;
  /** What else is drawn, over all of it. */
  readonly children?: ReactNode;
}

/** The shop floor: lines with their state and job, roads, vehicles where they drive and their ways. */
export const FloorMap = (props: FloorMapProps) => {
  const {
    lines,
    vehicles,
    roads,
    routes = [],
    chosen,
    still,
    onLine,
    onVehicle,
    draft,
    onDraft,
    children,
  } = props;
  const { t, pick } = useLanguage();
  const traffic = (
    <>
      {roads ? <Roads roads={roads} routes={routes} vehicles={vehicles} chosen={chosen} /> : null}
      {vehicles.map((vehicle) => (
        <VehicleMark
          key={vehicle.id}
          vehicle={vehicle}
          vehicles={vehicles}
          stands={
            vehicle.isAway ||
            routes.some(({ vehicleId, stands }) => vehicleId === vehicle.id && stands !== null)
          }
          onChoose={onVehicle}
        />
      ))}
      {draft && onDraft ? <DrawZone draft={draft} onDraft={onDraft} /> : null}
      {children}
    </>
  );
  if (!lines || !fitsDrawing(lines))
    return (
      <>
        {lines ? <FloorTiles lines={lines} onLine={onLine} /> : null}
        {roads ? (
          <div className={`floor ${still ? "still" : ""}`}>
            <svg viewBox={viewOf(roads.nodes)} role="group" aria-label={t("roads")}>
              {traffic}
            </svg>
          </div>
        ) : null}
      </>
    );
  return (
    <div className={`floor ${still ? "still" : ""}`}>
      <svg viewBox={`-6 -2 ${floor.width + 8} ${floor.height + 4}`} role="group" aria-label={t("floor")}>
        <g transform="translate(-4 20)" className="warehouse">
          <rect width={8} height={10} rx={1} />
          <text x={-0.6} y={-0.6}>
            WH-1
          </text>
        </g>
        {columns.map((column) => (
          <g key={column.area}>
            <text x={column.x + beside + box.width / 2} y={0.6} textAnchor="middle" className="area-title">
              {pick(column.title)}
            </text>
            {lines
              .filter((line) => line.area === column.area)
              .map((line, index) => (
                <LineBox key={line.id} line={line} x={column.x} y={rowY(index)} onLine={onLine} />
              ))}
          </g>
        ))}
        {traffic}
      </svg>
    </div>
  );
};
