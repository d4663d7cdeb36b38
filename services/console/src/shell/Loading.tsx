import { type Bilingual, useLanguage } from "../lib/language.ts";

interface LoadingProps {
  /** Whether there is something to show. */
  readonly loaded: boolean;
  /** Why the server does not give it. */
  readonly failure: Bilingual | undefined;
}

/** In place of what is not there yet: that it comes, or why it does not. */
export const Loading = ({ loaded, failure }: LoadingProps) => {
  const { t, pick } = useLanguage();
  if (failure)
    return (
      <p className="error" role="status">
        {pick(failure)}
      </p>
    );
  return loaded ? null : (
    <p className="empty loading" role="status">
      {t("loading")}
    </p>
  );
};
