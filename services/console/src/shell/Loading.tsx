import { useLanguage } from "../lib/language.ts";

interface LoadingProps {
  /** Whether there is something to show. */
  readonly loaded: boolean;
  readonly failed: boolean;
}

/** In place of what is not there yet: that it comes, or that the server does not give it and is asked again. */
export const Loading = ({ loaded, failed }: LoadingProps) => {
  const { t } = useLanguage();
  if (failed)
    return (
      <p className="error" role="status">
        {t("loadFailed")}
      </p>
    );
  return loaded ? null : (
    <p className="empty loading" role="status">
      {t("loading")}
    </p>
  );
};
