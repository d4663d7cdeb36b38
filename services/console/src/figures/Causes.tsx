import { saidReason } from "../../../core/stop-reasons.ts";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { Loading } from "../shell/Loading.tsx";
import { changeOf, toldValue } from "./format.ts";
import { SkeletonRows } from "./Skeleton.tsx";
import { causeQuery, type Explained, type Metric } from "./types.ts";

interface Props {
  readonly metric: Metric;
  readonly variables: Record<string, unknown>;
  readonly subject: string;
}

/** Why the figure is not what it was in the stretch before: what did how much, down to stops and lots. */
export const Causes = ({ metric, variables, subject }: Props) => {
  const { t, count, language, pick } = useLanguage();
  const { data, failure } = useQuery<{ figureCause: Explained }>(causeQuery, variables, subject);
  const explained = data?.figureCause;
  if (!explained)
    return (
      <section className="card causes-tree" aria-label={t("whyChanged")}>
        <h3>{t("whyChanged")}</h3>
        {failure ? <Loading loaded failure={failure} /> : <SkeletonRows rows={6} />}
      </section>
    );
  const { change, usual, causes, stops, lots, companions, before, now } = explained;
  const most = Math.max(...causes.map(({ effect }) => Math.abs(effect)), 1e-9);
  const tone = (effect: number) =>
    !metric.better || effect === 0 ? "" : effect > 0 === (metric.better === "higher") ? "good" : "bad";
  return (
    <section className="card causes-tree" aria-label={t("whyChanged")}>
      <h3>
        {t("whyChanged")}{" "}
        <small>
          {toldValue(metric, before, language)} → {toldValue(metric, now, language)}{" "}
          <b className={tone(change)}>{changeOf(metric, change, language)}</b>
        </small>
      </h3>
      {usual !== null && Math.abs(change) <= usual ? (
        <p className="proof">
          {t("usualChange")} {changeOf(metric, usual, language).replace("+", "±")}
        </p>
      ) : null}
      <ul>
        {causes
          .filter(({ effect, depth }) => depth === 0 || Math.abs(effect) > most / 50)
          .map(({ label, by, key, depth, effect, before: was, now: is, metric: own }) => (
            <li key={`${depth}/${by}/${key}/${effect}`} style={{ paddingLeft: `${depth * 1.2}em` }}>
              <span>{pick(label)}</span>
              <span className="effect">
                <i className={tone(effect)} style={{ width: `${(Math.abs(effect) / most) * 100}%` }} />
              </span>
              <b className={`number ${tone(effect)}`}>{changeOf(metric, effect, language)}</b>
              <small>
                {own && was !== null && is !== null
                  ? `${toldValue({ ...metric, ...own }, was, language)} → ${toldValue({ ...metric, ...own }, is, language)}`
                  : ""}
              </small>
            </li>
          ))}
      </ul>
      {causes.length === 0 ? <p className="empty">{t("noChange")}</p> : null}
      {lots.length > 0 ? (
        <p className="proof">
          {t("suspectLots")}{" "}
          {lots.slice(0, 3).map(({ lot, product, rate, otherRate }) => (
            <span key={`${lot}/${product}`} className="tag">
              {lot} · {product} {(rate * 100).toFixed(1)} % / {(otherRate * 100).toFixed(1)} %
            </span>
          ))}
        </p>
      ) : null}
      {stops.length > 0 && metric.dimensions.includes("line") ? (
        <p className="proof">
          {t("longestStops")}{" "}
          {stops.slice(0, 3).map(({ line, from, minutes, reason }) => (
            <span key={`${line}/${from}`} className="tag">
              {line} {formatTime(from, language, "date")} · {count("minutesTold", Math.round(minutes))}
              {reason ? ` · ${pick(saidReason(reason))}` : ""}
            </span>
          ))}
        </p>
      ) : null}
      {companions.length > 0 ? (
        <p className="proof">
          {t("movedWith")}{" "}
          {companions.slice(0, 4).map(({ metric: id, name, rho, lead }) => (
            <span key={id} className="tag">
              {pick(name)} ρ {rho.toFixed(2)}
              {lead > 0 ? ` · −${lead} d` : ""}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
};
