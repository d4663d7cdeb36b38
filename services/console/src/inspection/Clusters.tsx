import { useState } from "react";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { chanceText } from "./scale.ts";
import { type Cluster, closeMutation } from "./types.ts";

interface Props {
  readonly clusters: readonly Cluster[];
  /** Asks for those behind the last one. */
  readonly more: (() => void) | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (cluster: Cluster) => void;
  readonly onChanged: () => void;
}

const answers = [
  ["Confirmed", "clusterConfirmed"],
  ["Other", "clusterOther"],
  ["NoCause", "clusterNone"],
] as const;

const Answer = ({ id, onChanged }: { id: string; onChanged: () => void }) => {
  const { t } = useLanguage();
  const leave = useMay("closeDefectCluster");
  const [note, setNote] = useState("");
  const { busy, problem, act } = useAct(onChanged);
  if (!leave.allowed) return <WhoMay leave={leave} waits />;
  const close = (cause: string) =>
    act(closeMutation, {
      id,
      cause,
      note: note.trim() || null,
      key: `close/${id}/${cause}/${note}`.slice(0, 200),
    });
  return (
    <div className="insp-answer">
      <input
        type="text"
        value={note}
        maxLength={500}
        placeholder={t("clusterNote")}
        aria-label={t("clusterNote")}
        onChange={(event) => setNote(event.target.value)}
      />
      {answers.map(([cause, words]) => (
        <button
          type="button"
          key={cause}
          data-testid={`close-${cause}`}
          disabled={busy}
          onClick={() => void close(cause)}
        >
          {t(words)}
        </button>
      ))}
      <ActProblem of={problem} />
    </div>
  );
};

/** Defects that come together, each with its probable source, the figures that say so and what to look at. */
export const Clusters = ({ clusters, chosen, more, onChoose, onChanged }: Props) => {
  const { t, pick, language } = useLanguage();
  const named = usePersonName();
  const open = clusters.filter(({ status }) => status === "Open");
  const ended = clusters.filter(({ status }) => status !== "Open");
  const figures = (one: Cluster) =>
    `${one.found} ${t("clusterFound")} · ${t("clusterUsual")} ${one.expected < 0.1 ? "<0.1" : one.expected.toFixed(1)} · ${t("clusterChance")} ${chanceText(one.chance)} (${t("clusterOf")} ${wholeNumber(one.tests)} ${t("clusterTests")})`;
  return (
    <section className="insp-clusters" aria-label={t("clusters")}>
      <h3>
        {t("clusters")} <small>{t("clusterTest")}</small>
      </h3>
      {open.length === 0 ? <p className="insp-quiet">{t("noClusters")}</p> : null}
      <ul>
        {open.map((one) => (
          <li key={one.id} className="card" data-testid={`cluster-${one.id}`}>
            <button
              type="button"
              className="insp-cluster"
              aria-pressed={chosen === one.id}
              onClick={() => onChoose(one)}
            >
              <b className="begins">{pick(one.sourceName)}</b>
              <span>
                {one.line} · {one.method} · {pick(one.kindName)} · {one.designators.slice(0, 6).join(" ")}
                {one.designators.length > 6 ? " …" : ""}
              </span>
              <small>
                {figures(one)} · {formatTime(one.firstAt, language, "date")} –{" "}
                {formatTime(one.lastAt, language, false)}
              </small>
            </button>
            <p>
              {t("clusterCheck")} {pick(one.advice)}
              {one.alternatives.length > 0 ? (
                <small>
                  {" "}
                  ({t("clusterOrElse")} {one.alternatives.map(pick).join(", ")})
                </small>
              ) : null}
            </p>
            <Answer id={one.id} onChanged={onChanged} />
          </li>
        ))}
      </ul>
      {ended.length > 0 ? (
        <details>
          <summary>
            {t("earlierClusters")} ({ended.length})
          </summary>
          <ul className="insp-ended">
            {ended.map((one) => (
              <li key={one.id}>
                <button type="button" className="quiet" onClick={() => onChoose(one)}>
                  {formatTime(one.lastAt, language, "date")} <b>{one.line}</b> {pick(one.kindName)} ·{" "}
                  {pick(one.sourceName)} · {one.found}
                </button>
                <small>
                  {one.status === "Closed"
                    ? `${t("clusterClosed")} ${named(one.closedBy)} ${one.note ?? ""}`
                    : t("clusterOver")}
                </small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <Earlier word="more" load={more} />
    </section>
  );
};
