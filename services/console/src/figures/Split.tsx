import { useQuery } from "../lib/graphql.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { Loading } from "../shell/Loading.tsx";
import { toldValue } from "./format.ts";
import { SkeletonRows } from "./Skeleton.tsx";
import { type Figure, type Metric, type Part, splitQuery } from "./types.ts";

const most = 15;

interface Props {
  readonly metric: Metric;
  readonly variables: Record<string, unknown>;
  readonly subject: string;
  readonly split: string;
  readonly onSplit: (split: string) => void;
}

/** What a figure is made of by line, product, shift, reason or part, each beside what it was. */
export const Split = ({ metric, variables, subject, split, onSplit }: Props) => {
  const { t, count, language, pick } = useLanguage();
  const known = ["line", "kind", "product", "family", "shift", "reason", "material"].filter((one) =>
    metric.dimensions.includes(one),
  );
  const chosen = known.includes(split) ? split : known[0];
  const { data, failure } = useQuery<{
    now: Pick<Figure, "parts">;
    before: { parts: readonly Omit<Part, "name">[] };
  }>(splitQuery, { ...variables, split: chosen ?? "line" }, [subject, chosen].join());
  const before = new Map(data?.before.parts.map(({ key, value }) => [key, value]));
  const all = data?.now.parts ?? [];
  const parts = all.slice(0, most);
  const highest = Math.max(
    ...parts.map(({ value }) => value ?? 0),
    ...[...before.values()].map((value) => value ?? 0),
    1e-9,
  );
  const share = (value: number | null | undefined) => `${Math.max(0, ((value ?? 0) / highest) * 100)}%`;
  return (
    <section className="card split" aria-label={t("splitBy")}>
      <header>
        <h3>{t("splitBy")}</h3>
        <div className="segmented" role="group">
          {known.map((one) => (
            <button type="button" key={one} aria-pressed={one === chosen} onClick={() => onSplit(one)}>
              {t(`dimension_${one}` as SentenceKey)}
            </button>
          ))}
        </div>
      </header>
      <Loading loaded failure={failure} />
      {data || failure ? null : <SkeletonRows rows={6} />}
      <ul>
        {parts.map(({ key, name, value }) => (
          <li key={key} title={`${pick(name)} ${toldValue(metric, value, language)}`}>
            <span>{pick(name)}</span>
            <span className="bar">
              <i style={{ width: share(value) }} />
              {before.has(key) ? (
                <u
                  style={{ left: share(before.get(key)) }}
                  title={toldValue(metric, before.get(key), language)}
                />
              ) : null}
            </span>
            <b className="number">{toldValue(metric, value, language)}</b>
          </li>
        ))}
      </ul>
      {all.length > most ? <p className="empty">{count("partsMore", all.length - most)}</p> : null}
      {data && parts.length === 0 ? <p className="empty">{t("nothingYet")}</p> : null}
    </section>
  );
};
