import { useMemo } from "react";
import { type LineFigures, lineFigures, onTimeOf, sumOfFigures } from "../../../replay/figures.ts";
import type { PlantState } from "../../../replay/plant.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { decimal, wholeNumber } from "../lib/numbers.ts";
import type { PreparedStretch } from "./useStretch.ts";

const percent = (share: number | undefined) => (share === undefined ? "–" : `${(share * 100).toFixed(1)} %`);
const hours = (ms: number) => decimal(ms / 3_600_000, 1);

const figuresOf = (
  { timeline, lanes, busy }: PreparedStretch,
  plant: PlantState,
  line: string,
  at: number,
) => {
  const record = { lane: lanes.get(line) ?? [], busy: busy.get(line) ?? [] };
  return lineFigures(plant, line, record, timeline.from, at);
};

/** Figures of all lines, and what was counted, up to a moment of a stretch. */
const totalsAt = (stretch: PreparedStretch, at: number) => {
  const { timeline, lines, dueOf } = stretch;
  const plant = timeline.at(at);
  const each = lines.map(({ id }) => figuresOf(stretch, plant, id, at));
  return { ...plant.counts, all: sumOfFigures(each), ...onTimeOf(plant, dueOf, timeline.from) };
};
type Totals = ReturnType<typeof totalsAt>;

interface Told {
  readonly key: SentenceKey;
  /** How it is reckoned, by the time elements of ISO 22400-2. */
  readonly formula?: string;
  readonly tell: (totals: Totals) => string;
}

const told: readonly Told[] = [
  { key: "goodPieces", formula: "GQ", tell: ({ all }) => wholeNumber(all.gq) },
  { key: "availability", formula: "APT / PBT", tell: ({ all }) => percent(all.availability) },
  { key: "utilisationEfficiency", formula: "APT / AUBT", tell: ({ all }) => percent(all.utilisation) },
  { key: "qualityRatio", formula: "GQ / PQ", tell: ({ all }) => percent(all.quality) },
  { key: "ordersOnTime", tell: ({ onTime, completed }) => `${onTime} / ${completed}` },
  { key: "approvals", tell: ({ approved, rejected }) => `${approved} / ${approved + rejected}` },
  { key: "disruptions", tell: ({ disruptions, breakdowns }) => wholeNumber(disruptions + breakdowns) },
];

interface FiguresProps {
  readonly stretch: PreparedStretch;
  readonly at: number;
  /** The same hours of the day before, to be compared with. */
  readonly other: { readonly stretch: PreparedStretch; readonly at: number } | undefined;
}

/** What had come together by the playhead, what the whole stretch came to, and the day before. */
export const Figures = ({ stretch, at, other }: FiguresProps) => {
  const { t } = useLanguage();
  const { to } = stretch.timeline;
  const whole = useMemo(() => totalsAt(stretch, to), [stretch, to]);
  const now = totalsAt(stretch, at);
  const then = other && totalsAt(other.stretch, other.at);
  return (
    <div className="figures" data-testid="figures">
      {told.map(({ key, formula, tell }) => (
        <div key={key}>
          <b>{tell(now)}</b>
          <span>{t(key)}</span>
          {formula ? <code>{formula}</code> : null}
          <small>
            {t("inAll")} {tell(whole)}
          </small>
          {then ? (
            <small>
              {t("dayBefore")} {tell(then)}
            </small>
          ) : null}
        </div>
      ))}
    </div>
  );
};

const columns: readonly {
  key: SentenceKey;
  formula: string;
  of: (figures: LineFigures) => number | undefined;
}[] = [
  { key: "availability", formula: "APT / PBT", of: ({ availability }) => availability },
  { key: "allocation", formula: "AUBT / PBT", of: ({ allocation }) => allocation },
  { key: "utilisationEfficiency", formula: "APT / AUBT", of: ({ utilisation }) => utilisation },
  { key: "setupRate", formula: "AUST / (APT + AUST)", of: ({ setupRate }) => setupRate },
  { key: "qualityRatio", formula: "GQ / PQ", of: ({ quality }) => quality },
];

/** How each line's planned busy time was spent, as a bar, and the ratios that follow from it. */
export const LineTable = ({ stretch, at }: { stretch: PreparedStretch; at: number }) => {
  const { t } = useLanguage();
  const { timeline, lines } = stretch;
  const plant = timeline.at(at);
  const parts = (figures: LineFigures) =>
    [
      ["1100", figures.apt],
      ["4500", figures.aust],
      ["5300", figures.adet],
    ] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than its place is scrolled by keys.
    <div className="table-wrap line-table" role="region" aria-label={t("line")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>{t("line")}</th>
            <th className="spent-head">APT · AUST · ADET / PBT</th>
            {columns.map(({ key, formula }) => (
              <th key={key} className="number">
                {t(key)}
                <br />
                <code>{formula}</code>
              </th>
            ))}
            <th className="number">
              {t("good")}
              <br />
              <code>GQ</code>
            </th>
            <th className="number">
              {t("scrap")}
              <br />
              <code>SQ</code>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id }) => {
            const figures = figuresOf(stretch, plant, id, at);
            const scale = Math.max(1, figures.pbt, figures.aubt);
            return (
              <tr key={id}>
                <td>
                  <b>{id}</b>
                </td>
                <td>
                  <div className="spent-cell">
                    <span
                      className="spent"
                      title={`APT ${hours(figures.apt)} h · AUST ${hours(figures.aust)} h · ADET ${hours(figures.adet)} h · PBT ${hours(figures.pbt)} h`}
                    >
                      {parts(figures).map(([code, ms]) => (
                        <i
                          key={code}
                          className={`state-${code}`}
                          style={{ width: `${(ms / scale) * 100}%` }}
                        />
                      ))}
                    </span>
                    {figures.beside > 0 ? (
                      <small title={t("besideCalendar")}>+ {hours(figures.beside)} h</small>
                    ) : null}
                  </div>
                </td>
                {columns.map(({ key, of }) => (
                  <td key={key} className="number">
                    {percent(of(figures))}
                  </td>
                ))}
                <td className="number">{figures.gq}</td>
                <td className="number">{figures.sq}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
