import { metrics } from "../metrics/catalogue.ts";

/** Shorter words lie too near to one another. */
const fewestLetters = 7;

const others =
  "actually compare compared comparison yesterday tomorrow between previous quarter product products reasons assembly instead approval temperature humidity torque";
/** Words that a reading rests on. */
const known = new Set(
  [
    ...metrics
      .flatMap(({ name, synonyms }) => [name.en, ...synonyms.en])
      .flatMap((words) => words.split(/[ -]/)),
    ...others.split(" "),
  ]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= fewestLetters && /^[a-z]+$/.test(word)),
);

/** Whether one word comes of another by one slip: a letter left out, doubled, another, or two that changed places. */
const isSlip = (said: string, meant: string): boolean => {
  const [short, long] = said.length <= meant.length ? [said, meant] : [meant, said];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length === long.length)
    return (
      short.slice(at + 1) === long.slice(at + 1) ||
      (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2))
    );
  return long.length === short.length + 1 && short.slice(at) === long.slice(at + 1);
};

/** An ending changes a word and is no slip. */
const isEnding = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** A sentence with slips put right in the words that a reading rests on: "availabilty", "actualy". */
export const spelt = (sentence: string): string =>
  sentence.replaceAll(/(?<![\p{L}\d-])[a-z]{6,}(?![\p{L}\d-])/giu, (word) => {
    const said = word.toLowerCase();
    if (known.has(said)) return word;
    const meant = [...known].filter((one) => one[0] === said[0] && isSlip(said, one));
    return meant.length === 1 && !isEnding(meant[0]!, said) ? meant[0]! : word;
  });
