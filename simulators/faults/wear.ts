const dayMs = 86_400_000;

/** What wears out at a tester, and how what it measures drifts by it. */
interface Wear {
  readonly station: string;
  readonly step: string;
  /** Plant time, ms. */
  readonly since: number;
  /** In standard deviations of a sound unit. */
  readonly perDay: number;
  readonly most: number;
}

/** The RF contact of FT-2's fixture, worn in the six days before the demonstration: it costs level, most of all in transmission. */
const worn: readonly Wear[] = [
  { station: "FT-2", step: "TX_PWR", since: Date.parse("2026-10-27T00:00:00Z"), perDay: -0.4, most: 2.2 },
  { station: "FT-2", step: "VSWR", since: Date.parse("2026-10-27T00:00:00Z"), perDay: 0.2, most: 1.2 },
];

/** By how much a tester measures beside what it did when it was new, in standard deviations of a sound unit. */
export const wearOf = (station: string, step: string, time: number): number =>
  worn
    .filter((one) => one.station === station && one.step === step && time > one.since)
    .reduce((sum, { since, perDay, most }) => {
      const off = ((time - since) / dayMs) * perDay;
      return sum + Math.sign(off) * Math.min(Math.abs(off), most);
    }, 0);
