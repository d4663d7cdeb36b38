import { useMemo } from "react";
import type { ReplayEvent } from "../../../replay/event.ts";
import { countUpTo } from "../../../replay/timeline.ts";
import { eventDetail, eventName, isAlarm, shownObjects } from "../events/told.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";

/** What machines repeat all the time tells little between the events that matter. */
const chatter: ReadonlySet<string> = new Set(["vehicle.state", "job.progress"]);
const shownBefore = 16;
const shownAfter = 4;

interface NearbyProps {
  readonly events: readonly ReplayEvent[];
  readonly at: number;
  readonly onSeek: (time: number) => void;
}

/** What happened just before the playhead, the newest first, below what is to come. */
export const Nearby = ({ events, at, onSeek }: NearbyProps) => {
  const { t, language } = useLanguage();
  const telling = useMemo(() => events.filter(({ type }) => !chatter.has(type)), [events]);
  const count = countUpTo(telling, at);
  const shown = telling.slice(Math.max(0, count - shownBefore), count + shownAfter).reverse();
  return (
    <section className="panel nearby" aria-label={t("nearby")}>
      <h3>{t("nearby")}</h3>
      <ol>
        {shown.map((event) => (
          <li
            key={event.seq}
            className={`${event.time > at ? "to-come" : ""} ${isAlarm(event) ? "alarm" : ""}`}
          >
            <button type="button" className="quiet" onClick={() => onSeek(event.time)}>
              <time>{formatTime(event.time, language, false, true)}</time>
              <b>{eventName(event, language)}</b>
              <span>
                {shownObjects(event)
                  .slice(0, 2)
                  .map(({ id }) => id)
                  .join(" ")}{" "}
                <small>{eventDetail(event, language, t)}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {shown.length === 0 ? <p className="empty">{t("nothingYet")}</p> : null}
    </section>
  );
};
