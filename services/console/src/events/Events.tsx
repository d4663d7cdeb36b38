import { useEffect, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { type PlantEvent, request, socket } from "../lib/socket.ts";
import "./events.css";

const kept = 300;

/** The one stream: every change of the plant and every act of the brain, newest first. */
export const Events = () => {
  const { t, language } = useLanguage();
  const [events, setEvents] = useState<readonly PlantEvent[]>([]);
  const [filter, setFilter] = useState("");

  useEffect(() => {
    const add = (more: readonly PlantEvent[]) =>
      setEvents((known) => {
        const seen = new Set(known.map((event) => event.id));
        return [...more.filter((event) => !seen.has(event.id)).reverse(), ...known].slice(0, kept);
      });
    const load = () =>
      request<{ events: PlantEvent[] }>("events.recent", { limit: 100 }).then(
        ({ events: recent }) => add(recent),
        () => {},
      );
    socket.on("events", add);
    socket.on("connect", load);
    if (socket.connected) void load();
    return () => {
      socket.off("events", add);
      socket.off("connect", load);
    };
  }, []);

  const shown = events.filter((event) => {
    const text =
      `${event.type} ${event.source} ${event.objects.map((object) => object.id).join(" ")}`.toLowerCase();
    return text.includes(filter.toLowerCase());
  });
  return (
    <section className="view" aria-label={t("events")}>
      <header className="pane-head">
        <h2>{t("events")}</h2>
        <input
          type="search"
          value={filter}
          placeholder={t("search")}
          aria-label={t("search")}
          onChange={(event) => setFilter(event.target.value)}
        />
      </header>
      {shown.length === 0 ? <p className="empty">{t("nothingYet")}</p> : null}
      <ol className="events">
        {shown.map((event) => (
          <li key={event.id}>
            <time dateTime={event.time}>{formatTime(event.time, language)}</time>
            <b>{event.type}</b>
            <span className="objects">
              {event.objects.map((object) => (
                <span key={`${object.id}/${object.qualifier}`} className="tag" title={object.qualifier}>
                  {object.id}
                </span>
              ))}
            </span>
            <small>{event.source}</small>
          </li>
        ))}
      </ol>
    </section>
  );
};
