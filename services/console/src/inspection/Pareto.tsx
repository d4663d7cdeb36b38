import { useState } from "react";
import { useLanguage } from "../lib/language.ts";
import { paretoOf } from "./scale.ts";
import type { KindCount, Place } from "./types.ts";

interface Props {
  readonly kinds: readonly KindCount[];
  readonly places: readonly Place[];
  readonly product: string | undefined;
}

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly parts: readonly { readonly key: string; readonly label: string; readonly count: number }[];
}

/** How much of the accent a part has: the largest all of it, the others less and less. */
const shadeOf = (index: number) => (index === 0 ? "100%" : `${Math.max(15, 65 - index * 15)}%`);
const mostBars = 8;
const axes = ["kind", "line", "place"] as const;
type Axis = (typeof axes)[number];
const axisNames = { kind: "byKind", line: "byLine", place: "byPlace" } as const;

/** Where most defects are: by kind, by line or by place of a board, each bar parted by the other. */
export const Pareto = ({ kinds, places, product }: Props) => {
  const { t, pick } = useLanguage();
  const [axis, setAxis] = useState<Axis>("kind");
  const barsBy = (
    own: (one: KindCount) => [string, string],
    other: (one: KindCount) => [string, string],
  ): Bar[] =>
    [...Map.groupBy(kinds, (one) => own(one)[0])].map(([key, rows]) => ({
      key,
      label: own(rows[0]!)[1],
      count: rows.reduce((sum, { defects }) => sum + defects, 0),
      parts: rows
        .filter(({ defects }) => defects > 0)
        .map((one) => ({ key: other(one)[0], label: other(one)[1], count: one.defects })),
    }));
  const ofKind = ({ kind, name }: KindCount): [string, string] => [kind, pick(name)];
  const ofLine = ({ line }: KindCount): [string, string] => [line ?? "-", line ?? "-"];
  const bars: Record<Axis, () => Bar[]> = {
    kind: () => barsBy(ofKind, ofLine),
    line: () => barsBy(ofLine, ofKind),
    place: () =>
      places.map(({ designator, defects, materialId }) => ({
        key: designator,
        label: designator,
        count: defects,
        parts: [{ key: designator, label: materialId ?? designator, count: defects }],
      })),
  };
  const shown = paretoOf(bars[axis](), mostBars);
  const most = shown[0]?.count ?? 1;
  return (
    <section className="card insp-pareto" aria-label={t("pareto")}>
      <header>
        <h3>
          {t("pareto")} {axis === "place" ? <small>{product}</small> : null}
        </h3>
        <span className="segmented" role="group">
          {axes.map((one) => (
            <button type="button" key={one} aria-pressed={axis === one} onClick={() => setAxis(one)}>
              {t(axisNames[one])}
            </button>
          ))}
        </span>
      </header>
      {shown.length === 0 ? <p className="empty">{t("noDefects")}</p> : null}
      <ol>
        {shown.map(({ key, label, count, parts, together }) => (
          <li key={key}>
            <span className="insp-bar-name">{label}</span>
            <span className="insp-bar" style={{ width: `${(count / most) * 100}%` }}>
              {parts
                .toSorted((a, b) => b.count - a.count)
                .map((part, index) => (
                  <i
                    key={part.key}
                    title={`${part.label} ${part.count}`}
                    style={{ flexGrow: part.count, "--part": shadeOf(index) } as React.CSSProperties}
                  >
                    {part.count / most > 0.12 && parts.length > 1 ? part.label : ""}
                  </i>
                ))}
            </span>
            <b className="number">{count}</b>
            <small className="number">{Math.round(together * 100)}%</small>
          </li>
        ))}
      </ol>
    </section>
  );
};
