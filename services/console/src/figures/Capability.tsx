import { useState } from "react";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { Loading } from "../shell/Loading.tsx";
import { type Characteristic, type Charted, characteristicsQuery, chartQuery } from "./capability-types.ts";
import { shortValue } from "./format.ts";
import { Histogram } from "./Histogram.tsx";
import { SkeletonRows } from "./Skeleton.tsx";
import { SpcChart } from "./SpcChart.tsx";
import { WatchStep } from "./WatchStep.tsx";

interface Props {
  readonly span: { readonly from: string; readonly to: string };
  /** A tester that the page is narrowed to. */
  readonly station: string | undefined;
  /** An alert was set on a step. */
  readonly onWatched: () => void;
}

const keyOf = ({ productId, step }: Characteristic): string => `${productId}\n${step}`;

/** How capable test steps are: one of them with its histogram, its control chart and its indices; the least capable first. */
export const Capability = ({ span, station, onWatched }: Props) => {
  const { t, pick } = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const [tester, setTester] = useState<string>();
  const { from, to } = span;
  const asked = { from, to, station: station ?? null };
  const subject = [from, station ?? ""].join();
  const { data, failure } = useQuery<{
    characteristics: readonly Characteristic[];
    moved: readonly Characteristic[];
  }>(characteristicsQuery, asked, subject);
  const all = data?.characteristics ?? [];
  const moved = data?.moved ?? [];
  // What has moved is looked at first.
  const one =
    all.find((each) => keyOf(each) === chosen) ??
    all.find((each) => moved[0] && keyOf(each) === keyOf(moved[0])) ??
    all[0];
  if (data && !one) return null;
  const moves = new Map(moved.map((each) => [keyOf(each), each]));
  return (
    <section className="card capability" aria-label={t("capability")}>
      <header>
        <h3>{t("capability")}</h3>
        {one ? (
          <select
            value={keyOf(one)}
            aria-label={t("testStep")}
            data-testid="characteristic"
            onChange={(event) => {
              setChosen(event.target.value);
              setTester(undefined);
            }}
          >
            {all.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {each.productId} {pick(each.name)} · Cpk {each.cpk ? each.cpk.value.toFixed(2) : "–"}
                {moves.has(keyOf(each)) ? ` · ${t("drifts")}` : ""}
              </option>
            ))}
          </select>
        ) : null}
      </header>
      <Loading loaded failure={failure} />
      {one ? (
        <Pictured
          key={keyOf(one)}
          one={one}
          span={span}
          station={station ?? tester}
          onStation={station ? undefined : setTester}
          onWatched={onWatched}
        />
      ) : failure ? null : (
        <SkeletonRows rows={6} />
      )}
    </section>
  );
};

interface PicturedProps {
  readonly one: Characteristic;
  readonly span: Props["span"];
  readonly station: string | undefined;
  readonly onStation: ((station: string) => void) | undefined;
  readonly onWatched: () => void;
}

const Pictured = ({ one, span, station, onStation, onWatched }: PicturedProps) => {
  const { t, pick } = useLanguage();
  const variables = { product: one.productId, step: one.step, station: station ?? null, ...span };
  const subject = [one.productId, one.step, station ?? "", span.from].join();
  const { data, failure } = useQuery<{ controlChart: Charted | null }>(chartQuery, variables, subject);
  const charted = data?.controlChart;
  if (!charted) return failure ? <Loading loaded failure={failure} /> : <SkeletonRows rows={6} />;
  const { characteristic: own, apart } = charted;
  const index = (value: Characteristic["cpk"]) =>
    value ? `${value.value.toFixed(2)} (${value.low.toFixed(2)} – ${value.high.toFixed(2)})` : "–";
  const told: readonly (readonly [string, string])[] = [
    ["Cp", own.cp?.toFixed(2) ?? "–"],
    ["Cpk", index(own.cpk)],
    ["Pp", own.pp?.toFixed(2) ?? "–"],
    ["Ppk", index(own.ppk)],
    [t("values"), String(own.values)],
    [t("beyondLimits"), String(own.outside)],
    [t("mean"), `${shortValue(own.mean)} ${own.unit}`.trim()],
    ["σ", own.sigmaWithin === null ? "–" : `${shortValue(own.sigmaWithin)} ${own.unit}`.trim()],
  ];
  return (
    <>
      <div className="segmented" role="group" aria-label={t("tester")}>
        {apart.map(({ station: at, drift }) => (
          <button
            type="button"
            key={at}
            aria-pressed={at === own.station}
            disabled={!onStation}
            onClick={() => at && onStation?.(at)}
          >
            {at}
            {drift ? ` ${drift.shift > 0 ? "▲" : "▼"}` : ""}
          </button>
        ))}
      </div>
      <dl className="amounts">
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {own.note ? <p className="formula">{pick(own.note)}</p> : null}
      <Histogram charted={charted} />
      <SpcChart charted={charted} />
      <WatchStep of={one} station={station} onSet={onWatched} />
    </>
  );
};
