import { useCallback, useMemo, useState } from "react";
import { usePlantNow } from "../lib/clock.ts";
import { useFirst } from "../lib/first.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { decimal } from "../lib/numbers.ts";
import { usePreference } from "../lib/preferences.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Loading } from "../shell/Loading.tsx";
import { BoardMap } from "./BoardMap.tsx";
import { Clusters } from "./Clusters.tsx";
import { DefectChart } from "./DefectChart.tsx";
import { Pareto } from "./Pareto.tsx";
import { Review } from "./Review.tsx";
import {
  type Call,
  type Cluster,
  clustersQuery,
  type Method,
  methods,
  type Place,
  placesQuery,
  reviewQuery,
  type View,
  viewQuery,
} from "./types.ts";
import "./inspection.css";

const hourMs = 3_600_000;
const periods = [
  { id: "8", hours: 8, minutes: 30, words: "hours8" },
  { id: "24", hours: 24, minutes: 60, words: "hours24" },
  { id: "168", hours: 168, minutes: 480, words: "days7" },
] as const;
/** The end of what is looked at moves on so often, plant time: figures that change with every second cannot be read. */
const turnMs = 10 * 60_000;
const events = ["unit.inspected", "defect"];

/** Visual inspection: what clusters and why, where on the board, how it develops, and the calls that wait for a person. */
export const Inspection = () => {
  const { t } = useLanguage();
  const [method, setMethod] = usePreference<Method>("inspection.method", "AOI");
  const [line, setLine] = usePreference<string>("inspection.line", "");
  const [hours, setHours] = usePreference<"8" | "24" | "168">("inspection.hours", "24");
  const [chosen, setChosen] = useState<string>();
  const [wanted, setWanted] = useState<string>();
  const [lit, setLit] = useState<readonly string[]>([]);
  const turn = Math.ceil(usePlantNow(5_000) / turnMs);
  const period = periods.find((one) => one.id === hours) ?? periods[1];
  const stretch = useMemo(() => {
    const to = turn * turnMs;
    return { from: new Date(to - period.hours * hourMs).toISOString(), to: new Date(to).toISOString() };
  }, [turn, period]);
  const scope = { ...stretch, method, line: line || null };
  // Figures of another method or line are not shown while its own are loaded; those of a moment ago are.
  const subject = [method, line, period.id].join();
  const view = useQuery<{ inspection: View }>(viewQuery, { ...scope, minutes: period.minutes }, subject);
  const { data: lines } = useQuery<{ lines: readonly { id: string; process: string }[] }>(
    "query InspectedLines { lines { id process } }",
  );
  const { first, more } = useFirst(30);
  const clusters = useQuery<{ defectClusters: readonly Cluster[] }>(clustersQuery, { first }, "clusters");
  const queue = useQuery<{ callsToVerify: { count: number; calls: readonly Call[] } }>(reviewQuery, {
    line: line || null,
  });
  const found = view.data?.inspection;
  const products = found?.products ?? [];
  const product = products.some(({ productId }) => productId === wanted) ? wanted : products[0]?.productId;
  const places = useQuery<{ inspection: { places: readonly Place[] } }>(
    placesQuery,
    { ...scope, product: product ?? "-" },
    [subject, product].join(),
  );
  const reload = useCallback(() => {
    view.reload();
    clusters.reload();
    places.reload();
  }, [view.reload, clusters.reload, places.reload]);
  const reloadAll = useCallback(() => {
    reload();
    queue.reload();
  }, [reload, queue.reload]);
  useEventNudge(events, 4_000, reloadAll);
  const showCluster = (one: Cluster) => {
    setChosen(one.id === chosen ? undefined : one.id);
    setLit(one.id === chosen ? [] : one.designators);
    setMethod(one.method);
    setLine(one.line);
    if (one.productId) setWanted(one.productId);
    if (Date.parse(one.lastAt) < turn * turnMs - period.hours * hourMs) setHours("168");
  };
  const showCall = (call: Call) => {
    setMethod(call.method);
    setWanted(call.productId);
    setLit(call.designator ? [call.designator] : []);
  };
  const totals = found?.totals;
  const percent = (share: number | null | undefined, digits: number) =>
    typeof share === "number" ? `${decimal(share, digits)} %` : "–";
  const tiles = [
    ["DPMO", decimal(totals?.dpmo, 1), t("dpmoMeaning")],
    [t("firstPassYield"), percent(totals?.firstPassYield, 2), t("firstPassMeaning")],
    [t("falseCallRate"), percent(totals?.falseCallRate, 1), t("falseCallMeaning")],
    [
      t("boardsInspected"),
      decimal(totals?.boards, 0),
      `${t("showDefects")} ${totals?.defects ?? "–"} · ${t("showFalse")} ${totals?.rejected ?? "–"}`,
    ],
  ] as const;
  return (
    <section className="view inspection" aria-label={t("visualInspection")}>
      <header className="pane-head">
        <h2>{t("visualInspection")}</h2>
        <span className="segmented" role="group" aria-label={t("inspectMethod")}>
          {methods.map((one) => (
            <button
              type="button"
              key={one}
              data-testid={`method-${one}`}
              aria-pressed={method === one}
              onClick={() => setMethod(one)}
            >
              {one}
            </button>
          ))}
        </span>
        <select
          aria-label={t("line")}
          data-testid="insp-line"
          value={line}
          onChange={(event) => setLine(event.target.value)}
        >
          <option value="">{t("allLines")}</option>
          {(lines?.lines ?? [])
            .filter(({ process }) => process === "SMT")
            .map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
        </select>
        <span className="segmented" role="group" aria-label={t("inspectPeriod")}>
          {periods.map((one) => (
            <button type="button" key={one.id} aria-pressed={period === one} onClick={() => setHours(one.id)}>
              {t(one.words)}
            </button>
          ))}
        </span>
      </header>
      <Loading
        loaded={found !== undefined}
        failure={view.failure ?? clusters.failure ?? queue.failure ?? places.failure}
      />
      <dl className="insp-tiles">
        {tiles.map(([name, value, meaning]) => (
          <div key={name} className="card">
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd className="meaning">{meaning}</dd>
          </div>
        ))}
      </dl>
      {clusters.data ? (
        <Clusters
          clusters={clusters.data.defectClusters}
          chosen={chosen}
          onChoose={showCluster}
          more={more(clusters.data.defectClusters.length)}
          onChanged={reload}
        />
      ) : null}
      <div className="insp-columns">
        <BoardMap
          products={products}
          product={product}
          onProduct={(id) => {
            setWanted(id);
            setLit([]);
          }}
          places={places.data?.inspection.places}
          lit={lit}
        />
        {queue.data ? <Review {...queue.data.callsToVerify} onVerified={reload} onShow={showCall} /> : null}
        {found ? (
          <>
            <Pareto kinds={found.kinds} places={places.data?.inspection.places ?? []} product={product} />
            <DefectChart chart={found.chart} />
          </>
        ) : null}
      </div>
      {totals && totals.boards === 0 ? <p className="empty">{t("noBoards")}</p> : null}
    </section>
  );
};
