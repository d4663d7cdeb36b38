import { Component, type ReactNode } from "react";
import { broken } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";

const Broken = () => {
  const { t, pick } = useLanguage();
  return (
    <section className="view broken-view" role="alert">
      <p className="error">{pick(broken)}</p>
      <button type="button" onClick={() => location.reload()}>
        {t("reload")}
      </button>
    </section>
  );
};

/** What goes wrong in a part of the page stays in it: the others, the chat and an emergency stop go on. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  static getDerivedStateFromError = () => ({ isBroken: true });
  override state = { isBroken: false };
  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}
