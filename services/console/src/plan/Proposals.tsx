import { formatTime } from "../lib/clock.ts";
import { query } from "../lib/graphql.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import type { DecisionLeave, Leave } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { Decision, TimeLeft } from "../shell/Decision.tsx";
import { decideMutation, type OrderShift, type Proposal } from "./proposals.ts";

/** While its approval is being opened nobody decides. */
const nobody: Leave = { allowed: false, who: { zh: "…", en: "…" }, refusal: null };
const undecided: DecisionLeave = { approve: nobody, reject: nobody };
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
  const { t, count, language } = useLanguage();
  const { workOrderId, kind, shiftSeconds, endAfter } = order;
  const hours = Math.abs(shiftSeconds) / hourSeconds;
  const shift =
    hours >= 1
      ? count("hoursTold", Math.round(hours * 10) / 10)
      : count("minutesTold", Math.round(hours * 60));
  const told = kind === "later" ? `+${shift}` : kind === "earlier" ? `−${shift}` : t(`move_${kind}`);
  return (
    <li className={`shift shift-${kind}`}>
      <b>{workOrderId}</b> <span>{told}</span>
      {endAfter ? <small> → {formatTime(endAfter, language)}</small> : null}
    </li>
  );
};

interface CardProps {
  readonly proposal: Proposal;
  /** Whether the chart shows what it moves. */
  readonly drawn: boolean;
  readonly onDraw: () => void;
  readonly onDecided: () => void;
}

const Card = ({ proposal, drawn, onDraw, onDecided }: CardProps) => {
  const { t, count, pick } = useLanguage();
  const named = usePersonName();
  const { change, approval, unplanned, status } = proposal;
  const open = status === "Proposed";
  const lateness = (kpis: Proposal["kpisAfter"]) =>
    count("hoursTold", Math.round(kpis.weightedLateness ?? 0));
  const decide = (approve: boolean) =>
    query(decideMutation, { number: proposal.number, argsHash: approval?.argsHash, approve }).finally(
      onDecided,
    );
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
        {open && approval ? <TimeLeft until={approval.expiresAt} /> : null}
        {proposal.version ? (
          <small>
            {t("planVersion")} {proposal.version}
          </small>
        ) : null}
        {approval?.decidedBy ? <small>{named(approval.decidedBy)}</small> : null}
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
              {t("unplannedOrders")}: {unplanned.slice(0, mostOrders).join(", ")}
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
                  <small>+ {count("ordersCounted", change.orders.length - mostOrders)}</small>
                </li>
              ) : null}
            </ul>
          ) : null}
          <Decision
            leave={approval?.may ?? undecided}
            until={approval?.expiresAt}
            approveKey="adopt"
            name="plan-"
            onDecide={decide}
          >
            <button type="button" aria-pressed={drawn} onClick={onDraw}>
              {t("showInPlan")}
            </button>
            {drawn ? (
              <small className="key">
                <i className="was" /> {t("was")} <i className="goes" /> {t("goes")}
              </small>
            ) : null}
          </Decision>
        </>
      ) : null}
    </article>
  );
};

interface ProposalsProps {
  /** Those that wait. */
  readonly proposals: readonly Proposal[];
  /** What was decided last. */
  readonly last: Proposal | undefined;
  readonly drawn: number | undefined;
  readonly onDraw: (number: number | undefined) => void;
  readonly onDecided: () => void;
}

/** Plans that wait for a planner, with what each would change; without any, what was decided last. */
export const Proposals = ({ proposals, last, drawn, onDraw, onDecided }: ProposalsProps) => {
  const { t } = useLanguage();
  const shown = proposals.length > 0 ? proposals : last ? [last] : [];
  if (shown.length === 0) return null;
  return (
    <section className="proposals" aria-label={t("proposals")}>
      {shown.map((proposal) => (
        <Card
          key={proposal.number}
          proposal={proposal}
          drawn={drawn === proposal.number}
          onDraw={() => onDraw(drawn === proposal.number ? undefined : proposal.number)}
          onDecided={onDecided}
        />
      ))}
    </section>
  );
};
