import { useLanguage } from "../lib/language.ts";
import type { Call } from "./types.ts";

/** A picture that the house keeps, or one at its machine. */
export const Picture = ({ call, label }: { call: Pick<Call, "imageId" | "imageUrl">; label: string }) => {
  const { t } = useLanguage();
  const own = call.imageUrl?.startsWith("/inspection/images/") ? call.imageUrl : undefined;
  const source = call.imageId ? `/inspection/images/${call.imageId}` : own;
  if (source) return <img src={source} alt={label} />;
  return call.imageUrl ? <code>{call.imageUrl}</code> : <span className="insp-none">{t("noPicture")}</span>;
};

export const measuredText = (
  { measured, value, valueUnit, lowerLimit, upperLimit }: Call,
  limit: string,
): string =>
  value === null
    ? ""
    : `${measured ?? ""} ${Number(value.toPrecision(4))} ${valueUnit} (${limit} ${[lowerLimit, upperLimit].filter((one) => one !== null).join(" – ")})`;
