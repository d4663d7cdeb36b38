import { useEffect, useState } from "react";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { type Leave, useMay } from "../lib/leave.ts";
import { type PlantEvent, socket } from "../lib/socket.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type Mending, shownOf } from "./mending.ts";

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
const grouped = (messages: readonly Message[]) =>
  [...Map.groupBy(messages, ({ machine, code }) => `${machine}/${code}`)].flatMap(
    ([fault, [first, ...more]]) => (first ? [{ fault, messages: [first, ...more] as const }] : []),
  );

interface GroupProps {
  readonly messages: readonly [Message, ...Message[]];
  readonly leave: Leave;
  readonly busy: boolean;
  readonly act: (document: string, variables: Record<string, unknown>) => Promise<boolean>;
}

const Group = ({ messages, leave, busy, act }: GroupProps) => {
  const { t, pick, language } = useLanguage();
  const [mending, setMending] = useState<Mending>();
  const { message, text, isChanged, send } = shownOf(messages, mending);
  const times = messages.reduce((sum, one) => sum + one.times, 0);
  return (
    <li>
      <p className="head">
        <b>{message.machine}</b>
        <span className="tag">{message.code}</span>
        {times > 1 ? <span className="count">× {times}</span> : null}
        {/* Wall time: when it came, not what it tells. */}
        <time dateTime={message.lastAt}>{formatTime(message.lastAt, language, true, true)}</time>
      </p>
      <p>{pick(message.problem)}</p>
      <details>
        <summary>
          {message.topic} · {message.bytes} B
        </summary>
        {message.content === null ? (
          <p className="detail-text">{t("noText")}</p>
        ) : (
          <textarea
            aria-label={t("messageText")}
            spellCheck={false}
            rows={8}
            readOnly={!leave.allowed}
            value={text ?? ""}
            onChange={({ target }) => setMending({ id: message.id, text: target.value })}
          />
        )}
      </details>
      {leave.allowed ? (
        <p className="acts">
          <button type="button" disabled={busy} onClick={() => void act(resendMutation, send)}>
            {t(isChanged ? "sendMended" : "sendAgain")}
          </button>
          <button
            type="button"
            className="quiet"
            disabled={busy}
            onClick={() => void act(dismissMutation, { ids: messages.map(({ id }) => id) })}
          >
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
  const { busy, problem, act } = useAct(reload);
  useEffect(() => {
    const look = (events: readonly PlantEvent[]) => {
      if (events.some(({ type }) => type.startsWith("message."))) reload();
    };
    socket.on("events", look);
    return () => void socket.off("events", look);
  }, [reload]);
  const messages = data?.setAsideMessages.edges.map(({ node }) => node) ?? [];
  if (messages.length === 0) return null;
  return (
    <details className="set-aside" data-testid="set-aside">
      <summary>{count("setAsideCount", data?.setAsideMessages.totalCount ?? messages.length)}</summary>
      <ActProblem of={problem} />
      <ul>
        {grouped(messages).map(({ fault, messages: own }) => (
          <Group key={fault} messages={own} leave={leave} busy={busy} act={act} />
        ))}
      </ul>
    </details>
  );
};
