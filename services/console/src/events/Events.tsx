import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { unloaded } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { type PlantEvent, useConnected } from "../lib/socket.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { Loading } from "../shell/Loading.tsx";
import { folded } from "./fold.ts";
import { SetAside } from "./SetAside.tsx";
import {
  eventDetail,
  eventName,
  type Group,
  groups,
  isAlarm,
  isIn,
  shareDone,
  shownObjects,
} from "./told.ts";
import { useStream } from "./useStream.ts";
import "./events.css";

const Row = ({ event, times }: { event: PlantEvent; times: number }) => {
  const { t, language } = useLanguage();
  const share = shareDone(event);
  return (
    <li className={isAlarm(event) ? "alarm" : ""}>
      <time dateTime={event.time}>{formatTime(event.time, language)}</time>
      <b title={event.type}>{eventName(event, language)}</b>
      <span className="objects">
        {shownObjects(event).map((object) => (
          <span key={`${object.id}/${object.qualifier}`} className="tag" title={object.qualifier}>
            {object.id}
          </span>
        ))}
        {share === undefined ? null : (
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${share * 100}%` }} />
          </span>
        )}
        <span className="detail-text">{eventDetail(event, language, t)}</span>
        {times > 1 ? <span className="count">× {times}</span> : null}
      </span>
      <small>{event.source}</small>
    </li>
  );
};

/** The one stream: every change of the plant and every act of the brain, newest first. */
export const Events = () => {
  const { t, language } = useLanguage();
  const { events, state, problem, earlier } = useStream();
  const connected = useConnected();
  const [filter, setFilter] = useState("");
  const [group, setGroup] = useState<Group>();

  const shown = events.filter((event) => {
    if (group && !isIn(event, group)) return false;
    const ids = event.objects.map((object) => object.id).join(" ");
    const text = `${event.type} ${eventName(event, language)} ${event.source} ${ids}`.toLowerCase();
    return text.includes(filter.toLowerCase());
  });
  const chosen = [undefined, ...(Object.keys(groups) as Group[])];
  return (
    <section className="view" aria-label={t("events")}>
      <header className="pane-head">
        <h2>{t("events")}</h2>
        <div className="segmented" role="group">
          {chosen.map((name) => (
            <button
              type="button"
              key={name ?? "all"}
              aria-pressed={group === name}
              onClick={() => setGroup(name)}
            >
              {t(name ?? "all")}
            </button>
          ))}
        </div>
        <input
          type="search"
          value={filter}
          placeholder={t("searchEvents")}
          aria-label={t("searchEvents")}
          onChange={(event) => setFilter(event.target.value)}
        />
      </header>
      <SetAside />
      <Loading
        loaded={state === "loaded" || events.length > 0}
        failure={state === "failed" || (state === "loading" && !connected) ? unloaded : undefined}
      />
      {state === "loaded" && shown.length === 0 ? (
        <p className="empty">{t(events.length > 0 ? "nothingMatches" : "nothingYet")}</p>
      ) : null}
      <ol className="events">
        {folded(shown, (event) => eventDetail(event, language, t)).map(({ key, newest, times }) => (
          <Row key={key} event={newest} times={times} />
        ))}
      </ol>
      <ActProblem of={problem} />
      <Earlier load={earlier} />
    </section>
  );
};
