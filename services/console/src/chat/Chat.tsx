import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { query } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { useConnected } from "../lib/socket.ts";
import { asHappening, proposeMutation } from "../plan/proposals.ts";
import type { Card, Imagined } from "./events.ts";
import { History } from "./History.tsx";
import { RunView } from "./RunView.tsx";
import { useSuggestions } from "./suggestions.ts";
import { turnUnderWay } from "./transcript.ts";
import { useConversation } from "./useConversation.ts";
import "./chat.css";

interface ChatProps {
  readonly conversationId: string;
  /** Another value: something was told here that the chat did not say. */
  readonly told: number;
  readonly user: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  /** A sentence that another view put into the box. */
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  /** Something was told here by another way than the chat. */
  readonly onTold: () => void;
  readonly onNew: () => void;
  readonly onOpen: (conversationId: string) => void;
  /** Shows a page beside the conversation. */
  readonly onOpenPage: (page: NonNullable<Card["page"]>) => void;
}

/** Above the first turn, as in chat.css. */
const turnsPadding = 4;

export const Chat = ({
  conversationId,
  told,
  user,
  draft,
  onDraft,
  onTold,
  onNew,
  onOpen,
  onOpenPage,
}: ChatProps) => {
  const { t, pick, language } = useLanguage();
  const { transcript, problem, send, stop, decide } = useConversation(conversationId, told);
  const suggestions = useSuggestions(language, user.roles);
  const { allowed: mayPropose } = useMay("proposeRepair");
  const connected = useConnected();
  const [follow, setFollow] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const last = transcript.turns.at(-1);
  /** Where the list was put last; whoever moves away from there reads something else. */
  const placed = useRef(0);
  const busy = turnUnderWay(transcript);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new event may make the list longer.
  useEffect(() => {
    const area = list.current;
    if (!follow || !area) return;
    // An answer longer than the screen is read from its beginning; what is approved, and then goes on, from its end.
    const turn = last?.run?.approval ? undefined : area.querySelector<HTMLElement>(".turn:last-child");
    area.scrollTop = turn ? turn.offsetTop - area.offsetTop - turnsPadding : area.scrollHeight;
    placed.current = area.scrollTop;
  }, [transcript, follow]);
  useEffect(() => {
    if (draft) box.current?.focus();
  }, [draft]);

  const submit = async (text: string) => {
    const sentence = text.trim();
    if (!sentence) return;
    onDraft("");
    setFollow(true);
    const isTaken = await send(sentence);
    // What was refused is there to be said again, unless something else is being said.
    if (!isTaken && box.current?.value === "") onDraft(sentence);
  };
  const propose = async (imagined: Imagined, key: string) => {
    const happens = asHappening(imagined);
    await query(proposeMutation, { happens, key, conversation: conversationId, language });
    setFollow(true);
    onTold();
  };
  const onKey = (event: KeyboardEvent) => {
    // An input method's Enter chooses a word; only a plain Enter sends.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void submit(draft);
    }
    if (event.key === "Escape" && busy) void stop(busy.messageId);
    if (event.key === "ArrowUp" && draft === "" && last) onDraft(last.text);
  };

  return (
    <section className="chat" aria-label={t("chat")}>
      <header className="pane-head">
        <h2>{t("chat")}</h2>
        <History current={conversationId} onOpen={onOpen} />
        <button type="button" className="quiet" onClick={onNew}>
          ＋ {t("newConversation")}
        </button>
      </header>
      <div
        className="turns"
        role="log"
        aria-label={t("chat")}
        ref={list}
        onScroll={({ currentTarget: area }) =>
          setFollow(
            area.scrollHeight - area.scrollTop - area.clientHeight < 80 ||
              Math.abs(area.scrollTop - placed.current) < 2,
          )
        }
      >
        {transcript.turns.length === 0 ? (
          <div className="welcome">
            <h3>{t("welcome")}</h3>
            <p>{t("tryThis")}</p>
            {suggestions.map((text) => (
              <button type="button" key={text} onClick={() => submit(text)}>
                {text}
              </button>
            ))}
          </div>
        ) : null}
        {transcript.turns.map((turn) => (
          <article key={turn.messageId} className="turn">
            <div className={`said ${turn.sending ? "sending" : ""}`}>
              <p>{turn.text}</p>
              <small>
                {user.name} · {turn.time ? formatTime(turn.time, language, false) : "…"}
                {turn.sending ? null : (
                  <>
                    <button type="button" className="link" onClick={() => submit(turn.text)}>
                      {t("askAgain")}
                    </button>
                    <button type="button" className="link" onClick={() => onDraft(turn.text)}>
                      {t("edit")}
                    </button>
                  </>
                )}
              </small>
            </div>
            {turn.run ? (
              <RunView
                run={turn.run}
                jobs={transcript.jobs}
                onDecide={decide}
                onSay={submit}
                onPropose={mayPropose ? propose : undefined}
                onOpenPage={onOpenPage}
              />
            ) : (
              <p className="thinking" role="status">
                {t(turn.sending && !connected ? "saidLater" : "thinking")}
              </p>
            )}
          </article>
        ))}
      </div>
      {problem ? (
        <p className="error" role="alert">
          {pick(problem.bilingual)}
        </p>
      ) : null}
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(draft);
        }}
      >
        <textarea
          ref={box}
          rows={2}
          value={draft}
          maxLength={2_000}
          placeholder={t("placeholder")}
          aria-label={t("chat")}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKey}
        />
        {busy ? (
          <button type="button" onClick={() => void stop(busy.messageId)}>
            ■ {t("stop")}
          </button>
        ) : (
          <button type="submit" className="primary" disabled={draft.trim() === ""}>
            {t("send")}
          </button>
        )}
      </form>
    </section>
  );
};
