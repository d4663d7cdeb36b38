import type { Bilingual } from "../lib/language.ts";

interface Index {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Characteristic {
  readonly productId: string;
  readonly step: string;
  readonly name: Bilingual;
  readonly station: string | null;
  readonly unit: string;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly values: number;
  readonly outside: number;
  readonly mean: number;
  readonly sigmaWithin: number | null;
  readonly cp: number | null;
  readonly cpk: Index | null;
  readonly pp: number | null;
  readonly ppk: Index | null;
  readonly note: Bilingual | null;
  readonly drift: { readonly shift: number } | null;
}

export interface ControlPoint {
  readonly time: string;
  readonly unitIds: readonly string[];
  readonly value: number;
  readonly range: number | null;
  readonly nelson: readonly number[];
  readonly isRangeBeyond: boolean;
}

export interface Charted {
  readonly characteristic: Characteristic;
  readonly apart: readonly Characteristic[];
  readonly subgroup: number | null;
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rangeCentre: number | null;
  readonly rangeUpper: number | null;
  readonly isSettled: boolean | null;
  readonly points: readonly ControlPoint[];
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

const fields =
  "productId step name { zh en } station unit lowerLimit upperLimit values outside mean sigmaWithin cp cpk { value low high } pp ppk { value low high } note { zh en } drift { shift }";

export const characteristicsQuery = `query Characteristics($from: DateTime!, $to: DateTime!, $station: String) {
  characteristics(from: $from, to: $to, station: $station, first: 400) { ${fields} }
  moved: characteristics(from: $from, to: $to, station: $station, drifting: true, first: 40) { ${fields} }
}`;

export const chartQuery = `query ControlChart($product: String!, $step: String!, $station: String, $from: DateTime!, $to: DateTime!) {
  controlChart(product: $product, step: $step, station: $station, from: $from, to: $to) {
    characteristic { ${fields} }
    apart { ${fields} }
    subgroup centre lower upper rangeCentre rangeUpper isSettled
    points { time unitIds value range nelson isRangeBeyond }
    bins { from to count }
  }
}`;

export const watchMutation = `mutation WatchStep($product: String!, $step: String!, $station: String, $watch: CharacteristicWatch!, $threshold: Float, $period: AlertPeriod!, $key: String!) {
  watchCharacteristic(productId: $product, step: $step, station: $station, watch: $watch, threshold: $threshold, period: $period, idempotencyKey: $key) { id }
}`;
