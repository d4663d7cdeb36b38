import { useMemo, useState } from "react";
import { amountsAsRead } from "../../../core/said-amount.ts";
import { hourMs } from "../../../core/zone.ts";
import { usePlantNow } from "../lib/clock.ts";
import { useFirst } from "../lib/first.ts";
import { useQuery } from "../lib/graphql.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { usePreference } from "../lib/preferences.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Loading } from "../shell/Loading.tsx";
import { Alerts } from "./Alerts.tsx";
import { Capability } from "./Capability.tsx";
import { Causes } from "./Causes.tsx";
import { Chart } from "./Chart.tsx";
import { formulaBeside, tellsAnything } from "./format.ts";
import { SkeletonRows, SkeletonTiles } from "./Skeleton.tsx";
import { Split } from "./Split.tsx";
import { Tile } from "./Tile.tsx";
import {
  type ActiveRule,
  type Alert,
  alertsQuery,
  type Figure,
  type Metric,
  metricsQuery,
  type Trend,
  tileMetrics,
  tilesQuery,
  trendQuery,
} from "./types.ts";
import "./figures.css";

/** Stretches that are looked at, each with the one as long before it. */
const stretches = { hours24: 24, days7: 168, days28: 672 } as const;
type Stretch = keyof typeof stretches;
/** Figures are asked anew when the plant's clock has gone on by so much. */
const freshMs = { hours24: hourMs / 4, days7: hourMs, days28: 6 * hourMs } as const;

interface Line {
  readonly id: string;
  readonly process: string;
}

const alertEvents = ["alert"];

/** The plant in figures: what each one is, its course, what it is made of, why it changed, and what watches it. */
export const Figures = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, language, pick } = useLanguage();
  const [stretch, setStretch] = usePreference<Stretch>("figures.stretch", "days7");
  const [where, setWhere] = usePreference<string>("figures.where", "");
  const [chosen, setChosen] = usePreference<string>("figures.metric", "oee");
  const [split, setSplit] = useState("line");
  const now = usePlantNow(5_000);
  // Until now, and not until a round hour that is still to come: of that nothing is on record.
  const step = Math.floor(now / freshMs[stretch]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes on in steps, and the clock in between is none of them.
  const to = useMemo(() => now, [step, stretch]);
  const { data: catalogue } = useQuery<{
    metrics: readonly Metric[];
    lines: readonly Line[];
    recorded: { readonly from: string } | null;
  }>(metricsQuery);
  const { first, more } = useFirst(30);
  const watched = useQuery<{ alerts: readonly Alert[]; alertRules: readonly ActiveRule[] }>(
    alertsQuery,
    { first },
    "alerts",
  );
  useEventNudge(alertEvents, 1_000, watched.reload);
  const metrics = catalogue?.metrics ?? [];
  const lines = catalogue?.lines ?? [];
  const isLine = lines.some(({ id }) => id === where);
  const filter = useMemo(
    () => (where === "" ? {} : isLine ? { lines: [where] } : { kind: where }),
    [where, isLine],
  );
  const span = {
    from: new Date(to - stretches[stretch] * hourMs).toISOString(),
    to: new Date(to).toISOString(),
    beforeFrom: new Date(to - 2 * stretches[stretch] * hourMs).toISOString(),
  };
  // A stretch that reaches back behind the record is no measure of what came after it.
  const isComparable = (catalogue?.recorded?.from ?? "") <= span.beforeFrom;
  const metric = metrics.find(({ id }) => id === chosen) ?? metrics[0];
  if (!metric)
    return (
      <section className="view figures-page" aria-label={t("figures")} aria-busy="true">
        <header className="pane-head">
          <h2>{t("figures")}</h2>
        </header>
        <SkeletonTiles />
        <div className="figure-grid">
          <section className="card chosen">
            <div className="figure-chart" />
          </section>
        </div>
      </section>
    );
  const own = metric.dimensions.includes("line") ? filter : {};
  const variables = { m: metric.id, ...span, filter: own };
  const scope = [where, stretch].join();
  const subject = [metric.id, scope].join();
  const kinds = [...new Set(lines.map(({ process }) => process))];
  const open = (watched.data?.alerts ?? []).filter(
    ({ clearedAt, acknowledgedBy }) => !clearedAt && !acknowledgedBy,
  );
  return (
    <section className="view figures-page" aria-label={t("figures")}>
      <header className="pane-head">
        <h2>{t("figures")}</h2>
        <select
          value={where}
          aria-label={t("line")}
          data-testid="where"
          onChange={(event) => setWhere(event.target.value)}
        >
          <option value="">{t("wholePlant")}</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kind_${kind}` as SentenceKey) ?? kind}
            </option>
          ))}
          {lines.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
        <div className="segmented" role="group" aria-label={t("stretch")}>
          {(Object.keys(stretches) as Stretch[]).map((name) => (
            <button type="button" key={name} aria-pressed={stretch === name} onClick={() => setStretch(name)}>
              {t(name)}
            </button>
          ))}
        </div>
      </header>
      <Tiles
        metrics={metrics}
        filter={filter}
        span={span}
        subject={scope}
        chosen={metric.id}
        alerts={open}
        isComparable={isComparable}
        onChoose={setChosen}
      />
      <div className="figure-grid">
        <Chosen
          metric={metric}
          metrics={metrics}
          variables={variables}
          subject={subject}
          onChoose={setChosen}
          onAsk={onAsk}
        />
        <Split metric={metric} variables={variables} subject={subject} split={split} onSplit={setSplit} />
        {isComparable ? <Causes metric={metric} variables={variables} subject={subject} /> : null}
        <Capability
          span={{ from: span.from, to: span.to }}
          station={isTester(where, lines) ? where : undefined}
          onWatched={watched.reload}
        />
        <Alerts
          chosen={metric}
          line={isLine ? where : undefined}
          alerts={watched.data?.alerts ?? []}
          rules={watched.data?.alertRules ?? []}
          more={more(watched.data?.alerts.length ?? 0)}
          onChanged={watched.reload}
        />
      </div>
      <p className="figures-note">
        {metric.limit ? `${pick(metric.limit)} · ` : ""}
        {language === "zh"
          ? "控制限：Shewhart 单值图。归因：Shapley 与 Kitagawa 分解，各项相加等于变化。"
          : "Limits: Shewhart, individuals. Causes: Shapley and Kitagawa decomposition; their effects add up to the change."}
      </p>
    </section>
  );
};

const isTester = (id: string, lines: readonly Line[]): boolean =>
  lines.some((line) => line.id === id && line.process === "FT");

interface TilesProps {
  readonly metrics: readonly Metric[];
  readonly filter: object;
  readonly span: { readonly from: string; readonly to: string; readonly beforeFrom: string };
  /** What all of them are of: where, and how long a stretch. */
  readonly subject: string;
  readonly chosen: string;
  readonly alerts: readonly Alert[];
  readonly isComparable: boolean;
  readonly onChoose: (id: string) => void;
}

const Tiles = ({ metrics, filter, span, subject, chosen, alerts, isComparable, onChoose }: TilesProps) => {
  const filtered = useMemo(
    () => new Set(metrics.filter(({ dimensions }) => dimensions.includes("line")).map(({ id }) => id)),
    [metrics],
  );
  const values = useMemo(() => tilesQuery(tileMetrics, filtered, "values"), [filtered]);
  const series = useMemo(() => tilesQuery(tileMetrics, filtered, "series"), [filtered]);
  const { from, to, beforeFrom } = span;
  const figures = useQuery<Record<string, { readonly value: number | null }>>(
    values,
    { from, to, beforeFrom, filter },
    subject,
  );
  const trends = useQuery<Record<string, Pick<Trend, "points">>>(series, { from, to, filter }, subject);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      <Loading loaded failure={figures.failure} />
      <div className="figure-tiles">
        {tileMetrics.map((id) => {
          const metric = metrics.find((one) => one.id === id);
          return metric ? (
            <Tile
              key={id}
              metric={metric}
              value={figures.data?.[id]?.value}
              before={isComparable ? figures.data?.[`${id}_before`]?.value : undefined}
              points={trends.data?.[id]?.points ?? []}
              isPlant={isNarrowed && !filtered.has(id)}
              isChosen={chosen === id}
              alerts={alerts.filter(({ rule }) => rule.metric === id).length}
              onChoose={() => onChoose(id)}
            />
          ) : null;
        })}
      </div>
    </>
  );
};

interface ChosenProps {
  readonly metric: Metric;
  readonly metrics: readonly Metric[];
  readonly variables: Record<string, unknown>;
  readonly subject: string;
  readonly onChoose: (id: string) => void;
  readonly onAsk: (text: string) => void;
}

const Chosen = ({ metric, metrics, variables, subject, onChoose, onAsk }: ChosenProps) => {
  const { t, pick } = useLanguage();
  const { data, failure } = useQuery<{ trend: Trend; before: Pick<Trend, "points">; figure: Figure }>(
    trendQuery,
    variables,
    subject,
  );
  const isEmpty = data !== undefined && !tellsAnything(data.trend, data.before);
  const formula = formulaBeside(pick(metric.meaning), pick(metric.formulaText));
  return (
    <section className="card chosen" aria-label={pick(metric.name)}>
      <header>
        <select
          value={metric.id}
          aria-label={t("figures")}
          data-testid="metric"
          onChange={(event) => onChoose(event.target.value)}
        >
          {metrics.map(({ id, name }) => (
            <option key={id} value={id}>
              {pick(name)}
            </option>
          ))}
        </select>
        <span className="formula">
          {pick(metric.meaning)}
          {formula ? (
            <>
              {" · "}
              <code>{formula}</code>
            </>
          ) : null}
          {metric.standard ? ` · ${metric.standard}` : ""}
        </span>
        <button
          type="button"
          className="quiet"
          onClick={() => onAsk(t("askFigure").replace("{name}", pick(metric.name)))}
        >
          {t("askInWords")}
        </button>
      </header>
      <Loading loaded failure={failure} />
      {isEmpty ? (
        <div className="empty" data-testid="no-figure">
          <p>{t("noFigure").replace("{name}", pick(metric.name))}</p>
          <p>{t("whatFiguresNeed")}</p>
        </div>
      ) : data ? (
        <Chart metric={metric} trend={data.trend} before={data.before.points} />
      ) : (
        <div className="figure-chart" aria-busy={!failure} />
      )}
      {data || failure ? null : <SkeletonRows rows={2} />}
      <dl className="amounts">
        {(data?.figure.amounts ?? []).map(({ label, value }) => (
          <div key={label.en}>
            <dt>{pick(label)}</dt>
            <dd>{amountsAsRead(pick(value))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
