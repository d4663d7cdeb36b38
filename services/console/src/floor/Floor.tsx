import { useCallback } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, downState, stateKey, useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { mayPropose } from "../plan/proposals.ts";
import "./floor.css";

interface LineView {
  readonly id: string;
  readonly name: Bilingual;
  readonly area: string;
  readonly stateCode: number | null;
  readonly stateReason: string | null;
  readonly stateSince: string | null;
  readonly energyKWh: number | null;
  readonly currentJob: {
    readonly id: string;
    readonly workOrderId: string;
    readonly good: number;
    readonly scrap: number;
    readonly quantity: number;
  } | null;
  readonly queued: number;
}

interface VehicleView {
  readonly id: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly driving: boolean;
  readonly battery: number | null;
  readonly orderId: string | null;
  readonly loadId: string | null;
}

const floorQuery = `query Floor {
  lines { id name { zh en } area stateCode stateReason stateSince energyKWh queued currentJob { id workOrderId good scrap quantity } }
  vehicles { id x y driving battery orderId loadId }
}`;

/** Metres of the shop floor drawn. */
const floor = { width: 112, height: 54 };
const box = { width: 15.5, height: 7.4 };
/** Lines stand beside the lane that vehicles drive on. */
const beside = 2.6;
const below = { y: 3.4, textAnchor: "middle" } as const;
const before = { x: -2.8, y: 0.5, textAnchor: "end" } as const;
const columns: readonly { area: string; x: number; title: Bilingual }[] = [
  { area: "SMT", x: 20, title: { zh: "贴片", en: "SMT" } },
  { area: "ASSY", x: 50, title: { zh: "装配", en: "Assembly" } },
  { area: "BURNIN", x: 70, title: { zh: "老化", en: "Burn-in" } },
  { area: "TEST", x: 90, title: { zh: "测试", en: "Test" } },
];

const LineBox = ({
  line,
  x,
  y,
  onAsk,
}: {
  line: LineView;
  x: number;
  y: number;
  onAsk: (text: string) => void;
}) => {
  const { t, pick, language } = useLanguage();
  const job = line.currentJob;
  const done = job ? (job.good + job.scrap) / Math.max(1, job.quantity) : 0;
  const label = `${pick(line.name)} ${t(stateKey(line.stateCode))}${line.stateReason ? ` ${line.stateReason}` : ""}`;
  const ask = () => onAsk(language === "zh" ? `${line.id} 在干什么？` : `What is ${line.id} doing?`);
  return (
    <g
      transform={`translate(${x + beside} ${y - box.height / 2})`}
      className={`line-box state-${line.stateCode ?? "off"}`}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={ask}
      onKeyDown={(event) => event.key === "Enter" && ask()}
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

interface FloorProps {
  readonly roles: readonly string[];
  readonly onAsk: (text: string) => void;
  readonly onRepair: (line: string) => void;
}

/** The shop floor as it is now: lines with their state and job, vehicles where they drive. */
export const Floor = ({ roles, onAsk, onRepair }: FloorProps) => {
  const { t, pick, language } = useLanguage();
  const { data, failed, reload } = useQuery<{ lines: readonly LineView[]; vehicles: readonly VehicleView[] }>(
    floorQuery,
  );
  useEventNudge(
    ["equipment", "job", "vehicle", "transport"],
    700,
    useCallback(() => reload(), [reload]),
  );
  const counts = new Map<number | null, number>();
  for (const line of data?.lines ?? []) counts.set(line.stateCode, (counts.get(line.stateCode) ?? 0) + 1);
  const askAbout = (id: string) => (language === "zh" ? `${id} 在干什么？` : `What is ${id} doing?`);
  const broken = (data?.lines ?? []).filter(({ stateCode }) => stateCode === downState);

  return (
    <section className="view" aria-label={t("floor")}>
      <header className="pane-head">
        <h2>{t("floor")}</h2>
        <div className="legend">
          {[1100, 4500, 2202, downState].map((code) => (
            <span key={code} className={`state-${code}`}>
              <i className="dot" /> {t(stateKey(code))} {counts.get(code) ?? 0}
            </span>
          ))}
        </div>
      </header>
      {failed ? <p className="error">{t("loadFailed")}</p> : null}
      {broken.map((line) => (
        <p key={line.id} className="broken">
          <b>{line.id}</b> {t(stateKey(downState))} · {line.stateReason}
          {line.stateSince ? ` · ${t("since")} ${formatTime(line.stateSince, language)}` : ""}
          {mayPropose(roles) ? (
            <button type="button" onClick={() => onRepair(line.id)}>
              {t("repair")}
            </button>
          ) : null}
        </p>
      ))}
      <div className="floor">
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
              {(data?.lines ?? [])
                .filter((line) => line.area === column.area)
                .map((line, index) => (
                  <LineBox key={line.id} line={line} x={column.x} y={8 + index * 10} onAsk={onAsk} />
                ))}
            </g>
          ))}
          {(data?.vehicles ?? []).map((vehicle) => (
            <g
              key={vehicle.id}
              className={`vehicle ${vehicle.driving ? "driving" : ""}`}
              style={{ transform: `translate(${vehicle.x ?? 0}px, ${vehicle.y ?? 25}px)` }}
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
      <ul className="lines">
        {(data?.lines ?? []).map((line) => (
          <li key={line.id} className={`state-${line.stateCode ?? "off"}`}>
            <button type="button" className="quiet" onClick={() => onAsk(askAbout(line.id))}>
              <i className="dot" /> <b>{line.id}</b> <span>{t(stateKey(line.stateCode))}</span>
            </button>
            <span className="at-line">
              {line.currentJob
                ? `${line.currentJob.workOrderId} · ${line.currentJob.good}/${line.currentJob.quantity}`
                : (line.stateReason ?? "")}
            </span>
            {line.queued > 0 ? (
              <small>
                {t("waiting")} {line.queued}
              </small>
            ) : null}
          </li>
        ))}
        {(data?.vehicles ?? []).map((vehicle) => (
          <li key={vehicle.id}>
            <span className="at-line">
              <b>{vehicle.id}</b> {vehicle.orderId ?? t("state2202")}
            </span>
            <small>
              {t("battery")} {vehicle.battery === null ? "?" : Math.round(vehicle.battery)} %
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
};
