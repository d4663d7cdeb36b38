import { useLanguage } from "../lib/language.ts";
import type { FloorLine } from "./types.ts";

interface AreasProps {
  readonly lines: readonly FloorLine[];
  readonly chosen: string | undefined;
  readonly onChoose: (area: string | undefined) => void;
}

/** Areas of a floor with many lines, to look at one of them. */
export const Areas = ({ lines, chosen, onChoose }: AreasProps) => {
  const { t } = useLanguage();
  const areas = [...new Set(lines.map(({ area }) => area))];
  return (
    <div className="segmented areas" role="group" aria-label={t("area")}>
      {[undefined, ...areas].map((area) => (
        <button type="button" key={area ?? ""} aria-pressed={chosen === area} onClick={() => onChoose(area)}>
          {area ?? t("all")}
        </button>
      ))}
    </div>
  );
};
