import { argumentsOf } from "../chat/arguments.ts";
import { query, useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { usePopup } from "../lib/popup.ts";
import { useEventNudge } from "../lib/socket.ts";
import { decideMutation } from "../playbooks/types.ts";
import { Decision, TimeLeft } from "../shell/Decision.tsx";
import { type Awaiting, awaitingQuery, decidable } from "./types.ts";
import "./inbox.css";

const events = ["approval"];

const Item = ({ act, onDecided }: { act: Awaiting; onDecided: () => void }) => {
  const words = useLanguage();
  const { t, pick } = words;
  const { id, title, askedBy, args, argsHash, planVersion, expiresAt, checks, may } = act;
  const decide = (approve: boolean) =>
    query(decideMutation, { id, hash: argsHash, plan: planVersion, approve }).finally(onDecided);
  return (
    <li className="approval" data-testid={`awaiting-${id}`}>
      <header>
        <b>{pick(title)}</b>
        <TimeLeft until={expiresAt} />
      </header>
      <small>{t("askedByWhom").replace("{name}", pick(askedBy.name))}</small>
      <dl className="args">
        {argumentsOf(args, words).map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="inbox-checks" aria-label={t("steps")}>
        {checks.map(({ role, status, summary }) => (
          <li key={role} className={`step-${status}`}>
            {pick(summary)}
          </li>
        ))}
      </ul>
      <Decision leave={may} until={expiresAt} name="awaiting-" onDecide={decide} />
    </li>
  );
};

/** What waits for who is signed in, whoever asked for it and wherever: a count on every page, opened, the acts to decide. */
export const Inbox = () => {
  const { t } = useLanguage();
  const { isOpen, toggle, box, button } = usePopup();
  const { data, reload } = useQuery<{ pendingApprovals: readonly Awaiting[] }>(awaitingQuery);
  useEventNudge(events, 500, reload);
  const waiting = decidable(data?.pendingApprovals ?? []);
  if (waiting.length === 0) return null;
  return (
    <div className="inbox" ref={box}>
      <button
        type="button"
        ref={button}
        data-testid="awaiting"
        aria-expanded={isOpen}
        aria-label={`${t("awaitingYou")}: ${waiting.length}`}
        onClick={toggle}
      >
        <span className="inbox-name">{t("awaitingYou")}</span> <b className="badge">{waiting.length}</b>
      </button>
      {isOpen ? (
        <ul className="inbox-list" aria-label={t("awaitingYou")}>
          {waiting.map((act) => (
            <Item key={act.id} act={act} onDecided={reload} />
          ))}
        </ul>
      ) : null}
    </div>
  );
};
