import { type FormEvent, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { numberIn } from "../lib/numbers.ts";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type Characteristic, watchMutation } from "./capability-types.ts";

/** What of a test step raises an alert; of an index its usual bound (IATF 16949, ISO 22514-2). */
const watches = ["cpk", "ppk", "drift", "control"] as const;
type Watch = (typeof watches)[number];
const usualBound = "1.33";

interface Props {
  readonly of: Pick<Characteristic, "productId" | "step">;
  /** A tester that is looked at; all of them where none is. */
  readonly station: string | undefined;
  readonly onSet: () => void;
}

/** Sets an alert on a test step: its index under a bound, its level, its control chart. */
export const WatchStep = ({ of, station, onSet }: Props) => {
  const { t, pick } = useLanguage();
  const may = useMay("watchCharacteristic");
  const [watch, setWatch] = useState<Watch>("cpk");
  const [bound, setBound] = useState(usualBound);
  const [problem, setProblem] = useState<Bilingual>();
  const [isSet, setIsSet] = useState(false);
  if (!may.allowed) return <WhoMay leave={may} />;
  const isIndex = watch === "cpk" || watch === "ppk";
  const value = numberIn(bound);
  const isReady = !isIndex || (value !== undefined && value > 0);
  const set = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    query(watchMutation, {
      product: of.productId,
      step: of.step,
      station: station ?? null,
      watch,
      threshold: isIndex ? value : null,
      // A point out of control is told within the hour; an index of four weeks does not move by the hour.
      period: watch === "control" ? "hour" : "day",
      key: newId(),
    }).then(
      () => {
        setProblem(undefined);
        setIsSet(true);
        onSet();
      },
      (error) => setProblem(sentenceOf(error)),
    );
  };
  return (
    <form className="new-rule" onSubmit={set} aria-label={t("watchStep")}>
      <span>
        {t("tellWhen")} {of.productId} {of.step} {station ?? ""}
      </span>
      <select
        value={watch}
        aria-label={t("condition")}
        data-testid="watch"
        onChange={(event) => {
          setWatch(event.target.value as Watch);
          setIsSet(false);
        }}
      >
        {watches.map((one) => (
          <option key={one} value={one}>
            {t(`watch_${one}`)}
          </option>
        ))}
      </select>
      {isIndex ? (
        <input
          inputMode="decimal"
          data-testid="watch-threshold"
          value={bound}
          aria-invalid={!isReady}
          aria-label={t("threshold")}
          onChange={(event) => {
            setBound(event.target.value);
            setIsSet(false);
          }}
        />
      ) : null}
      <button type="submit" data-testid="watch-step" disabled={!isReady || isSet}>
        {isSet ? t("isWatched") : t("watchStep")}
      </button>
      {problem ? <p className="error">{pick(problem)}</p> : null}
    </form>
  );
};
