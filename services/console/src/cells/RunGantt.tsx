import { useEffect, useMemo, useState } from "react";
import type { Cell } from "../../../protocols/cell/description.ts";
import { query } from "../lib/graphql.ts";
import { endsOf } from "../lib/labels.ts";
import { useLanguage } from "../lib/language.ts";
import { useWidth } from "../lib/width.ts";
import { hueIn } from "./hue.ts";
import { type Bar, barFrom, barsOf, clock, failuresIn, laneOrder, lastSecond, tickS } from "./lanes.ts";
import { StepDetail } from "./StepDetail.tsx";
import { type CellRun, type Wait, waitsQuery } from "./types.ts";
import { useRunNow } from "./useRunNow.ts";
import { useZoom } from "./useZoom.ts";

const rowHeight = 32;
const headHeight = 24;
const labelWidth = 72;
/** Narrower, and bars are no longer told apart. */
const leastWidth = 640;

const none: ReadonlyMap<string, readonly Wait[]> = new Map();

/** What each step waits for, by step; read again when the rest is planned anew. */
const useWaits = ({ id, replans, status }: CellRun): ReadonlyMap<string, readonly Wait[]> => {
  const [read, setRead] = useState<{
    readonly run: string;
    readonly waits: ReadonlyMap<string, readonly Wait[]>;
  }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: waits change with the plan and when it is first there.
  useEffect(() => {
    let mine = true;
    query<{ cellRun: { steps: readonly { id: string; waits: readonly Wait[] }[] } }>(waitsQuery, { id }).then(
      ({ cellRun }) =>
        mine && setRead({ run: id, waits: new Map(cellRun.steps.map((step) => [step.id, step.waits])) }),
      () => {},
    );
    return () => {
      mine = false;
    };
  }, [id, replans, status === "Asked"]);
  // Steps of another run may have the same names.
  return read?.run === id ? read.waits : none;
};

interface BarsProps {
  readonly bars: readonly Bar[];
  readonly lanes: readonly string[];
  readonly x: (seconds: number) => number;
  readonly now: number;
  readonly stop: string | undefined;
  readonly hueOf: (unit: string) => number;
  readonly waitedFor: ReadonlySet<string>;
  readonly onLook: (bar: Bar | undefined) => void;
  readonly onKey: (event: React.KeyboardEvent, bar: Bar) => void;
}

const Bars = ({ bars, lanes, x, now, stop, hueOf, waitedFor, onLook, onKey }: BarsProps) => {
  const { t } = useLanguage();
  const row = (lane: string) => lanes.indexOf(lane) * rowHeight;
  return (
    <>
      {bars.map((bar) => {
        const { id, lane, step, was, actual } = bar;
        const width = Math.max(2, x(step.start + step.duration) - x(step.start));
        const name = t(`kind_${step.kind}` as "kind_carry");
        return (
          <g
            key={id}
            data-id={id}
            className={`step-bar is-${step.state} ${waitedFor.has(step.id) ? "waited-for" : ""}`}
            style={{ "--hue": hueOf(step.unit) } as React.CSSProperties}
            role="button"
            tabIndex={stop === id ? 0 : -1}
            aria-label={`${lane}, ${step.unit}, ${name}, ${t(`step_${step.state}`)}, ${clock(step.start)}–${clock(step.start + step.duration)}`}
            onPointerEnter={() => onLook(bar)}
            onFocus={() => onLook(bar)}
            onKeyDown={(event) => onKey(event, bar)}
          >
            {was === undefined ? null : (
              <rect
                x={x(was)}
                y={row(lane) + 3}
                width={width}
                height={rowHeight - 6}
                rx={3}
                className="was"
              />
            )}
            <rect x={x(step.start)} y={row(lane) + 4} width={width} height={16} rx={3} className="planned" />
            {width > 30 ? (
              <text x={x(step.start) + 4} y={row(lane) + 16}>
                {step.unit.split("-")[0]}
                {width > 84 ? ` ${name}` : ""}
              </text>
            ) : null}
            {actual ? (
              <rect
                x={x(actual.from)}
                y={row(lane) + 22}
                width={Math.max(2, x(actual.to ?? Math.max(now, actual.from)) - x(actual.from))}
                height={5}
                rx={2}
                className="actual"
              />
            ) : null}
          </g>
        );
      })}
    </>
  );
};

interface RunGanttProps {
  readonly cell: Cell;
  /** Of the cell, in its order: it gives units their colours. */
  readonly products: readonly string[];
  readonly run: CellRun;
}

/** Who does what when: planned above, actual below, what a new plan has moved as an outline. */
export const RunGantt = ({ cell, products, run }: RunGanttProps) => {
  const { t } = useLanguage();
  const [element, measured] = useWidth();
  const now = useRunNow(run.startedAt, run.endedAt, false);
  const waits = useWaits(run);
  const [looked, setLooked] = useState<Bar>();
  const bars = useMemo(() => barsOf(run.steps), [run.steps]);
  const lanes = useMemo(() => laneOrder(cell, bars), [cell, bars]);
  const failed = useMemo(() => failuresIn(bars, run.failures), [bars, run.failures]);
  const zoom = useZoom(element, labelWidth);
  const width = Math.max(leastWidth, measured) * zoom.zoom;
  const until = lastSecond(run, run.status === "Running" ? now : 0) * 1.02;
  const x = (seconds: number) => labelWidth + (seconds / until) * (width - labelWidth - 8);
  const height = lanes.length * rowHeight;
  const tick = tickS(until, width - labelWidth);
  const ticks = Array.from({ length: Math.floor(until / tick) + 1 }, (_, index) => index * tick);
  const current = bars.find(({ id }) => id === looked?.id);
  const stop = current?.id ?? bars[0]?.id;
  const waitedFor = new Set((current ? (waits.get(current.step.id) ?? []) : []).map(({ step }) => step));
  const onBarKey = (event: React.KeyboardEvent, bar: Bar) => {
    if (event.key === "Escape") setLooked(undefined);
    const next = barFrom(bars, lanes, bar, event.key);
    if (!next) return;
    event.preventDefault();
    element.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
  };
  const hueOf = (unit: string) => hueIn(products, run.units.find(({ id }) => id === unit)?.product ?? "");
  return (
    <section className="run-gantt" aria-label={t("planAndReal")} data-testid="cell-gantt">
      <header>
        <h3>{t("planAndReal")}</h3>
        <small className="keys">
          <i className="key-planned" /> {t("legendPlan")} <i className="key-actual" /> {t("legendActual")}
          {run.replans > 0 ? (
            <>
              {" "}
              <i className="key-was" /> {t("legendWas")}
            </>
          ) : null}
          {run.failures.length > 0 ? (
            <>
              {" "}
              <b className="cross">×</b> {t("legendFailed")}
            </>
          ) : null}
        </small>
        <span className="zoom" role="group" aria-label={t("zoomHint")} title={t("zoomHint")}>
          <button type="button" aria-label={t("zoomOut")} disabled={zoom.zoom <= 1} onClick={zoom.out}>
            −
          </button>
          <button type="button" data-testid="zoom-fit" aria-label={t("zoomFit")} onClick={zoom.fit}>
            {zoom.zoom.toFixed(1)}×
          </button>
          <button type="button" data-testid="zoom-in" aria-label={t("zoomIn")} onClick={zoom.in}>
            +
          </button>
        </span>
      </header>
      <div className="scroll" ref={element} role="group" aria-label={t("planAndReal")} onKeyDown={zoom.onKey}>
        <svg width={width} height={headHeight + height} role="group" aria-label={t("planAndReal")}>
          <g transform={`translate(0 ${headHeight})`}>
            {lanes.map((lane, index) => (
              <g key={lane}>
                <rect
                  y={index * rowHeight}
                  width={width}
                  height={rowHeight}
                  className={index % 2 ? "row odd" : "row"}
                />
              </g>
            ))}
            {ticks.map((seconds) => (
              <g key={seconds}>
                <line x1={x(seconds)} x2={x(seconds)} y1={-6} y2={height} className="tick" />
                <text x={x(seconds) + 3} y={-9} className="tick-label">
                  {clock(seconds)}
                </text>
              </g>
            ))}
            {run.bound !== null ? (
              <line x1={x(run.bound)} x2={x(run.bound)} y1={0} y2={height} className="bound">
                <title>{`${t("bound")} ${clock(run.bound)}`}</title>
              </line>
            ) : null}
            {run.makespan !== null ? (
              <line x1={x(run.makespan)} x2={x(run.makespan)} y1={0} y2={height} className="makespan">
                <title>{`${t("makespan")} ${clock(run.makespan)}`}</title>
              </line>
            ) : null}
            <Bars
              bars={bars}
              lanes={lanes}
              x={x}
              now={now}
              stop={stop}
              hueOf={hueOf}
              waitedFor={waitedFor}
              onLook={setLooked}
              onKey={onBarKey}
            />
            {failed.map(({ lane, step, attempt, at, reason }) => (
              <text
                key={`${lane} ${step} ${attempt}`}
                x={x(at)}
                y={lanes.indexOf(lane) * rowHeight + 30}
                textAnchor="middle"
                className="cross"
              >
                <title>{`${step} ${t("attemptNo").replace("{n}", String(attempt))}: ${reason ?? ""}`}</title>×
              </text>
            ))}
            {run.status === "Running" && now >= 0 ? (
              <g className="now">
                <line x1={x(now)} x2={x(now)} y1={0} y2={height} />
                <circle cx={x(now)} cy={-2} r={3} />
              </g>
            ) : null}
            {/* Over what is scrolled beneath them. */}
            <g transform={`translate(${zoom.scrolled} 0)`}>
              {lanes.map((lane, index) => (
                <g key={lane}>
                  <rect
                    y={index * rowHeight}
                    width={labelWidth - 4}
                    height={rowHeight}
                    className="row-head"
                  />
                  <text
                    x={6}
                    y={index * rowHeight + 19}
                    className={`row-label ${run.robotsOut.includes(lane) ? "out" : ""}`}
                  >
                    <title>{lane}</title>
                    {endsOf(lane, labelWidth - 10, 12)}
                  </text>
                </g>
              ))}
            </g>
          </g>
        </svg>
      </div>
      {current ? (
        <StepDetail step={current.step} waits={waits.get(current.step.id) ?? []} run={run} now={now} />
      ) : null}
    </section>
  );
};
