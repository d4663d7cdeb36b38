import { useLanguage } from "../lib/language.ts";

/** Below a list, the newest first: what came before its last row. */
export const Earlier = ({ load }: { load: (() => void) | undefined }) => {
  const { t } = useLanguage();
  return load ? (
    <button type="button" className="earlier" onClick={load}>
      {t("earlier")}
    </button>
  ) : null;
};
