import { Suspense, useEffect, useState } from "react";
import { setPlantZone } from "../../../core/zone.ts";
import { Inbox } from "../approvals/Inbox.tsx";
import { Chat } from "../chat/Chat.tsx";
import { ClockContext, type ClockSetting, formatTime, usePlantNow } from "../lib/clock.ts";
import { query, ServerError } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { keepFor } from "../lib/kept.ts";
import { altKey, isTyping } from "../lib/keys.ts";
import { type Language, LanguageContext, type SentenceKey, useLanguage } from "../lib/language.ts";
import { type Leaves, LeavesContext, viewerFields } from "../lib/leave.ts";
import { PeopleContext, type PersonName } from "../lib/people.ts";
import { remembered, usePreference } from "../lib/preferences.ts";
import { onSignedOut } from "../lib/signed-out.ts";
import { joinHouse, socket, useConnected } from "../lib/socket.ts";
import { WaitingRuns } from "../playbooks/Waiting.tsx";
import { isReplayLink } from "../replay/stretch.ts";
import { Account, nameOf, type Person } from "./Account.tsx";
import { AwayBar } from "./AwayBar.tsx";
import { Boundary } from "./Boundary.tsx";
import { Icon } from "./Icon.tsx";
import { keepFocus } from "./keep-focus.ts";
import { Loading } from "./Loading.tsx";
import { loadRest, pages, type View, viewOf, views } from "./pages.ts";
import { SignIn } from "./SignIn.tsx";
import { Skips } from "./Skips.tsx";
import "./shell.css";

type Viewer = Person & Leaves;

interface Session {
  readonly viewer: Viewer;
  readonly people: readonly PersonName[];
  readonly clock: ClockSetting & { readonly wallNow: number; readonly timeZone: string };
}

const sessionQuery = `query Session { viewer { id name nameEn roles ${viewerFields} }
  people { id name { zh en } }
  clock { plantAnchor wallAnchor speed wallNow timeZone } }`;

// What is looked at first comes along with the session that it waits for.
pages[viewOf(remembered("view") ?? "")].ahead();

const PlantTime = () => {
  const { t, language } = useLanguage();
  const now = usePlantNow(1_000);
  return (
    <span className="plant-time" title={t("plantTime")}>
      <span className="whole">{formatTime(now, language)}</span>
      <span className="brief">{formatTime(now, language, "date")}</span>
    </span>
  );
};

interface BarProps {
  readonly viewer: Viewer;
  readonly onLanguage: () => void;
  readonly onTheme: () => void;
  readonly onSignOut: () => Promise<void>;
}

const TopBar = ({ viewer, onLanguage, onTheme, onSignOut }: BarProps) => {
  const { t } = useLanguage();
  const connected = useConnected();
  return (
    <header className="top">
      <h1>
        Millwright <small>{t("appTagline")}</small>
      </h1>
      <span className={`link-state ${connected ? "on" : "off"}`}>
        <i className="dot" /> <span>{t(connected ? "connected" : "reconnecting")}</span>
      </span>
      <PlantTime />
      <span className="spacer" />
      <Inbox />
      <button
        type="button"
        className="quiet"
        data-testid="language"
        aria-label={t("language")}
        onClick={onLanguage}
      >
        <span className="whole">{t("language")}</span>
        <span className="brief">{t("languageBrief")}</span>
      </button>
      <button
        type="button"
        className="quiet"
        data-testid="theme"
        onClick={onTheme}
        aria-label={t("theme")}
        title={t("theme")}
      >
        ◐
      </button>
      <Account person={viewer} onSignOut={onSignOut} />
    </header>
  );
};

const House = ({ session, bar }: { session: Session; bar: Omit<BarProps, "viewer"> }) => {
  const { t } = useLanguage();
  const [stored, setView] = usePreference<View>("view", "plan");
  const view = viewOf(stored);
  const { language } = useLanguage();
  const [mobile, setMobile] = useState<View | "chat">("chat");
  // A link to a moment leads there, whatever was looked at last.
  useEffect(() => {
    const follow = () => {
      if (!isReplayLink(location.hash)) return;
      setView("replay");
      setMobile("replay");
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [setView]);
  // On a telephone the row of views is longer than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is what moves the row.
  useEffect(() => {
    document
      .querySelector('.rail [aria-current="page"]')
      ?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [view, mobile]);
  const [conversationId, setConversationId] = usePreference<string>(
    `conversation.${session.viewer.id}`,
    newId(),
  );
  const [draft, setDraft] = useState("");
  /** Grows when something was told in the conversation by another way than the chat. */
  const [told, setTold] = useState(0);
  const tell = () => setTold((times) => times + 1);
  const [repairing, setRepairing] = useState<string>();
  const ask = (text: string) => {
    setDraft(text);
    setMobile("chat");
  };
  useEffect(joinHouse, []);
  useEffect(keepFocus, []);
  useEffect(loadRest, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const digit = altKey(event, isTyping(event.target));
      if (digit === undefined || !/\d/.test(digit)) return;
      // The tenth is 0, as on the row of keys.
      const chosen = views[(Number(digit) + 9) % 10];
      if (chosen) {
        event.preventDefault();
        setView(chosen);
        setMobile(chosen);
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [setView]);

  const main = {
    plan: (
      <pages.plan.Page
        conversationId={conversationId}
        onAsk={ask}
        onTold={tell}
        repairing={repairing}
        onRepair={setRepairing}
      />
    ),
    floor: (
      <pages.floor.Page
        onAsk={ask}
        onRepair={(line) => {
          setRepairing(line);
          setView("plan");
          setMobile("plan");
        }}
      />
    ),
    cells: <pages.cells.Page />,
    orders: <pages.orders.Page onAsk={ask} />,
    inspection: <pages.inspection.Page />,
    repairs: <pages.repairs.Page />,
    knowledge: <pages.knowledge.Page />,
    documents: <pages.documents.Page />,
    playbooks: <pages.playbooks.Page />,
    audit: <pages.audit.Page />,
    events: <pages.events.Page />,
    replay: <pages.replay.Page onAsk={ask} />,
    figures: <pages.figures.Page onAsk={ask} />,
  }[view];
  return (
    <div className={`house show-${mobile === "chat" ? "chat" : "view"}`}>
      <Skips onPage={() => setMobile(view)} onChat={() => setMobile("chat")} />
      <TopBar viewer={session.viewer} {...bar} />
      <AwayBar />
      <nav className="rail" aria-label="Millwright">
        {(["chat", ...views] as const).map((name, place) => (
          <button
            type="button"
            key={name}
            data-testid={`nav-${name}`}
            className={name === "chat" ? "only-mobile" : ""}
            title={place > 0 && place <= 10 ? `${t(name)} · Alt+${place % 10}` : undefined}
            aria-keyshortcuts={place > 0 && place <= 10 ? `Alt+${place % 10}` : undefined}
            aria-current={
              (name === "chat" ? mobile === "chat" : view === name && mobile !== "chat") ||
              (view === name && mobile === "chat")
                ? "page"
                : undefined
            }
            onClick={() => {
              setMobile(name);
              if (name !== "chat") setView(name);
            }}
          >
            <Icon name={name} />
            <span>{t(name as SentenceKey)}</span>
            {name === "playbooks" ? <WaitingRuns /> : null}
          </button>
        ))}
      </nav>
      <main tabIndex={-1}>
        <Boundary key={view}>
          <Suspense fallback={<Loading loaded={false} failure={undefined} />}>{main}</Suspense>
        </Boundary>
      </main>
      <Boundary key={conversationId}>
        <Chat
          told={told}
          conversationId={conversationId}
          user={{ ...session.viewer, name: nameOf(session.viewer, language) }}
          draft={draft}
          onTold={tell}
          onDraft={setDraft}
          onNew={() => setConversationId(newId())}
          onOpen={setConversationId}
          onOpenPage={(page) => {
            setView(page);
            setMobile(page);
          }}
        />
      </Boundary>
    </div>
  );
};

const retryMs = 3_000;

type Theme = "system" | "light" | "dark";

export const App = () => {
  const [language, setLanguage] = usePreference<Language>(
    "language",
    navigator.language.startsWith("zh") ? "zh" : "en",
  );
  const [theme, setTheme] = usePreference<Theme>("theme", "system");
  const [session, setSession] = useState<Session | null>();
  const load = () =>
    query<Session>(sessionQuery).then(
      (found) => {
        // The browser's clock may be off; the plant's time counts from the server's.
        const ahead = Date.now() - found.clock.wallNow;
        setPlantZone(found.clock.timeZone);
        keepFor(found.viewer.id);
        setSession({
          ...found,
          clock: { ...found.clock, wallAnchor: found.clock.wallAnchor + ahead, ahead },
        });
      },
      (error) => {
        if (error instanceof ServerError && error.code === "UNAUTHENTICATED") return;
        // Who is signed in stays so, while the house cannot look it up.
        setTimeout(() => void load(), retryMs);
      },
    );
  // The session has ended: while the page slept, or nobody has signed in yet.
  useEffect(() => onSignedOut(() => setSession(null)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session is read once.
  useEffect(() => void load(), []);
  useEffect(() => {
    // It has ended while the page was connected: by time, or signed out of on another page.
    const onDisconnect = (reason: string) => {
      if (reason === "io server disconnect") setSession(null);
    };
    socket.on("disconnect", onDisconnect);
    return () => void socket.off("disconnect", onDisconnect);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  const bar = {
    onLanguage: () => setLanguage(language === "zh" ? "en" : "zh"),
    onTheme: () => setTheme(dark ? "light" : "dark"),
    onSignOut: async () => {
      const response = await fetch("/auth/sign-out", { method: "POST" });
      // Whom the server still knows would be signed in again at the next look.
      if (!response.ok) throw new TypeError(`signing out: ${response.status}`);
      setSession(null);
    },
  };
  return (
    <LanguageContext value={language}>
      {session ? (
        <ClockContext value={session.clock}>
          <PeopleContext value={session.people}>
            <LeavesContext value={session.viewer}>
              <Boundary>
                <House session={session} bar={bar} />
              </Boundary>
            </LeavesContext>
          </PeopleContext>
        </ClockContext>
      ) : null}
      {session === undefined ? <AwayBar /> : null}
      {session === null ? <SignIn onDone={() => void load()} onLanguage={bar.onLanguage} /> : null}
    </LanguageContext>
  );
};
