import { useState } from "react";
import { useLanguage } from "../lib/language.ts";
import { type Counted, outlineOf, radiusOf } from "./scale.ts";
import type { Place, View } from "./types.ts";

interface Props {
  readonly products: View["products"];
  readonly product: string | undefined;
  readonly onProduct: (id: string) => void;
  readonly places: readonly Place[] | undefined;
  /** Reference designators that a cluster is about. */
  readonly lit: readonly string[];
}

const mostListed = 6;

/** The board with what was found at each reference designator. */
export const BoardMap = ({ products, product, onProduct, places, lit }: Props) => {
  const { t } = useLanguage();
  const [counted, setCounted] = useState<Counted>("defects");
  const known = places ?? [];
  const most = Math.max(1, ...known.map((place) => place[counted]));
  const worst = known
    .filter((place) => place[counted] > 0)
    .toSorted((a, b) => b[counted] - a[counted])
    .slice(0, mostListed);
  const outline = known.length > 0 ? outlineOf(known) : undefined;
  const size = outline ? Math.max(outline.width, outline.height) : 1;
  const named = new Set(worst.map(({ designator }) => designator));
  return (
    <section className="card insp-board" aria-label={t("boardMap")}>
      <header>
        <h3>{t("boardMap")}</h3>
        {products.length > 0 ? (
          <select
            aria-label={t("chooseProduct")}
            data-testid="insp-product"
            value={product ?? ""}
            onChange={(event) => onProduct(event.target.value)}
          >
            {products.map(({ productId, defects }) => (
              <option key={productId} value={productId}>
                {productId} · {defects}
              </option>
            ))}
          </select>
        ) : null}
        <span className="segmented" role="group">
          {(["defects", "rejected"] as const).map((what) => (
            <button type="button" key={what} aria-pressed={counted === what} onClick={() => setCounted(what)}>
              {t(what === "defects" ? "showDefects" : "showFalse")}
            </button>
          ))}
        </span>
      </header>
      {outline ? (
        <svg
          viewBox={`0 0 ${outline.width} ${outline.height}`}
          role="img"
          aria-label={`${product}: ${worst.map((place) => `${place.designator} ${place[counted]}`).join(", ")}`}
        >
          <rect className="insp-pcb" width={outline.width} height={outline.height} rx={size * 0.015} />
          {known
            .toSorted((a, b) => a[counted] - b[counted])
            .map((place) => {
              const [x, y] = [place.x - outline.left, outline.height - (place.y - outline.bottom)];
              const count = place[counted];
              const radius = radiusOf(count, most, size);
              return (
                <g
                  key={place.designator}
                  className={`insp-place${lit.includes(place.designator) ? " lit" : ""}`}
                >
                  <title>{`${place.designator} · ${place.materialId ?? ""} · ${t("showDefects")} ${place.defects} · ${t("showFalse")} ${place.rejected}`}</title>
                  <circle
                    className={count > 0 ? `insp-heat ${counted}` : "insp-pad"}
                    cx={x}
                    cy={y}
                    r={radius}
                    style={count > 0 ? { fillOpacity: 0.3 + 0.65 * (count / most) } : undefined}
                  />
                </g>
              );
            })}
          {/* Over all places, each beside its own on the side where there is room. */}
          {known
            .filter(({ designator }) => named.has(designator) || lit.includes(designator))
            .map((place) => {
              const x = place.x - outline.left;
              const side = x > outline.width * 0.85 ? -1 : 1;
              return (
                <text
                  key={place.designator}
                  x={x + side * (radiusOf(place[counted], most, size) + size * 0.006)}
                  textAnchor={side < 0 ? "end" : "start"}
                  y={outline.height - (place.y - outline.bottom) + size * 0.011}
                  fontSize={size * 0.032}
                >
                  {place.designator}
                </text>
              );
            })}
        </svg>
      ) : (
        <p className="empty">{places ? t("noPlaces") : "…"}</p>
      )}
      {worst.length > 0 ? (
        <p className="insp-worst">
          {t("worstPlaces")}{" "}
          {worst.map((place) => (
            <span key={place.designator}>
              <b>{place.designator}</b> {place[counted]}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
};
