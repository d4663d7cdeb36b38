import { useEffect } from "react";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";

const waitingQuery = "query PlaybooksWaiting { playbooksWaiting }";
const events = ["playbook", "approval"];
/** An act that begins to wait tells no event of its own. */
const everyMs = 15_000;

/** How many runs wait for who is signed in, beside the name of the page. */
export const WaitingRuns = () => {
  const { t } = useLanguage();
  const { data, reload } = useQuery<{ playbooksWaiting: number }>(waitingQuery);
  useEventNudge(events, 500, reload);
  useEffect(() => {
    const timer = setInterval(reload, everyMs);
    return () => clearInterval(timer);
  }, [reload]);
  const count = data?.playbooksWaiting ?? 0;
  if (count === 0) return null;
  return (
    <b className="badge" data-testid="playbooks-waiting" title={t("waitsForYou")}>
      {count}
      <span className="visually-hidden"> {t("waitsForYou")}</span>
    </b>
  );
};
