import { formatPercent, formatPlantTime } from "../runtime/format.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import type { Evidence } from "../runtime/tool.ts";
import { type Companion, companionsOf } from "./figures/associate.ts";
import type { Cause } from "./figures/cause.ts";
import { longestStops, type Stop } from "./figures/proof.ts";
import type { FigureFilter, Stretch } from "./figures/query.ts";
import type { Reading } from "./figures/reading.ts";
import { type SuspectLot, suspectLots } from "./figures/suspect-lots.ts";
import { stopRemark } from "./figures/tell.ts";

/** What stands beside the causes of a change: single stops and lots that can be gone to, and figures that moved with it. */
interface Proof {
  readonly stops: readonly Stop[];
  readonly lots: readonly SuspectLot[];
  readonly companions: readonly Companion[];
}

/** Of a change that needs none. */
export const nothing: Proof = { stops: [], lots: [], companions: [] };

/**
 * Looks for what the chain of causes leads to: stops where time was lost, lots where pieces were.
 *
 * @param line That the chain or the question names.
 */
export const proofOf = async (
  reading: Reading,
  metric: Metric,
  filter: FigureFilter,
  stretches: { readonly before: Stretch; readonly now: Stretch },
  chain: readonly Cause[],
  line: string | undefined,
): Promise<Proof> => {
  const product = chain.find(({ by }) => by === "product")?.key ?? filter.product;
  const ofScrap =
    ["quality", "fpy", "scrap"].includes(metric.id) || chain.some(({ key }) => key === "quality");
  const ofDelay =
    chain.some(({ key, by }) => key === "adet" || by === "reason") ||
    ["downtime", "failures", "mttr", "mtbf"].includes(metric.id);
  const reason = chain.find(({ by }) => by === "reason")?.key;
  const [stops, lots, companions] = await Promise.all([
    ofDelay ? longestStops(reading, stretches.now, { lines: line ? [line] : filter.lines, reason }, 3) : [],
    // Both stretches: a lot is held against what was made without it.
    ofScrap
      ? suspectLots(
          reading.db,
          { from: stretches.before.from, to: stretches.now.to },
          { lines: filter.lines, product, family: filter.family },
        )
      : [],
    companionsOf(reading, metric, filter, stretches.now.to),
  ]);
  return { stops, lots, companions };
};

export const evidenceOf = ({ stops, lots, companions }: Proof, now: Date): Evidence[] => [
  ...stops.map(
    (stop): Evidence => ({
      kind: "equipment",
      id: stop.line,
      facts: {
        since: formatPlantTime(stop.since),
        from: formatPlantTime(stop.from),
        minutes: Math.round(stop.minutes),
        reason: stop.reason,
        order: stop.order,
      },
      source: "event",
      at: now.toISOString(),
    }),
  ),
  ...lots.slice(0, 3).map(
    (lot): Evidence => ({
      kind: "lot",
      id: lot.lot,
      label: lot.material,
      facts: {
        product: lot.product,
        orders: lot.orders,
        pieces: lot.pieces,
        scrap: lot.scrap,
        rate: formatPercent(lot.rate),
        otherRate: formatPercent(lot.otherRate),
        chance: lot.chance.toExponential(1),
      },
      source: "requisition_line",
      at: now.toISOString(),
    }),
  ),
  ...companions.slice(0, 4).map(
    (one): Evidence => ({
      kind: "figure",
      id: one.metric,
      facts: {
        rho: one.rho.toFixed(2),
        lead: one.lead,
        days: one.days,
        chance: one.chance.toExponential(1),
      },
      source: "Spearman, Benjamini-Hochberg",
      at: now.toISOString(),
    }),
  ),
];

/** Clauses that follow the causes: the longest stop, the first lot, what moved with the figure. */
export const tellProof = ({ stops, lots, companions }: Proof, language: "zh" | "en"): string => {
  const zh = language === "zh";
  const [longest] = stops;
  const remark = longest && stopRemark(longest);
  const [lot] = lots;
  return [
    longest &&
      (zh
        ? `。最长一次停机：${longest.line} ${formatPlantTime(longest.from)} 起 ${Math.round(longest.minutes)} 分钟${remark?.zh && `（${remark.zh}）`}`
        : `. The longest stop: ${longest.line} from ${formatPlantTime(longest.from)} for ${Math.round(longest.minutes)} min${remark?.en && ` (${remark.en})`}`),
    lot &&
      (zh
        ? `。批次 ${lot.lot}（${lot.product}）的报废率 ${formatPercent(lot.rate)}，同产品其他批次 ${formatPercent(lot.otherRate)}`
        : `. With lot ${lot.lot} (${lot.product}) ${formatPercent(lot.rate)} was scrap, with other lots ${formatPercent(lot.otherRate)}`),
    companions[0] &&
      (zh
        ? `。同期一起变动（相关，不等于原因）：${companions
            .slice(0, 3)
            .map(
              ({ name, rho, lead }) => `${name.zh} ρ=${rho.toFixed(2)}${lead > 0 ? `（早 ${lead} 天）` : ""}`,
            )
            .join("，")}`
        : `. Moved with it (association, not cause): ${companions
            .slice(0, 3)
            .map(
              ({ name, rho, lead }) =>
                `${name.en} ρ=${rho.toFixed(2)}${lead > 0 ? ` (${lead} d before)` : ""}`,
            )
            .join(", ")}`),
  ]
    .filter(Boolean)
    .join("");
};
