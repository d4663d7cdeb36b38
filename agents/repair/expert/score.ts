/** One forecast: probabilities by cause, and the cause that it was. */
export interface Forecast {
  readonly posterior: ReadonlyMap<string, number>;
  readonly truth: string;
}

/** How good forecasts are and whether their probabilities mean what they say. */
export interface Score {
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  /** Mean of the squared differences over all causes, 0 to 2 (Brier 1950). */
  readonly brier: number;
  /** Mean of -ln P(truth), P at least 1e-6. */
  readonly logLoss: number;
  /** Expected calibration error of the most probable cause, in ten bins of equal width (Naeini et al. 2015). */
  readonly calibration: number;
}

const bins = 10;

export const scoreOf = (forecasts: readonly Forecast[]): Score => {
  const count = Math.max(1, forecasts.length);
  const within = [0, 0, 0];
  const places = [1, 3, 5];
  const filled = Array.from({ length: bins }, () => ({ cases: 0, right: 0, said: 0 }));
  let [brier, logLoss] = [0, 0];
  for (const { posterior, truth } of forecasts) {
    const ranked = [...posterior].sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
    const place = ranked.findIndex(([cause]) => cause === truth);
    for (const [index, most] of places.entries()) if (place >= 0 && place < most) within[index]! += 1;
    for (const [cause, probability] of ranked) brier += (probability - (cause === truth ? 1 : 0)) ** 2;
    if (place < 0) brier += 1;
    logLoss -= Math.log(Math.max(1e-6, posterior.get(truth) ?? 0));
    const said = ranked[0]?.[1] ?? 0;
    const bin = filled[Math.min(bins - 1, Math.floor(said * bins))]!;
    bin.cases += 1;
    bin.said += said;
    if (place === 0) bin.right += 1;
  }
  return {
    top1: within[0]! / count,
    top3: within[1]! / count,
    top5: within[2]! / count,
    brier: brier / count,
    logLoss: logLoss / count,
    calibration: filled.reduce((sum, { right, said }) => sum + Math.abs(right - said), 0) / count,
  };
};
