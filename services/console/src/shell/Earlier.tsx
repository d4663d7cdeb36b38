import { useLanguage } from "../lib/language.ts";

interface Props {
  /** Undefined: nothing stands behind the last row. */
  readonly load: (() => void) | undefined;
  /** `more` where a list is not of the newest first. */
  readonly word?: "earlier" | "more";
}

/** Below a list: what stands behind its last row. */
export const Earlier = ({ load, word = "earlier" }: Props) => {
  const { t } = useLanguage();
  return load ? (
    <button type="button" className="earlier" onClick={load}>
      {t(word)}
    </button>
  ) : null;
};
