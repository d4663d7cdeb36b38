import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { dayMs } from "../../../core/zone.ts";
import { formatTime } from "../lib/clock.ts";
import { isTyping } from "../lib/keys.ts";
import { stateKey, useLanguage } from "../lib/language.ts";
import { Controls } from "./Controls.tsx";
import { Figures, LineTable } from "./Figures.tsx";
import { FloorAt } from "./FloorAt.tsx";
import { keyLeads } from "./keys.ts";
import { Nearby } from "./Nearby.tsx";
import { OrdersAt } from "./OrdersAt.tsx";
import { MarkLegend, Scrubber } from "./Scrubber.tsx";
import { Strip } from "./Strip.tsx";
import { linkOf, type Range, within } from "./stretch.ts";
import { TransportsAt } from "./TransportsAt.tsx";
import { useLink } from "./useLink.ts";
import { usePlans } from "./usePlans.ts";
import { usePlayer } from "./usePlayer.ts";
import { type PreparedStretch, useStretch } from "./useStretch.ts";

interface ShownProps {
  readonly stretch: PreparedStretch;
  readonly start: number;
  readonly recorded: Range;
  readonly onAsk: (text: string) => void;
}

/** A loaded stretch, seen at its playhead. */
export const Shown = ({ stretch, start, recorded, onAsk }: ShownProps) => {
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
          {/* A comparison with less than the whole must say so. */}
          {comparing && dayBefore && dayBefore.to - dayBefore.from < to - from ? (
            <small>
              {t("recordedOnly")} {formatTime(dayBefore.from, language)} –{" "}
              {formatTime(dayBefore.to, language)}
            </small>
          ) : null}
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
          {/* By plain HTTP a page may not write to the clipboard; the address bar has the same link. */}
          {"clipboard" in navigator ? (
            <button type="button" className="quiet" data-testid="copy-link" onClick={copy}>
              {t(copied ? "linkCopied" : "copyLink")}
            </button>
          ) : null}
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
