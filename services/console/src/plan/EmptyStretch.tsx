import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { nextQuery } from "./types.ts";

interface EmptyStretchProps {
  /** End of the stretch in which nothing is planned, ms. */
  readonly to: number;
  /** A moment that the chart is to show. */
  readonly onShow: (time: number) => void;
}

interface Next {
  readonly plan: {
    readonly operationsPage: { readonly nodes: readonly { readonly start: string }[] };
  } | null;
}

/** On a weekend the chart is empty: it leads to what begins first afterwards. */
export const EmptyStretch = ({ to, onShow }: EmptyStretchProps) => {
  const { t, language } = useLanguage();
  const { data } = useQuery<Next>(nextQuery, { from: new Date(to).toISOString() });
  const start = data?.plan?.operationsPage.nodes[0]?.start;
  return (
    <p className="behind quiet" role="status">
      <span>{t("nothingPlanned")}</span>
      {start ? (
        <button type="button" onClick={() => onShow(Date.parse(start))}>
          {t("showNext").replace("{time}", formatTime(start, language))}
        </button>
      ) : null}
    </p>
  );
};
