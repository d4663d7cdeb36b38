import { type ReactNode, useState } from "react";
import { useServerNow } from "../lib/clock.ts";
import { sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, type SentenceKey, useLanguage } from "../lib/language.ts";
import type { DecisionLeave } from "../lib/leave.ts";
import { ActProblem } from "./ActProblem.tsx";
import { WhoMay } from "./WhoMay.tsx";

/** Seconds of wall time that are left to decide; 0 when it is over. */
const useLeft = (until: string): number =>
  Math.max(0, Math.ceil((Date.parse(until) - useServerNow()) / 1_000));

/** Wall time that is left to decide. */
export const TimeLeft = ({ until }: { until: string }) => {
  const { t } = useLanguage();
  const left = useLeft(until);
  return (
    <span className="countdown">
      {left === 0
        ? t("expired")
        : `${t("expiresIn")} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`}
    </span>
  );
};

const never = "9999-12-31T00:00:00Z";

interface DecisionProps {
  readonly leave: DecisionLeave;
  /** Until when it can be decided; undefined while its approval is being opened. */
  readonly until: string | undefined;
  readonly onDecide: (approve: boolean) => Promise<unknown>;
  readonly approveKey?: SentenceKey;
  /** Before the words of the test ids, where several kinds of proposals stand on a page. */
  readonly name?: string;
  readonly children?: ReactNode;
}

/** The foot of whatever waits for a person: the buttons for who may decide, for others whom it waits for. */
export const Decision = ({
  leave,
  until,
  onDecide,
  approveKey = "approve",
  name = "",
  children,
}: DecisionProps) => {
  const { t } = useLanguage();
  const isOver = useLeft(until ?? never) === 0;
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
        {leave.approve.allowed && !isOver ? (
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
        {leave.reject.allowed && !isOver ? (
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
        {isOver ? null : <WhoMay leave={leave.approve} waits />}
      </footer>
      <ActProblem of={problem} />
    </>
  );
};
