import { useCallback, useState } from "react";
import { saidReason } from "../../../core/stop-reasons.ts";
import { formatTime, usePlantNow } from "../lib/clock.ts";
import { useFirst } from "../lib/first.ts";
import { useQuery } from "../lib/graphql.ts";
import { useKept } from "../lib/kept.ts";
import { type Bilingual, downState, stateKey, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { useEventNudge } from "../lib/socket.ts";
import { PatrolList } from "../patrol/PatrolList.tsx";
import { PatrolMarks } from "../patrol/PatrolMarks.tsx";
import { type PatrolNow, patrolQuery } from "../patrol/types.ts";
import { Loading } from "../shell/Loading.tsx";
import { FleetList } from "./FleetList.tsx";
import { type DrawnLine, FloorMap } from "./FloorMap.tsx";
import { fitsDrawing } from "./geometry.ts";
import { Layout } from "./Layout.tsx";
import { countStates } from "./states.ts";
import { type OpenTransport, Transports } from "./Transports.tsx";
import { type DrawnRoads, type DrawnRoute, mapsOf, onMap, roadsQuery } from "./traffic.ts";
import type { DrawnVehicle } from "./VehicleMark.tsx";
import { type ZoneDraft, Zones } from "./Zones.tsx";
import "./floor.css";

interface LineView extends DrawnLine {
  readonly energyKWh: number | null;
  readonly queued: number;
}

const floorQuery = `query Floor {
  lines { id name { zh en } area stateCode stateReason stateSince energyKWh queued currentJob { id workOrderId good scrap quantity } }
  vehicles { id x y driving battery charging heardTime mapId orderId loadId }
  vehicleRoutes { vehicleId transportOrderId released planned waitsFor stands }
  transports { id status workOrderId vehicleId fromStation toStation }
  trafficProblems { id text { zh en } }
}`;

interface FloorProps {
  readonly onAsk: (text: string) => void;
  readonly onRepair: (line: string) => void;
}

/** The shop floor as it is now: lines with their state and job, vehicles where they drive. */
export const Floor = ({ onAsk, onRepair }: FloorProps) => {
  const { t, pick, language } = useLanguage();
  const { allowed: mayPropose } = useMay("proposeRepair");
  const { data, failure, reload } = useQuery<{
    lines: readonly LineView[];
    vehicles: readonly DrawnVehicle[];
    vehicleRoutes: readonly DrawnRoute[];
    transports: readonly OpenTransport[];
    trafficProblems: readonly { readonly id: string; readonly text: Bilingual }[];
  }>(floorQuery);
  const { data: roads, reload: reloadRoads } = useQuery<{ roadmap: DrawnRoads | null }>(roadsQuery);
  useEventNudge(
    ["roadmap"],
    700,
    useCallback(() => reloadRoads(), [reloadRoads]),
  );
  const findings = useFirst(60);
  const { data: patrol, reload: reloadPatrol } = useQuery<PatrolNow>(
    patrolQuery,
    { first: findings.first },
    "patrol",
  );
  useEventNudge(["patrol"], 1_500, reloadPatrol);
  const now = usePlantNow(60_000);
  const [chosen, setChosen] = useState<string>();
  const choose = (id: string) => setChosen((before) => (before === id ? undefined : id));
  useEventNudge(
    ["equipment", "job", "vehicle", "transport"],
    700,
    useCallback(() => reload(), [reload]),
  );
  const [draft, setDraft] = useKept<ZoneDraft>("zone");
  const [shown, setShown] = useState<string>();
  const all = roads?.roadmap ?? undefined;
  const maps = all ? mapsOf(all) : [];
  const map = shown !== undefined && maps.includes(shown) ? shown : (maps[0] ?? "");
  const isFirst = map === (maps[0] ?? "");
  const drawn = all && onMap(all, map);
  const vehicles = (data?.vehicles ?? []).filter(
    ({ mapId }) => (mapId ?? all?.mapId) === map || maps.length < 2,
  );
  const chargers = new Set(all?.nodes.filter(({ charging }) => charging).map(({ id }) => id));
  const askAbout = (id: string) => (language === "zh" ? `${id} 在干什么？` : `What is ${id} doing?`);
  // Tiles say the same of lines that wait for nothing.
  const listed = (data?.lines ?? []).filter((line) => fitsDrawing(data?.lines ?? []) || line.queued > 0);
  const broken = (data?.lines ?? []).filter(({ stateCode }) => stateCode === downState);

  return (
    <section className="view" aria-label={t("floor")}>
      <header className="pane-head">
        <h2>{t("floor")}</h2>
        <div className="legend">
          {countStates((data?.lines ?? []).map(({ stateCode }) => stateCode)).map(
            ({ key, colour, lines }) => (
              <span key={key} className={`state-${colour}`}>
                <i className="dot" /> {t(key)} {data ? lines : ""}
              </span>
            ),
          )}
        </div>
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      {broken.map((line) => (
        <p key={line.id} className="broken">
          <b>{line.id}</b> {t(stateKey(downState))} · {pick(saidReason(line.stateReason ?? ""))}
          {line.stateSince ? ` · ${t("since")} ${formatTime(line.stateSince, language)}` : ""}
          {mayPropose ? (
            <button type="button" onClick={() => onRepair(line.id)}>
              {t("repair")}
            </button>
          ) : null}
        </p>
      ))}
      {(data?.trafficProblems ?? []).map(({ id, text }) => (
        <p key={id} className="broken">
          {pick(text)}
        </p>
      ))}
      {maps.length > 1 ? (
        <div className="segmented maps" role="group" aria-label={t("map")}>
          {maps.map((id) => (
            <button key={id} type="button" aria-pressed={id === map} onClick={() => setShown(id)}>
              {id}
            </button>
          ))}
        </div>
      ) : null}
      <FloorMap
        lines={isFirst ? (data?.lines ?? []) : undefined}
        vehicles={vehicles}
        roads={drawn}
        draft={draft}
        onDraft={setDraft}
        routes={data?.vehicleRoutes ?? []}
        chosen={chosen}
        onVehicle={choose}
        onLine={(id) => onAsk(askAbout(id))}
      >
        {isFirst ? (
          <PatrolMarks
            findings={patrol?.patrolFindings ?? []}
            robots={patrol?.patrolRobots ?? []}
            chosen={chosen}
            onFinding={choose}
          />
        ) : null}
      </FloorMap>
      {listed.length > 0 ? (
        <ul className="lines">
          {listed.map((line) => (
            <li key={line.id} className={`state-${line.stateCode ?? "off"}`}>
              <button type="button" className="quiet" onClick={() => onAsk(askAbout(line.id))}>
                <i className="dot" /> <b>{line.id}</b> <span>{t(stateKey(line.stateCode))}</span>
              </button>
              <span className="at-line">
                {line.currentJob
                  ? `${line.currentJob.workOrderId} · ${line.currentJob.good}/${line.currentJob.quantity}`
                  : pick(saidReason(line.stateReason ?? ""))}
              </span>
              {line.queued > 0 ? (
                <small>
                  {t("waiting")} {line.queued}
                </small>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <FleetList
        vehicles={data?.vehicles ?? []}
        routes={data?.vehicleRoutes ?? []}
        chargers={chargers}
        chosen={chosen}
        onChoose={choose}
        now={now}
        onDone={reload}
      />
      <Transports transports={data?.transports ?? []} onDone={reload} />
      {patrol ? (
        <PatrolList
          now={patrol}
          chosen={chosen}
          more={findings.more(patrol.patrolFindings.length)}
          onChanged={reloadPatrol}
        />
      ) : null}
      {drawn ? (
        <Zones
          zones={drawn.zones}
          mapId={isFirst ? null : map}
          draft={draft}
          onDraft={setDraft}
          onChanged={reloadRoads}
        />
      ) : null}
      <Layout onStored={reloadRoads} />
    </section>
  );
};
