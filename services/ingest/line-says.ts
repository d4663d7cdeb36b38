import { type JobResponse, jobResponse } from "../protocols/job-control/job.ts";
import { metricNames } from "../protocols/sparkplug/names.ts";
import type { Metric, SparkplugPayload } from "../protocols/sparkplug/payload.ts";

/** What a line last said of its state; a message need only name what has changed. */
export interface SaidState {
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
}

/**
 * What a state is of: the birth of a device says what holds whatever was before; something that the machine kept and sends
 * afterwards was, and is no more than that.
 */
export type StateOf = "birth" | "now" | "past";

export interface ToldState {
  readonly code: number;
  readonly reason: string;
  readonly time: number;
  readonly of: StateOf;
}

export interface ToldMeters {
  readonly energyKWh?: number;
  readonly temperatureC?: number;
  readonly time: number;
}

export interface LineSays {
  readonly reports: readonly JobResponse[];
  readonly states: readonly ToldState[];
  readonly meters: readonly ToldMeters[];
  readonly said: SaidState;
}

type Moment = ReadonlyMap<string, Metric>;

/** Metrics by the time they are of, in its order; the last one of a name counts. */
const byTime = (metrics: readonly Metric[], given: number): [number, Moment][] => {
  const moments = new Map<number, Map<string, Metric>>();
  for (const metric of metrics) {
    const time = metric.timestamp ?? given;
    const moment = moments.get(time) ?? new Map<string, Metric>();
    moments.set(time, moment.set(metric.name ?? "", metric));
  }
  return [...moments].sort(([one], [other]) => one - other);
};

const numberOf = (moment: Moment, name: string): number | undefined => {
  const value = moment.get(name)?.value;
  return typeof value === "number" ? value : undefined;
};
const textOf = (moment: Moment, name: string): string | undefined => {
  const metric = moment.get(name);
  if (metric?.value === null) return "";
  return typeof metric?.value === "string" ? metric.value : undefined;
};

const stateAfter = (said: SaidState, moment: Moment): SaidState => ({
  code: numberOf(moment, metricNames.stateCode) ?? said.code,
  reason: textOf(moment, metricNames.stateReason) ?? said.reason,
});
const tellsState = (moment: Moment): boolean =>
  numberOf(moment, metricNames.stateCode) !== undefined ||
  textOf(moment, metricNames.stateReason) !== undefined;

const pastStates = (moments: readonly [number, Moment][]): ToldState[] => {
  const states: ToldState[] = [];
  let said: SaidState = {};
  for (const [time, moment] of moments) {
    said = stateAfter(said, moment);
    const { code, reason = "" } = said;
    if (code !== undefined && tellsState(moment)) states.push({ code, reason, time, of: "past" });
  }
  return states;
};

const metersOf = ([time, moment]: [number, Moment], isPast: boolean): ToldMeters[] => {
  const energyKWh = numberOf(moment, metricNames.energy);
  // Of a temperature only the present one is kept.
  const temperatureC = isPast ? undefined : numberOf(moment, metricNames.temperature);
  if (energyKWh === undefined && temperatureC === undefined) return [];
  return [
    {
      time,
      ...(energyKWh === undefined ? {} : { energyKWh }),
      ...(temperatureC === undefined ? {} : { temperatureC }),
    },
  ];
};

/**
 * Reads what a device says. Each metric is of its own time (Sparkplug 3.0, 6.4.6), and what the machine kept while it was away
 * is marked as historical. A state that a birth tells holds at the birth: the time of its metric may lie before the death that
 * the birth answers.
 */
export const readLine = (
  { metrics, timestamp }: SparkplugPayload,
  { now, said, isBirth }: { readonly now: number; readonly said: SaidState; readonly isBirth: boolean },
): LineSays => {
  const given = timestamp ?? now;
  const past = byTime(
    metrics.filter(({ isHistorical }) => isHistorical),
    given,
  );
  const present = byTime(
    metrics.filter(({ isHistorical }) => !isHistorical),
    given,
  );
  const last: Moment = new Map(present.flatMap(([, moment]) => [...moment]));
  const after = stateAfter(isBirth ? {} : said, last);
  const { code, reason = "" } = after;
  const metric = last.get(metricNames.stateCode) ?? last.get(metricNames.stateReason);
  const time = isBirth ? given : (metric?.timestamp ?? given);
  const of = isBirth ? "birth" : "now";
  const isTold = code !== undefined && tellsState(last);
  return {
    reports: metrics
      .filter(({ name }) => name === metricNames.jobReport)
      .flatMap(({ value }) => (typeof value === "string" ? [jobResponse.parse(JSON.parse(value))] : [])),
    states: [...pastStates(past), ...(isTold ? [{ code, reason, time, of } as const] : [])],
    meters: [
      ...past.flatMap((moment) => metersOf(moment, true)),
      ...present.flatMap((moment) => metersOf(moment, false)),
    ],
    said: after,
  };
};
