import type { Cell, Recipe } from "../../services/protocols/cell/description.ts";

/** What of one product differs from another, in the terms a person sets up in. */
export interface Difference {
  readonly kind: "fixture" | "port" | "clearance" | "tool" | "arms" | "force" | "mass" | "step" | "test-time";
  /** Of what: a stay, a port, a step. */
  readonly of: string;
  /** Undefined where it is not there. */
  readonly before: string | number | undefined;
  readonly after: string | number | undefined;
}

/** One thing a person does before the product may run. */
export interface SetUpStep {
  readonly kind: "mount-fixture" | "provide-plug" | "first-run";
  readonly at: string;
  readonly what: string;
  /** What is taken off. */
  readonly instead: string | undefined;
  readonly seconds: number;
}

export interface Changeover {
  readonly from: string;
  readonly to: string;
  readonly differences: readonly Difference[];
  readonly setUp: readonly SetUpStep[];
}

const keyed = <T extends { readonly id: string }>(items: readonly T[]) =>
  new Map(items.map((item) => [item.id, item]));

/** Pairs of the same id in both, in the order of the new one, then those that go. */
const pairs = <T extends { readonly id: string }>(before: readonly T[], after: readonly T[]) => {
  const [old, now] = [keyed(before), keyed(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((id) => ({
    id,
    old: old.get(id),
    now: now.get(id),
  }));
};

const differencesOf = (from: Recipe, to: Recipe): Difference[] => {
  const found: Difference[] = [];
  const compare = (
    kind: Difference["kind"],
    of: string,
    before: Difference["before"],
    after: Difference["after"],
  ) => {
    if (before !== after) found.push({ kind, of, before, after });
  };
  compare("mass", to.product, from.massKg, to.massKg);
  for (const { id, old, now } of pairs(from.stays, to.stays))
    compare("fixture", id, old?.fixture, now?.fixture);
  for (const { id, old, now } of pairs(from.ports, to.ports)) {
    compare("port", id, old?.connector, now?.connector);
    if (old && now) compare("clearance", id, old.clearanceMm, now.clearanceMm);
  }
  for (const { id, old, now } of pairs(from.steps, to.steps)) {
    if (!old || !now) {
      compare("step", id, old?.kind, now?.kind);
      continue;
    }
    compare("tool", id, old.tool, now.tool);
    compare("arms", id, old.arms, now.arms);
    compare("force", id, old.forceLimitN, now.forceLimitN);
    if (now.kind === "test") compare("test-time", id, old.durationS, now.durationS);
  }
  return found;
};

/** Seconds of the first unit that runs slowly under a person's eye, and of laying out one kind of plug. */
const firstRunS = 300;
const providePlugS = 120;

/**
 * What changes with the product and what has to be done for it: on the named testers the product's fixture, plugs of kinds that the
 * other does not use, and one unit under a person's eye.
 * @param testers Those that are to run the product; the others keep what they have.
 */
export const changeover = (cell: Cell, from: Recipe, to: Recipe, testers: readonly string[]): Changeover => {
  const differences = differencesOf(from, to);
  const bench = to.stays.find(({ kind }) => kind === "tester");
  const mount = cell.places
    .filter(
      ({ id, mounted }) => testers.includes(id) && bench?.fixture !== undefined && mounted !== bench.fixture,
    )
    .map(
      ({ id, mounted }): SetUpStep => ({
        kind: "mount-fixture",
        at: id,
        what: bench!.fixture!,
        instead: mounted,
        seconds: cell.fixtureChangeS,
      }),
    );
  const known = new Set(from.ports.map(({ connector }) => connector));
  const provide = [...new Set(to.ports.map(({ connector }) => connector))]
    .filter((connector) => !known.has(connector))
    .flatMap((what) =>
      testers.map(
        (at): SetUpStep => ({ kind: "provide-plug", at, what, instead: undefined, seconds: providePlugS }),
      ),
    );
  const first: SetUpStep[] =
    mount.length + provide.length + differences.length > 0
      ? [
          {
            kind: "first-run",
            at: testers[0] ?? cell.id,
            what: to.product,
            instead: undefined,
            seconds: firstRunS,
          },
        ]
      : [];
  return { from: from.product, to: to.product, differences, setUp: [...mount, ...provide, ...first] };
};

/** The cell with the fixtures that a set-up leaves on it. */
export const afterSetUp = (cell: Cell, { setUp }: Changeover): Cell => ({
  ...cell,
  places: cell.places.map((place) => {
    const change = setUp.find(({ kind, at }) => kind === "mount-fixture" && at === place.id);
    return change ? { ...place, mounted: change.what } : place;
  }),
});
