import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { request } from "../lib/socket.ts";

interface Conversation {
  readonly id: string;
  readonly title: string | null;
  readonly created_at: string;
}

interface HistoryProps {
  readonly current: string;
  readonly onOpen: (conversationId: string) => void;
}

/** The person's earlier conversations, read when the list is opened. */
export const History = ({ current, onOpen }: HistoryProps) => {
  const { t, language } = useLanguage();
  const [list, setList] = useState<readonly Conversation[]>();
  const load = () =>
    request<{ conversations: Conversation[] }>("conversation.list", {}).then(
      ({ conversations }) => setList(conversations),
      () => {},
    );
  return (
    <details
      className="history"
      onToggle={({ currentTarget }) => currentTarget.open && void load()}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.open = false;
      }}
    >
      <summary>{t("history")}</summary>
      <ul>
        {list?.length === 0 ? <li className="empty">{t("nothingYet")}</li> : null}
        {list?.map((conversation) => (
          <li key={conversation.id}>
            <button
              type="button"
              className="quiet"
              aria-current={conversation.id === current ? "true" : undefined}
              onClick={(event) => {
                event.currentTarget.closest("details")?.removeAttribute("open");
                onOpen(conversation.id);
              }}
            >
              {conversation.title}
              <small> {formatTime(conversation.created_at, language)}</small>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
};
