import { type ReactNode, useState } from "react";
import { useServerNow } from "../lib/clock.ts";
import { sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, type SentenceKey, useLanguage } from "../lib/language.ts";
import type { DecisionLeave } from "../lib/leave.ts";
import { ActProblem } from "./ActProblem.tsx";
import { WhoMay } from "./WhoMay.tsx";

/** Wall time that is left to decide. */
export const TimeLeft = ({ until }: { until: string }) => {
  const { t } = useLanguage();
  const left = Math.max(0, Math.round((Date.parse(until) - useServerNow()) / 1_000));
  return (
    <span className="countdown">
      {t("expiresIn")} {Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}
    </span>
  );
};

interface DecisionProps {
  readonly leave: DecisionLeave;
  readonly onDecide: (approve: boolean) => Promise<unknown>;
  readonly approveKey?: SentenceKey;
  /** Before the words of the test ids, where several kinds of proposals stand on a page. */
  readonly name?: string;
  readonly children?: ReactNode;
}

/** The foot of whatever waits for a person: the buttons for who may decide, for others whom it waits for. */
export const Decision = ({ leave, onDecide, approveKey = "approve", name = "", children }: DecisionProps) => {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Bilingual>();
  const decide = async (approve: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onDecide(approve);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <footer className="decision">
        {leave.approve.allowed ? (
          <button
            type="button"
            className="primary"
            data-testid={`${name}approve`}
            disabled={busy}
            onClick={() => void decide(true)}
          >
            {t(approveKey)}
          </button>
        ) : null}
        {leave.reject.allowed ? (
          <button
            type="button"
            data-testid={`${name}reject`}
            disabled={busy}
            onClick={() => void decide(false)}
          >
            {t("reject")}
          </button>
        ) : null}
        {children}
        <WhoMay leave={leave.approve} waits />
      </footer>
      <ActProblem of={problem} />
    </>
  );
};
