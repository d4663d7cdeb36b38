import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { refreshMeasured } from "../../../services/mes/figures/measured.ts";
import { type MeasuredRow, type MeasuredWanted, measuredBy } from "../../../services/mes/queries/measured.ts";
import { discoveries } from "../statistics/association.ts";
import { type Capability, capabilityOf } from "../statistics/capability.ts";
import { type Moments, together } from "../statistics/moments.ts";
import { type Drift, driftOf } from "./drift.ts";

/** A characteristic (ISO 22514-1): what one step of the test of a product measures, at one tester or at all of them. */
export interface Characteristic {
  readonly product: string;
  readonly step: string;
  readonly name: Bilingual;
  /** Null of all testers together: the spread within is that within each of them. */
  readonly station: string | null;
  /** Of all testers, which they are. */
  readonly stations: readonly string[];
  readonly unit: string;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  /** Tests of the stretch were held to other limits too; the latest ones count. */
  readonly limitsChanged: boolean;
  /** Values beyond the limits that the tests had. */
  readonly outside: number;
  readonly least: number;
  readonly greatest: number;
  readonly capability: Capability;
  /** At one tester: by how much its level has moved of late, where that is no chance; undefined at all of them. */
  readonly drift: Drift | undefined;
  /** Whether there were values enough to tell a drift by; false at all testers together. */
  readonly isDriftKnown: boolean;
}

const momentsOf = ({ values, mean, squares, least, greatest, ranges, range_sum }: MeasuredRow): Moments => ({
  ...{ values, mean, squares, least, greatest, ranges },
  rangeSum: range_sum,
});

const characteristicOf = (
  rows: readonly [MeasuredRow, ...MeasuredRow[]],
  station: string | null,
  drift: Drift | undefined,
  isDriftKnown: boolean,
): Characteristic => {
  // What the latest test was held to.
  const latest = rows.reduce((last, row) => (row.last_hour > last.last_hour ? row : last));
  const [lower, upper] = [latest.lower_limit ?? undefined, latest.upper_limit ?? undefined];
  const [first, ...others] = rows.map(momentsOf) as [Moments, ...Moments[]];
  const moments = others.reduce(together, first);
  const inside = rows.reduce((sum, row) => sum + row.inside, 0);
  const differ = rows.some(
    ({ lower_limit, upper_limit }) =>
      lower_limit !== latest.lower_limit || upper_limit !== latest.upper_limit,
  );
  return {
    product: latest.product_id,
    step: latest.step,
    name: { zh: latest.name_zh ?? latest.step, en: latest.name_en ?? latest.step },
    ...{
      station,
      stations: rows.map((row) => row.station),
      unit: latest.unit,
      lower,
      upper,
      drift,
      isDriftKnown,
    },
    limitsChanged: differ || rows.some(({ limits }) => limits > 1),
    outside: moments.values - inside,
    ...{ least: moments.least, greatest: moments.greatest },
    capability: capabilityOf(moments, { lower, upper }),
  };
};

/** Of drifts that were looked for at once, one in a hundred of those told may be chance (Benjamini and Hochberg 1995). */
const falseRate = 0.01;

export interface Study {
  /** By product and step, all testers together; in the order of the programs. */
  readonly together: readonly Characteristic[];
  /** The same at each tester. */
  readonly apart: readonly Characteristic[];
}

/** What was measured in a stretch, as it keeps to its limits. */
export const studyOf = async (db: Db, wanted: MeasuredWanted): Promise<Study> => {
  await refreshMeasured(db, wanted);
  const rows = await measuredBy(db, wanted);
  const drifts = rows.map(driftOf);
  const held = discoveries(
    drifts.map((drift) => drift?.chance ?? 1),
    falseRate,
  );
  const byStep = Map.groupBy(rows, ({ product_id, step }) => `${product_id}\n${step}`);
  return {
    together: [...byStep.values()].map((own) =>
      characteristicOf(own as [MeasuredRow, ...MeasuredRow[]], null, undefined, false),
    ),
    apart: rows.map((row, index) =>
      characteristicOf(
        [row],
        row.station,
        held[index] && drifts[index]?.isGreat ? drifts[index] : undefined,
        drifts[index] !== undefined,
      ),
    ),
  };
};

/** The worst first: by Cpk, and of those that have none those with most beyond their limits. */
export const worstFirst = (all: readonly Characteristic[]): Characteristic[] =>
  all.toSorted((a, b) => {
    const [left, right] = [a.capability.cpk?.value, b.capability.cpk?.value];
    if (left !== undefined && right !== undefined) return left - right;
    return Number(left === undefined) - Number(right === undefined) || b.outside - a.outside;
  });
