import { convert, leadingUnit } from "../../../services/core/units.ts";
import type { Fact, Run } from "./model.ts";
import { plain } from "./say.ts";

/** A figure in its sentence: the words on both sides of it, up to the next figure or comma. */
interface Place {
  readonly ahead: string;
  readonly behind: string;
}

export interface FactPlace extends Place {
  readonly fact: Fact;
}

const reach = 40;

export const placeOf = (ahead: string, behind: string): Place => ({
  ahead: /[^\d,，;；。.:：]*$/.exec(ahead)![0].slice(-reach),
  behind: /^[^\d,，;；。:：]*/.exec(behind)![0].slice(0, reach),
});

/** Where the facts of a sentence stand. */
export const factPlaces = (runs: readonly Run[]): FactPlace[] =>
  runs.flatMap((run, index) =>
    typeof run === "string"
      ? []
      : [{ fact: run, ...placeOf(plain(runs.slice(0, index)), plain(runs.slice(index + 1))) }],
  );

/** What a figure counts or measures: the unit behind it, or the word. */
const counted = (behind: string): string => {
  const words = behind.trimStart();
  return leadingUnit(words) || (/^(?:\p{Script=Han}|[\p{Script=Latin}-]+)/u.exec(words)?.[0] ?? "");
};

const pairs = (text: string): Set<string> => {
  const letters = text.normalize("NFKC").toLowerCase();
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
};

const alike = (one: Place, other: Place): number =>
  pairs(one.ahead).intersection(pairs(other.ahead)).size +
  pairs(one.behind).intersection(pairs(other.behind)).size;

/**
 * The fact in whose place a figure of these words stands. A figure that counts something else, or stands where another one of the same
 * unit stood, is not that fact: 150 °C of the preheating is not 150 °C of the peak.
 */
export const factAt = (text: string, place: Place, facts: readonly FactPlace[]): Fact | undefined => {
  const alikes = facts
    .filter(({ behind }) => convert(1, counted(behind), counted(place.behind)) === 1)
    .map((one) => ({ fact: one.fact, score: alike(one, place) }))
    .toSorted((one, other) => other.score - one.score);
  const own = alikes.find(({ fact }) => fact.text === text);
  const isOwn = own && alikes.every(({ fact, score }) => fact.text === text || score < own.score);
  return isOwn ? own.fact : undefined;
};
