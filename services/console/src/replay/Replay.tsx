import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { stateKey, useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Choose } from "./Choose.tsx";
import { Controls } from "./Controls.tsx";
import { Figures, LineTable } from "./Figures.tsx";
import { FloorAt } from "./FloorAt.tsx";
import { keyLeads } from "./keys.ts";
import { Nearby } from "./Nearby.tsx";
import { OrdersAt } from "./OrdersAt.tsx";
import { MarkLegend, Scrubber } from "./Scrubber.tsx";
import { Strip } from "./Strip.tsx";
import { dayMs, linkOf, type Place, placeOf, type Range, usualRange, within } from "./stretch.ts";
import { TransportsAt } from "./TransportsAt.tsx";
import { usePlans } from "./usePlans.ts";
import { usePlayer } from "./usePlayer.ts";
import { type PreparedStretch, useStretch } from "./useStretch.ts";
import "../plan/plan.css";
import "../orders/orders.css";
import "./replay.css";

/** What takes keys for itself. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

const linkEveryMs = 1_000;

/** Keeps the link of the page at the place that is seen, without a step in the browser's history for each. */
const useLink = (place: Place) => {
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => {
    const write = () => {
      const link = linkOf(latest.current);
      if (location.hash !== link) history.replaceState(null, "", link);
    };
    write();
    const timer = setInterval(write, linkEveryMs);
    return () => {
      clearInterval(timer);
      history.replaceState(null, "", location.pathname);
    };
  }, []);
};

interface ShownProps {
  readonly stretch: PreparedStretch;
  readonly start: number;
  readonly recorded: Range;
  readonly onAsk: (text: string) => void;
}

/** A loaded stretch, seen at its playhead. */
const Shown = ({ stretch, start, recorded, onAsk }: ShownProps) => {
  const { t, language } = useLanguage();
  const { timeline, marks, orders } = stretch;
  const { from, to, events } = timeline;
  const player = usePlayer(timeline, start);
  const { at, seek, toggle } = player;
  const plant = timeline.at(at);
  const operations = usePlans(timeline, plant.plan?.version);
  const dayBefore = useMemo(
    () => within({ from: from - dayMs, to: to - dayMs }, recorded),
    [from, to, recorded],
  );
  const [comparing, setComparing] = useState(false);
  const { stretch: other } = useStretch(comparing ? dayBefore : undefined);
  const [copied, setCopied] = useState(false);
  useLink({ from, to, at });
  const onKey = useCallback(
    (key: string) => {
      const time = keyLeads(key, at, { from, to, events, marks });
      if (time !== undefined) seek(time);
      return time !== undefined;
    },
    [at, from, to, events, marks, seek],
  );
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const onButton = event.target instanceof Element && event.target.closest("button, a, [role=button]");
      if (event.key === " " && !onButton) toggle();
      else if (!onKey(event.key)) return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [onKey, toggle]);
  // Keys move the playhead from the start, and again after a button was clicked; whoever uses keys alone stays on it.
  const page = useRef<HTMLDivElement>(null);
  const takeFocus = useCallback(
    () => page.current?.querySelector<HTMLElement>("[role=slider]")?.focus({ preventScroll: true }),
    [],
  );
  useEffect(takeFocus, [takeFocus]);
  const giveBack = (event: React.MouseEvent) => {
    if (event.detail > 0 && event.target instanceof Element && event.target.closest("button")) takeFocus();
  };
  const copy = () =>
    navigator.clipboard.writeText(`${location.origin}${location.pathname}${linkOf({ from, to, at })}`).then(
      () => setCopied(true),
      () => {},
    );
  const exported = `/export/ocel.json?${new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })}`;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only gives the focus back.
    <div className="replay" data-testid="replay" data-at={Math.ceil(at)} ref={page} onClick={giveBack}>
      <div className="deck">
        <Controls player={player} onKey={onKey} />
        <Scrubber from={from} to={to} at={at} events={events} marks={marks} onSeek={seek} />
      </div>
      <div className="deck-foot">
        <MarkLegend marks={marks} />
        <span className="links">
          {dayBefore ? (
            <button
              type="button"
              className="quiet"
              aria-pressed={comparing}
              onClick={() => setComparing(!comparing)}
            >
              {t("compareDayBefore")}
            </button>
          ) : null}
          <button type="button" className="quiet" data-testid="copy-link" onClick={copy}>
            {t(copied ? "linkCopied" : "copyLink")}
          </button>
          <a href={exported} download data-testid="export">
            {t("exportLog")}
          </a>
        </span>
      </div>
      <Figures
        stretch={stretch}
        at={at}
        other={other && { stretch: other, at: Math.min(other.timeline.to, at - dayMs) }}
      />
      <FloorAt
        stretch={stretch}
        plant={plant}
        at={at}
        onLine={(id) => onAsk(language === "zh" ? `${id} 在干什么？` : `What is ${id} doing?`)}
      />
      <header className="pane-head">
        <h3>
          {t("planAndActual")}{" "}
          <small>
            {plant.plan
              ? `${t("planThen")} ${plant.plan.version} · ${t("since")} ${formatTime(plant.plan.since, language)}`
              : t("noPlanThen")}
          </small>
        </h3>
        <div className="legend">
          {[1100, 4500, 5300, 2202].map((code) => (
            <span key={code} className={`state-${code}`}>
              <i className="dot" /> {t(stateKey(code))}
            </span>
          ))}
        </div>
      </header>
      <Strip stretch={stretch} operations={operations} at={at} onSeek={seek} />
      <div className="beside">
        <OrdersAt orders={orders} plant={plant} at={at} />
        <div className="column">
          <TransportsAt plant={plant} />
          <Nearby events={events} at={at} onSeek={seek} />
        </div>
      </div>
      <header className="pane-head">
        <h3>
          {t("linesInFigures")} <small>ISO 22400-2</small>
        </h3>
      </header>
      <LineTable stretch={stretch} at={at} />
    </div>
  );
};

const recordedQuery = "query Recorded { recorded { from to } }";

/** How often at most the end of the record is asked for again while there is more to record. */
const recordEveryMs = 10_000;

/** Replays what is on record: the floor, the lines against their plan, orders and figures at any moment of a stretch. */
export const Replay = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, pick } = useLanguage();
  const { data, failed, reload } = useQuery<{ recorded: { from: string; to: string } | null }>(recordedQuery);
  useEventNudge(
    undefined,
    recordEveryMs,
    useCallback(() => reload(), [reload]),
  );
  const recorded = useMemo(
    () => data?.recorded && { from: Date.parse(data.recorded.from), to: Date.parse(data.recorded.to) },
    [data],
  );
  const [asked, setAsked] = useState<Place | undefined>(() => placeOf(location.hash));
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    const onHash = () => setAsked((before) => placeOf(location.hash) ?? before);
    addEventListener("hashchange", onHash);
    return () => removeEventListener("hashchange", onHash);
  }, []);
  // What is looked at stays while the record grows.
  const known = recorded !== undefined && recorded !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the record's growth changes nothing here.
  useEffect(() => {
    if (!recorded) return;
    const wanted = asked && within(asked, recorded);
    const range = wanted ?? usualRange(recorded) ?? recorded;
    setPlace({ ...range, at: wanted && asked ? asked.at : range.from });
  }, [asked, known]);
  const { stretch, share, problem } = useStretch(place);

  return (
    <section className="view" aria-label={t("replay")}>
      <header className="pane-head">
        <h2>{t("replay")}</h2>
        {recorded && place ? (
          <Choose
            recorded={recorded}
            range={place}
            onChoose={(range) => setAsked({ ...range, at: range.from })}
          />
        ) : null}
      </header>
      {failed ? <p className="error">{t("loadFailed")}</p> : null}
      {problem ? <p className="error">{pick(problem)}</p> : null}
      {data?.recorded === null ? <p className="empty">{t("nothingYet")}</p> : null}
      {place && recorded && stretch ? (
        <Shown
          key={`${stretch.timeline.from}/${stretch.timeline.to}/${place.at}`}
          stretch={stretch}
          start={place.at}
          recorded={recorded}
          onAsk={onAsk}
        />
      ) : null}
      {place && !stretch && !problem ? (
        <p className="empty" role="status">
          {t("loadingStretch")} {Math.round(share * 100)} %
        </p>
      ) : null}
    </section>
  );
};
