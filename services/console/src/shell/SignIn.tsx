import { type FormEvent, useEffect, useState } from "react";
import { sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { AwayBar } from "./AwayBar.tsx";
import "./sign-in.css";

interface DemoUser {
  readonly id: string;
  readonly name: Bilingual;
  readonly title: Bilingual;
}

interface Problem {
  readonly message: Bilingual;
}

const retryMs = 3_000;

interface SignInProps {
  readonly onDone: () => void;
  readonly onLanguage: () => void;
}

/** Signs in with a password; a demonstration plant also offers its users with one click. */
export const SignIn = ({ onDone, onLanguage }: SignInProps) => {
  const { t, pick } = useLanguage();
  const [users, setUsers] = useState<readonly DemoUser[]>([]);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      const again = () => {
        timer = setTimeout(ask, retryMs);
      };
      fetch("/auth/demo-users").then(async (response) => {
        if (response.ok) setUsers(await response.json());
        else if (response.status >= 500) again();
      }, again);
    };
    ask();
    return () => clearTimeout(timer);
  }, []);

  const signIn = async (body: object) => {
    try {
      const response = await fetch("/auth/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (response.ok) onDone();
      else setProblem(((await response.json()) as { error: Problem }).error);
    } catch (error) {
      setProblem({ message: sentenceOf(error) });
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void signIn(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return (
    <main className="sign-in">
      <AwayBar />
      <h1>
        Millwright <small>{t("appTagline")}</small>
        <button type="button" className="quiet" data-testid="language" onClick={onLanguage}>
          {t("language")}
        </button>
      </h1>
      {users.length > 0 ? (
        <>
          <p>{t("signInAs")}</p>
          <div className="users">
            {users.map((user) => (
              <button
                type="button"
                key={user.id}
                data-testid={`user-${user.id}`}
                onClick={() => signIn({ demo: user.id })}
              >
                <b>{pick(user.name)}</b>
                <span>{pick(user.title)}</span>
              </button>
            ))}
          </div>
        </>
      ) : null}
      <form onSubmit={submit}>
        <label>
          {t("user")}
          <input name="user" autoComplete="username" required />
        </label>
        <label>
          {t("password")}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit" className="primary">
          {t("signIn")}
        </button>
      </form>
      {problem ? (
        <p className="error" role="alert">
          {pick(problem.message)}
        </p>
      ) : null}
    </main>
  );
};
