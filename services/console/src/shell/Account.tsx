import { useState } from "react";
import { roleSaid } from "../../../core/roles.ts";
import { sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, type Language, useLanguage } from "../lib/language.ts";
import { usePopup } from "../lib/popup.ts";
import { ActProblem } from "./ActProblem.tsx";

/** Who is signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly roles: readonly string[];
}

export const nameOf = ({ name, nameEn }: Person, language: Language): string =>
  language === "zh" ? name : nameEn;

/** One's own name; pressed, it tells as whom one is signed in and offers to end that. */
export const Account = ({ person, onSignOut }: { person: Person; onSignOut: () => Promise<void> }) => {
  const { t, language } = useLanguage();
  const { isOpen, toggle, box, button } = usePopup();
  const [problem, setProblem] = useState<Bilingual>();
  return (
    <div className="account" ref={box}>
      <button
        type="button"
        ref={button}
        className="quiet who"
        data-testid="account"
        aria-expanded={isOpen}
        title={nameOf(person, language)}
        onClick={toggle}
      >
        {nameOf(person, language)}
      </button>
      {isOpen ? (
        <section className="account-menu" aria-label={t("signedInAs")}>
          <b>{nameOf(person, language)}</b>
          <small>{person.id}</small>
          <small>
            {person.roles.map((role) => roleSaid(role)[language]).join(language === "zh" ? "、" : ", ")}
          </small>
          <button
            type="button"
            data-testid="sign-out"
            onClick={() => onSignOut().catch((error) => setProblem(sentenceOf(error)))}
          >
            {t("signOut")}
          </button>
          <ActProblem of={problem} />
        </section>
      ) : null}
    </div>
  );
};
