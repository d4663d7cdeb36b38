import { useEffect, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { type Leave, useMay } from "../lib/leave.ts";
import { type PlantEvent, socket } from "../lib/socket.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";

interface Message {
  readonly id: string;
  readonly topic: string;
  readonly machine: string;
  readonly code: string;
  readonly problem: Bilingual;
  readonly content: string | null;
  readonly bytes: number;
  readonly times: number;
  readonly lastAt: string;
}

const waitingQuery = `query { setAsideMessages(first: 100) { totalCount edges { node {
  id topic machine code problem { zh en } content bytes times lastAt } } } }`;
const resendMutation = `mutation($ids: [ID!]!, $content: String, $key: String!) {
  resendMessages(ids: $ids, content: $content, idempotencyKey: $key) { ids } }`;
const dismissMutation = `mutation($ids: [ID!]!, $key: String!) {
  dismissMessages(ids: $ids, idempotencyKey: $key) { ids } }`;

interface Waiting {
  readonly setAsideMessages: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: Message }[];
  };
}

/** Messages of one machine with one kind of fault: mended by one act. */
const grouped = (messages: readonly Message[]): readonly (readonly Message[])[] => {
  const groups = Map.groupBy(messages, ({ machine, code }) => `${machine}/${code}`);
  return [...groups.values()];
};

interface GroupProps {
  readonly messages: readonly Message[];
  readonly leave: Leave;
  readonly act: (document: string, variables: Record<string, unknown>) => Promise<void>;
}

const Group = ({ messages, leave, act }: GroupProps) => {
  const { t, pick, language } = useLanguage();
  const [newest] = messages;
  const [text, setText] = useState<string>();
  if (!newest) return null;
  const ids = messages.map(({ id }) => id);
  const times = messages.reduce((sum, message) => sum + message.times, 0);
  const isChanged = text !== undefined && text !== newest.content;
  return (
    <li>
      <p className="head">
        <b>{newest.machine}</b>
        <span className="tag">{newest.code}</span>
        {times > 1 ? <span className="count">× {times}</span> : null}
        {/* Wall time: when it came, not what it tells. */}
        <time dateTime={newest.lastAt}>{formatTime(newest.lastAt, language, true, true)}</time>
      </p>
      <p>{pick(newest.problem)}</p>
      <details>
        <summary>
          {newest.topic} · {newest.bytes} B
        </summary>
        {newest.content === null ? (
          <p className="detail-text">{t("noText")}</p>
        ) : (
          <textarea
            aria-label={t("messageText")}
            spellCheck={false}
            rows={8}
            readOnly={!leave.allowed}
            value={text ?? newest.content}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </details>
      {leave.allowed ? (
        <p className="acts">
          <button
            type="button"
            onClick={() => act(resendMutation, isChanged ? { ids: [newest.id], content: text } : { ids })}
          >
            {t(isChanged ? "sendMended" : "sendAgain")}
          </button>
          <button type="button" className="quiet" onClick={() => act(dismissMutation, { ids })}>
            {t("dismiss")}
          </button>
        </p>
      ) : (
        <WhoMay leave={leave} />
      )}
    </li>
  );
};

/** Messages of machines that could not be taken: what is wrong, and the two things that can be done about it. */
export const SetAside = () => {
  const leave = useMay("resendMessages");
  const { count } = useLanguage();
  const { data, reload } = useQuery<Waiting>(waitingQuery);
  const [problem, setProblem] = useState<Bilingual>();
  useEffect(() => {
    const look = (events: readonly PlantEvent[]) => {
      if (events.some(({ type }) => type.startsWith("message."))) reload();
    };
    socket.on("events", look);
    return () => void socket.off("events", look);
  }, [reload]);
  const messages = data?.setAsideMessages.edges.map(({ node }) => node) ?? [];
  if (messages.length === 0) return null;
  const act = (document: string, variables: Record<string, unknown>) =>
    query(document, { ...variables, key: newId() }).then(
      () => {
        setProblem(undefined);
        reload();
      },
      (error) => setProblem(sentenceOf(error)),
    );
  return (
    <details className="set-aside" data-testid="set-aside">
      <summary>{count("setAsideCount", data?.setAsideMessages.totalCount ?? messages.length)}</summary>
      <ActProblem of={problem} />
      <ul>
        {grouped(messages).map((group) => (
          <Group key={group.map(({ id }) => id).join()} messages={group} leave={leave} act={act} />
        ))}
      </ul>
    </details>
  );
};
