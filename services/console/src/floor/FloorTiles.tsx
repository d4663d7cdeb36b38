import { saidReason } from "../../../core/stop-reasons.ts";
import { formatTime } from "../lib/clock.ts";
import { stateKey, useLanguage } from "../lib/language.ts";
import type { DrawnLine } from "./FloorMap.tsx";
import { columns } from "./geometry.ts";

interface FloorTilesProps {
  readonly lines: readonly DrawnLine[];
  readonly onLine: (id: string) => void;
}

/** A floor of many lines: each a tile with its state and job, area by area. */
export const FloorTiles = ({ lines, onLine }: FloorTilesProps) => {
  const { t, pick, language } = useLanguage();
  return (
    <div className="floor tiles">
      {[...Map.groupBy(lines, ({ area }) => area)].map(([area, own]) => {
        const known = columns.find((column) => column.area === area)?.title;
        return (
          <section key={area} aria-label={area}>
            <h3>
              {known ? pick(known) : area} <small>{own.length}</small>
            </h3>
            <ul>
              {own.map((line) => {
                const { id, currentJob: job, stateCode, stateReason, stateSince } = line;
                const done = job ? (job.good + job.scrap) / Math.max(1, job.quantity) : 0;
                const state = t(stateKey(stateCode));
                const reason = pick(saidReason(stateReason ?? ""));
                const since = stateSince ? ` ${t("since")} ${formatTime(stateSince, language)}` : "";
                return (
                  <li key={id} className={`state-${stateCode ?? "off"}`}>
                    <button
                      type="button"
                      title={`${pick(line.name)} ${state}${reason ? ` ${reason}` : ""}${since}`}
                      onClick={() => onLine(id)}
                    >
                      <span>
                        <i className="dot" /> <b>{id}</b> <small>{state}</small>
                      </span>
                      <span className="tile-job">
                        {job ? `${job.workOrderId} ${job.good}/${job.quantity}` : reason}
                      </span>
                      <progress max={1} value={done} aria-hidden="true" />
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
};
