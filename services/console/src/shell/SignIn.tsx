import { type FormEvent, useEffect, useState } from "react";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import "./sign-in.css";

interface DemoUser {
  readonly id: string;
  readonly name: string;
  readonly title: Bilingual;
}

interface Problem {
  readonly message: Bilingual;
}

/** Signs in with a password; a demonstration plant also offers its users with one click. */
export const SignIn = ({ onDone }: { onDone: () => void }) => {
  const { t, pick } = useLanguage();
  const [users, setUsers] = useState<readonly DemoUser[]>([]);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    fetch("/auth/demo-users").then(
      async (response) => response.ok && setUsers(await response.json()),
      () => {},
    );
  }, []);

  const signIn = async (body: object) => {
    const response = await fetch("/auth/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) onDone();
    else setProblem(((await response.json()) as { error: Problem }).error);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void signIn(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return (
    <main className="sign-in">
      <h1>
        Millwright <small>{t("appTagline")}</small>
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
                <b>{user.name}</b>
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
