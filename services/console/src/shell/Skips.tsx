import { useLanguage } from "../lib/language.ts";

interface SkipsProps {
  readonly onPage: () => void;
  readonly onChat: () => void;
}

const focus = (selector: string) =>
  // What is shown only now is there in the next frame.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());

/** For who works by keyboard, first of all: past the bar and the row of pages, and past a page's hundred rows to the chat. */
export const Skips = ({ onPage, onChat }: SkipsProps) => {
  const { t } = useLanguage();
  return (
    <div className="skips">
      <button
        type="button"
        data-testid="skip-to-page"
        onClick={() => {
          onPage();
          focus("main");
        }}
      >
        {t("skipToPage")}
      </button>
      <button
        type="button"
        data-testid="skip-to-chat"
        onClick={() => {
          onChat();
          focus(".chat textarea");
        }}
      >
        {t("skipToChat")}
      </button>
    </div>
  );
};
