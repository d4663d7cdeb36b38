import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { query, sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, type SentenceKey, useLanguage } from "../lib/language.ts";
import { useNow } from "../lib/socket.ts";
import { decideMutation, type OrderShift, type Proposal } from "./proposals.ts";

const mostOrders = 6;
const hourSeconds = 3_600;

const statusKey: Record<Proposal["status"], SentenceKey> = {
  Proposed: "proposed",
  Adopted: "adopted",
  Rejected: "rejected",
  Expired: "expired",
  Stale: "stale",
};

const Shift = ({ order }: { order: OrderShift }) => {
  const { t, language } = useLanguage();
  const { workOrderId, kind, shiftSeconds, endAfter } = order;
  const hours = Math.abs(shiftSeconds) / hourSeconds;
  const shift = hours >= 1 ? `${hours.toFixed(1)} h` : `${Math.round(hours * 60)} min`;
  const told = kind === "later" ? `+${shift}` : kind === "earlier" ? `−${shift}` : t(`move_${kind}`);
  return (
    <li className={`shift shift-${kind}`}>
      <b>{workOrderId}</b> <span>{told}</span>
      {endAfter ? <small> → {formatTime(endAfter, language)}</small> : null}
    </li>
  );
};

/** Wall time that is left to decide, in whole minutes. */
export const Left = ({ until }: { until: string }) => {
  const { t } = useLanguage();
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - useNow(10_000)) / 60_000));
  return (
    <span className="countdown">
      {t("expiresIn")} {minutes} min
    </span>
  );
};

interface CardProps {
  readonly proposal: Proposal;
  readonly roles: readonly string[];
  /** Whether the chart shows what it moves. */
  readonly drawn: boolean;
  readonly onDraw: () => void;
  readonly onDecided: () => void;
}

const Card = ({ proposal, roles, drawn, onDraw, onDecided }: CardProps) => {
  const { t, pick, language } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Bilingual>();
  const { change, approval, unplanned, status } = proposal;
  const open = status === "Proposed";
  const lateness = (kpis: Proposal["kpisAfter"]) => `${Math.round(kpis.weightedLateness ?? 0)} h`;
  const allowed = approval !== null && roles.includes(approval.role);
  const decide = async (approve: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await query(decideMutation, { number: proposal.number, argsHash: approval?.argsHash, approve });
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
      onDecided();
    }
  };
  return (
    <article
      className={`proposal status-${status.toLowerCase()}`}
      aria-label={pick(proposal.cause)}
      data-testid={`proposal-${proposal.number}`}
      data-status={status}
    >
      <header>
        <span className="tag">{t(statusKey[status])}</span>
        <b>{pick(proposal.cause)}</b>
        {open && approval ? <Left until={approval.expiresAt} /> : null}
        {proposal.version ? (
          <small>
            {t("planVersion")} {proposal.version}
          </small>
        ) : null}
        {approval?.decidedBy ? <small>{approval.decidedBy}</small> : null}
      </header>
      {open ? (
        <>
          <p>
            {t("movesOf")} <b>{change.moved}</b> · {t("staysOf")} {change.same} · {t("lateOrders")}{" "}
            <b>
              {change.lateBefore} → {change.lateAfter}
            </b>{" "}
            · {t("lateness")} {lateness(proposal.kpisBefore)} → {lateness(proposal.kpisAfter)}
          </p>
          {unplanned.length > 0 ? (
            <p className="lateness">
              {t("withoutMaterial")}: {unplanned.slice(0, mostOrders).join(", ")}
              {unplanned.length > mostOrders ? ` +${unplanned.length - mostOrders}` : ""}
            </p>
          ) : null}
          {change.orders.length > 0 ? (
            <ul className="shifts">
              {change.orders.slice(0, mostOrders).map((order) => (
                <Shift key={order.workOrderId} order={order} />
              ))}
              {change.orders.length > mostOrders ? (
                <li>
                  <small>
                    +{change.orders.length - mostOrders} {language === "zh" ? "个工单" : "orders"}
                  </small>
                </li>
              ) : null}
            </ul>
          ) : null}
          {problem ? (
            <p className="error" role="alert">
              {pick(problem)}
            </p>
          ) : null}
          <footer>
            <button
              type="button"
              className="primary"
              data-testid="adopt"
              disabled={!allowed || busy}
              onClick={() => void decide(true)}
            >
              {t("adopt")}
            </button>
            <button
              type="button"
              data-testid="refuse"
              disabled={!allowed || busy}
              onClick={() => void decide(false)}
            >
              {t("reject")}
            </button>
            <button type="button" aria-pressed={drawn} onClick={onDraw}>
              {t("showInPlan")}
            </button>
            {drawn ? (
              <small className="key">
                <i className="was" /> {t("was")} <i className="goes" /> {t("goes")}
              </small>
            ) : null}
            {allowed || !approval ? null : (
              <small>
                {t("needsRole")} {approval.role}
              </small>
            )}
          </footer>
        </>
      ) : null}
    </article>
  );
};

interface ProposalsProps {
  readonly proposals: readonly Proposal[];
  readonly roles: readonly string[];
  readonly drawn: number | undefined;
  readonly onDraw: (number: number | undefined) => void;
  readonly onDecided: () => void;
}

/** Plans that wait for a planner, with what each would change; what was decided last, in a line. */
export const Proposals = ({ proposals, roles, drawn, onDraw, onDecided }: ProposalsProps) => {
  const { t } = useLanguage();
  const open = proposals.filter(({ status }) => status === "Proposed");
  const last = proposals.filter(({ status }) => status !== "Proposed").slice(0, open.length > 0 ? 0 : 1);
  if (open.length + last.length === 0) return null;
  return (
    <section className="proposals" aria-label={t("proposals")}>
      {[...open, ...last].map((proposal) => (
        <Card
          key={proposal.number}
          proposal={proposal}
          roles={roles}
          drawn={drawn === proposal.number}
          onDraw={() => onDraw(drawn === proposal.number ? undefined : proposal.number)}
          onDecided={onDecided}
        />
      ))}
    </section>
  );
};
