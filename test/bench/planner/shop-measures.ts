import { atMost } from "../report.ts";
import { mean, median, worst } from "../statistics.ts";
import { bySeed, type Comparison, compareOn } from "./compare.ts";
import { measureIndustrial } from "./industrial.ts";
import { family, type Instance } from "./instances.ts";
import type { BenchContext, Measure } from "./measure.ts";

/** Seconds an instance in a full run and in a quick one. */
const fullSeconds = 60;
const quickSeconds = 5;
/** A sample takes each of so many, from the first on; no instance is picked by hand. */
const everyIn = { full: 5, quick: 10 };

const sampleOf = (
  instances: readonly Instance[],
  { quick, whole }: BenchContext,
  every = everyIn,
): Instance[] => {
  const step = whole ? 1 : quick ? every.quick : every.full;
  return instances.filter((_, index) => index % step === 0);
};

const secondsOf = ({ seconds, quick }: BenchContext): number =>
  seconds ?? (quick ? quickSeconds : fullSeconds);

/** Both sides' objectives; undefined where the peer is missing or found nothing. */
const known = (comparisons: readonly Comparison[]) =>
  comparisons.filter((each): each is Comparison & { peer: number } => typeof each.peer === "number");

const summary = (values: readonly number[]): string =>
  values.length === 0 ? "-" : `${median(values).toFixed(4)}, worst ${worst(values).toFixed(4)}`;
const middle = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));

const violationsRow = (name: string, comparisons: readonly Comparison[], { add }: BenchContext): void => {
  const count = comparisons.reduce((sum, { violations }) => sum + violations, 0);
  add(atMost(`${name}: violations`, count, 0, `${comparisons.length} plans`));
};

const unsolved = (comparisons: readonly Comparison[]): string => {
  const count = comparisons.filter(({ peer }) => peer === null).length;
  return count > 0 ? `; the peer found nothing in ${count} runs, left out` : "";
};

/** Mean ratio to the best known makespans, and beside the peer's. */
const ratioMeasure = (
  name: string,
  title: string,
  instances: () => Instance[],
  target: number,
  every?: typeof everyIn,
): Measure => ({
  name,
  run: async (context) => {
    const seconds = secondsOf(context);
    const comparisons = await compareOn(sampleOf(instances(), context, every), seconds, context);
    const ratios = bySeed(comparisons, (each) =>
      mean(each.map(({ ours, instance }) => ours / instance.best!)),
    );
    const measure = `${title}, ${seconds} s`;
    context.add(atMost(`${measure}: mean ratio to best known`, middle(ratios), target, summary(ratios)));
    const both = known(comparisons);
    const beside = bySeed(both, (each) => mean(each.map(({ ours, peer }) => ours / peer)));
    const theirs = bySeed(both, (each) => mean(each.map(({ peer, instance }) => peer / instance.best!)));
    const note = `${summary(beside)}; the peer's own ${summary(theirs)}${unsolved(comparisons)}`;
    context.add(atMost(`${measure}: over the peer`, middle(beside), 1, note));
    violationsRow(title, comparisons, context);
  },
});

const flowShop: Measure = {
  name: "sdst",
  run: async (context) => {
    const seconds = secondsOf(context);
    const every = { full: 1, quick: 2 };
    const comparisons = await compareOn(sampleOf(family("sdst", ""), context, every), seconds, context);
    const gap = (objective: number, { instance }: Comparison) => objective / instance.best! - 1;
    const both = known(comparisons);
    const ours = bySeed(both, (each) => mean(each.map((one) => gap(one.ours, one))));
    const peers = bySeed(both, (each) => mean(each.map((one) => gap(one.peer, one))));
    const shares = ours.map((value, index) => Math.max(0, value) / Math.max(1e-9, peers[index]!));
    const all = bySeed(comparisons, (each) => mean(each.map((one) => gap(one.ours, one))));
    const title = `flow shop with set-ups, ${seconds} s`;
    const note = `ours ${summary(all)}; the peer's ${summary(peers)}${unsolved(comparisons)}`;
    context.add(atMost(`${title}: mean gap to best known, over the peer's`, middle(shares), 0.5, note));
    violationsRow("flow shop with set-ups", comparisons, context);
  },
};

/** Nothing late on either side counts as equal. */
const share = (ours: number, peer: number): number => (ours === peer ? 1 : ours / Math.max(1, peer));

const singleMachine: Measure = {
  name: "wtsds",
  run: async (context) => {
    const seconds = secondsOf(context);
    const every = { full: 1, quick: 3 };
    const comparisons = await compareOn(sampleOf(family("wtsds", ""), context, every), seconds, context);
    const both = known(comparisons);
    const shares = bySeed(both, (each) => mean(each.map(({ ours, peer }) => share(ours, peer))));
    const totals = bySeed(
      both,
      (each) => mean(each.map(({ ours }) => ours)) / mean(each.map(({ peer }) => peer)),
    );
    const note = `${summary(shares)}; of the totals ${summary(totals)}${unsolved(comparisons)}`;
    const title = `one line, weighted tardiness with set-ups, ${seconds} s`;
    context.add(atMost(`${title}: mean objective over the peer's`, middle(shares), 0.9, note));
    violationsRow("one line, weighted tardiness", comparisons, context);
  },
};

export const shopMeasures: readonly Measure[] = [
  ratioMeasure("la", "job shop la01-40", () => family("jsp", "la"), 1.005),
  ratioMeasure("ta", "job shop ta01-30", () => family("jsp", "ta"), 1.03),
  ratioMeasure("mk", "flexible job shop mk01-15", () => family("fjsp", "mk"), 1.01, { full: 1, quick: 3 }),
  { name: "bel", run: measureIndustrial },
  flowShop,
  singleMachine,
];
