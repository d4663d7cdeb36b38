import { useCallback, useEffect, useMemo, useState } from "react";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Loading } from "../shell/Loading.tsx";
import { Choose } from "./Choose.tsx";
import { Shown } from "./Shown.tsx";
import { type Place, placeOf, usualRange, within } from "./stretch.ts";
import { useStretch } from "./useStretch.ts";
import "../plan/plan.css";
import "../orders/orders.css";
import "./replay.css";

const recordedQuery = "query Recorded { recorded { from to } }";

/** How often at most the end of the record is asked for again while there is more to record. */
const recordEveryMs = 10_000;

/** Replays what is on record: the floor, the lines against their plan, orders and figures at any moment of a stretch. */
export const Replay = ({ onAsk }: { onAsk: (text: string) => void }) => {
  const { t, pick } = useLanguage();
  const { data, failure, reload } = useQuery<{ recorded: { from: string; to: string } | null }>(
    recordedQuery,
  );
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
      <Loading loaded={data !== undefined} failure={failure} />
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
