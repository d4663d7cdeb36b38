import { type FormEvent, useState } from "react";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { numberIn } from "../lib/numbers.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { unitOf } from "./format.ts";
import {
  type ActiveRule,
  type Alert,
  acknowledgeMutation,
  endRuleMutation,
  type Metric,
  setRuleMutation,
} from "./types.ts";

interface Props {
  readonly chosen: Metric;
  readonly line: string | undefined;
  readonly alerts: readonly Alert[];
  readonly rules: readonly ActiveRule[];
  /** Asks for those that come behind the last one. */
  readonly more: (() => void) | undefined;
  readonly onChanged: () => void;
}

/** What is beyond its bound, who has seen it, and the rules that watch. */
export const Alerts = ({ chosen, line, alerts, rules, more, onChanged }: Props) => {
  const { t, language, pick } = useLanguage();
  const named = usePersonName();
  const watch = useMay("setAlertRule");
  const { busy, problem, act } = useAct(onChanged);
  return (
    <section className="card alerts" aria-label={t("alerts")}>
      <h3>{t("alerts")}</h3>
      <ActProblem of={problem} />
      <ul>
        {alerts.map(({ id, rule, text, raisedAt, clearedAt, acknowledgedBy, leave }) => (
          <li key={id} className={clearedAt ? "cleared" : acknowledgedBy ? "seen" : "open"}>
            <span>
              <b>{pick(text)}</b>
              <small>
                {formatTime(raisedAt, language, "date")} · {pick(rule.text)}
                {clearedAt ? ` · ${t("backSince")} ${formatTime(clearedAt, language, "date")}` : ""}
              </small>
            </span>
            {acknowledgedBy ? (
              <small>
                {t("seenBy")} {named(acknowledgedBy)}
              </small>
            ) : !leave.allowed ? (
              <WhoMay leave={leave} waits />
            ) : (
              <button
                type="button"
                data-testid={`acknowledge-${id}`}
                disabled={busy}
                onClick={() => void act(acknowledgeMutation, { id })}
              >
                {t("acknowledge")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {alerts.length === 0 ? <p className="empty">{t("noAlerts")}</p> : null}
      <Earlier word="more" load={more} />
      <h3>{t("alertRules")}</h3>
      <ul>
        {rules.map(({ id, text, leave }) => (
          <li key={id}>
            <span>
              {pick(text)} <small>{id}</small>
            </span>
            {leave.allowed ? (
              <button
                type="button"
                className="quiet"
                disabled={busy}
                onClick={() => void act(endRuleMutation, { id })}
              >
                {t("endRule")}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {rules.length === 0 ? <p className="empty">{t("noRules")}</p> : null}
      <WhoMay leave={watch} />
      {watch.allowed ? (
        <NewRule
          key={chosen.id}
          metric={chosen}
          line={line}
          busy={busy}
          onSet={(rule) => act(setRuleMutation, rule)}
        />
      ) : null}
    </section>
  );
};

const NewRule = ({
  metric,
  line,
  busy,
  onSet,
}: {
  metric: Metric;
  line: string | undefined;
  busy: boolean;
  /** Whether it is set; what is typed of one that is not stays. */
  onSet: (rule: Record<string, unknown>) => Promise<boolean>;
}) => {
  const { t, language, pick } = useLanguage();
  const [condition, setCondition] = useState<"above" | "below" | "limits">(
    metric.better === "higher" ? "below" : "above",
  );
  const [threshold, setThreshold] = useState("");
  const [period, setPeriod] = useState<"hour" | "shift" | "day">("day");
  const value = numberIn(threshold);
  const isReady = condition === "limits" || value !== undefined;
  const set = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || busy) return;
    void onSet({
      metric: metric.id,
      line: line && metric.dimensions.includes("line") ? line : null,
      condition,
      threshold: condition === "limits" ? null : value,
      period,
    }).then((isSet) => isSet && setThreshold(""));
  };
  return (
    <form className="new-rule" onSubmit={set} aria-label={t("setRule")}>
      <span>
        {pick(metric.name)} {line && metric.dimensions.includes("line") ? line : ""}
      </span>
      <select
        value={condition}
        aria-label={t("condition")}
        onChange={(event) => setCondition(event.target.value as "above")}
      >
        <option value="below">{t("below")}</option>
        <option value="above">{t("above")}</option>
        <option value="limits">{t("outOfLimits")}</option>
      </select>
      {condition === "limits" ? null : (
        <input
          inputMode="decimal"
          data-testid="threshold"
          value={threshold}
          aria-invalid={threshold !== "" && value === undefined}
          aria-label={t("threshold")}
          placeholder={unitOf(metric, language) || t("threshold")}
          onChange={(event) => setThreshold(event.target.value)}
        />
      )}
      <select
        value={period}
        aria-label={t("window")}
        onChange={(event) => setPeriod(event.target.value as "day")}
      >
        <option value="hour">{t("perHour")}</option>
        <option value="shift">{t("perShift")}</option>
        <option value="day">{t("perDay")}</option>
      </select>
      <button type="submit" data-testid="set-rule" disabled={!isReady || busy}>
        {t("setRule")}
      </button>
    </form>
  );
};
