import { idWords, nouns } from "./said.ts";

export type OwnKind = "order" | "material" | "product";

/** Ids of a plant that a sentence may hold, by what they name, each as the data store spells it. */
export type OwnIds = Readonly<Record<OwnKind, readonly string[]>>;

/** An id of the plant's own form where it stands in a sentence. */
export interface SpokenId {
  readonly start: number;
  readonly end: number;
  readonly kind: OwnKind;
  readonly id: string;
}

/** Ids that the words of a sentence are read for as they are. */
const read: Readonly<Record<OwnKind, RegExp>> = {
  order: /^WO-[1-9]\d{0,5}$/,
  material: /^MAT-\d{5}$/,
  product: /^[A-Z]{2,5}-\d{1,5}$/,
};
/** Whether an id has a form that the words of a sentence are not read for. */
export const isOwn = (kind: OwnKind, id: string): boolean => !read[kind].test(id);
const lengths = { least: 2, most: 40 };

/** One sign for one sign, as ids are written: wide letters and the many dashes of keyboards. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u2010-\u2013\u2212]/g, "-");

interface Piece {
  readonly start: number;
  readonly text: string;
}

/** What stands together without a space or another sign, with and without the marks at its ends; the longest first. */
const readingsOf = ({ start, text }: Piece): Piece[] => {
  const lead = /^[-_/.#]*/.exec(text)![0].length;
  const tail = /[-_/.#]*$/.exec(text)![0].length;
  const cuts = [
    [0, 0],
    [0, tail],
    [lead, 0],
    [lead, tail],
  ] as const;
  return cuts.map(([from, behind]) => ({
    start: start + from,
    text: text.slice(from, text.length - behind),
  }));
};
const pieces = (text: string): Piece[] =>
  [...plain(text).matchAll(/[A-Za-z0-9\-_/.#]+/g)].map(({ 0: piece, index }) => ({
    start: index,
    text: piece,
  }));
/** "A-77/A-78" is two ids where it is not one. */
const partsOf = ({ start, text }: Piece): Piece[] => {
  let at = start;
  return text.split("/").map((part) => {
    const piece = { start: at, text: part };
    at += part.length + 1;
    return piece;
  });
};
const fits = ({ text }: Piece) => text.length >= lengths.least && text.length <= lengths.most;

/** All that may be an id in a sentence, in small letters: to be looked up at once. */
export const idsToLookUp = (text: string): readonly string[] => [
  ...new Set(
    pieces(text)
      .flatMap((piece) => [piece, ...partsOf(piece)].flatMap(readingsOf))
      .filter(fits)
      .map((piece) => piece.text.toLowerCase()),
  ),
];

const behind = {
  order: new RegExp(`${idWords.order} ?$`, "i"),
  material: new RegExp(`${idWords.material} ?$`, "i"),
};
const before = {
  order: new RegExp(`^ ?${nouns.order}`, "i"),
  material: new RegExp(`^ ?${nouns.material}`, "i"),
};
/** More signs than a word that calls something an order has. */
const beside = 40;
/** What the word beside a piece calls it. */
const calledBy = (text: string, { start, text: piece }: Piece): "order" | "material" | undefined => {
  const end = start + piece.length;
  const [left, right] = [text.slice(Math.max(0, start - beside), start), text.slice(end, end + beside)];
  return (["material", "order"] as const).find((kind) => behind[kind].test(left) || before[kind].test(right));
};

/** A date, a time of day, or a number that people also count with: an id only where it is called one. */
const isFigure = /^(?:\d{1,6}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.:-]\d{1,2})$/;
/** The form of an id that is called an order or a material and is none that there is. */
const hasForm = /^(?:[A-Z]{1,6}[-_/](?=[A-Z0-9\-_/.]*\d)[A-Z0-9][A-Z0-9\-_/.]*|\d{7,})$/;

/**
 * The plant's own ids in a sentence that its words are not read for: whole words only, of overlapping ones the longest,
 * whatever the case. A word without a figure, a date or a short number has to be called an order or a material by the word
 * beside it ("order 4711"); what is called so and has the form of an id is one, though there is none such.
 *
 * @param taken Beginnings of ids that are read otherwise: of lines, products, serial numbers.
 */
export const ownIdsIn = (text: string, ids: OwnIds, taken: readonly string[]): readonly SpokenId[] => {
  const sentence = plain(text);
  const spelled = (kind: OwnKind, word: string): string | undefined => {
    const same = ids[kind].filter((id) => id.toLowerCase() === word.toLowerCase());
    return same.includes(word) ? word : same[0];
  };
  const reserved = new Set(["WO", "MAT", "SN", ...taken.map((prefix) => prefix.toUpperCase())]);
  const known = (piece: Piece): SpokenId | undefined => {
    const { start, text: word } = piece;
    const called = calledBy(sentence, piece);
    const kinds: readonly OwnKind[] = [
      "product",
      ...(called === "material" ? (["material", "order"] as const) : (["order", "material"] as const)),
    ];
    for (const kind of kinds) {
      const id = spelled(kind, word);
      if (id !== undefined && (called || (/\d/.test(word) && !isFigure.test(word))))
        return { start, end: start + word.length, kind, id };
    }
    return undefined;
  };
  const guessed = (piece: Piece): SpokenId | undefined => {
    const { start, text: word } = piece;
    const kind = calledBy(sentence, piece);
    if (!kind || !hasForm.test(word) || reserved.has(/^[A-Z]*/.exec(word)![0])) return undefined;
    return { start, end: start + word.length, kind, id: word };
  };
  const first = (piece: Piece, of: typeof known) => readingsOf(piece).filter(fits).map(of).find(Boolean);
  const found = pieces(text).flatMap((piece): SpokenId[] => {
    const whole = first(piece, known);
    if (whole) return [whole];
    const parts = partsOf(piece).map((part) => first(part, known));
    if (parts.every((part) => part !== undefined)) return parts;
    const guess = first(piece, guessed);
    return guess ? [guess] : [];
  });
  return found.filter(({ kind, id }) => isOwn(kind, id));
};
