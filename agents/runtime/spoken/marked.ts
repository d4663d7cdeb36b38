import type { Numeral } from "./numbers/numeral.ts";
import { numeralsIn } from "./numbers/numerals.ts";

/** An id as a plant writes it: "SMT-2", "wo 1042", "RRU5201". */
export interface Code {
  readonly prefix: string;
  readonly number: number;
  /** With the zeros it was written with. */
  readonly digits: string;
}

/** A span of time; several values when the words leave it open ("两三天"). */
export interface Span {
  readonly hours: readonly number[];
}

/** A text as a pattern that matches itself. */
export const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const numeralBase = 0xe000;
const codeBase = 0xe800;
const spanBase = 0xf000;
const writtenBase = 0xf400;
const most = 0x400;
const signs = (base: number) => `[\\u${base.toString(16)}-\\u${(base + most - 1).toString(16)}]`;

/** Patterns for what is marked: each one matches a single sign. */
export const N = signs(numeralBase);
export const C = signs(codeBase);
export const S = signs(spanBase);
/** A date or a time of day in digits: "2026-12-10", "12/10", "15:30". */
export const W = signs(writtenBase);
/** Stands where something was taken. */
export const taken = "\uf800";

const dates =
  /(?<![\d-])(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}|(?:1[0-2]|0?[1-9])\/(?:3[01]|[12]\d|0?[1-9]))(?![\d-])/g;

/**
 * A sentence in which each number, id and span of time is one sign, so that plain patterns can tell what the words
 * around it make of it. What a pattern has used is taken out, so that nothing is used twice.
 */
export class Marked {
  text: string;
  readonly numerals: readonly Numeral[];
  readonly codes: readonly Code[];
  readonly spans: Span[] = [];
  readonly written: readonly string[];
  private readonly said: readonly string[];

  /** @param prefixes Letters before the number of an id, of which a space may part it. */
  constructor(text: string, prefixes: readonly string[]) {
    // "S M T 4" is how some keyboards and dictations write it.
    const normal = prefixes.reduce(
      (sentence, prefix) =>
        sentence.replaceAll(
          new RegExp(`(?<![A-Za-z])${[...prefix].map(literally).join(" ")}(?![A-Za-z])`, "gi"),
          prefix,
        ),
      text
        .replaceAll("½", " 1/2")
        .normalize("NFKC")
        .replaceAll(/(?<![\d/])(\d+) 1\/2(?![\d/])/g, "$1.5"),
    );
    const codes: Code[] = [];
    const written: string[] = [];
    const known = prefixes.filter(Boolean).map(literally).join("|");
    const pattern = new RegExp(
      `(?<![A-Za-z])(?:(${known}) ((?:\\d ){2,}\\d(?!\\d)|\\d+)|([A-Za-z]{2,5})[-_]?(\\d+))(?![\\d.]\\d|\\d)`,
      "gi",
    );
    // The signs of the private use area stand for what was found; the sentence itself holds none.
    const dated = normal.replaceAll(/[\ue000-\uf8ff]/g, " ").replaceAll(dates, (date) => {
      written.push(date);
      return String.fromCharCode(writtenBase + ((written.length - 1) % most));
    });
    const coded = dated.replaceAll(pattern, (_, a, b, c, d) => {
      const digits = String(b ?? d).replaceAll(" ", "");
      codes.push({ prefix: String(a ?? c).toUpperCase(), number: Number(digits), digits });
      return String.fromCharCode(codeBase + ((codes.length - 1) % most));
    });
    this.codes = codes;
    this.written = written;
    this.numerals = numeralsIn(coded).slice(0, most);
    this.said = this.numerals.map(({ start, end }) => coded.slice(start, end));
    let marked = "";
    let at = 0;
    for (const [index, { start, end }] of this.numerals.entries()) {
      if (start < at) continue;
      marked += coded.slice(at, start) + String.fromCharCode(numeralBase + index);
      at = end;
    }
    this.text = marked + coded.slice(at);
  }

  numeral(sign: string | undefined): Numeral | undefined {
    return sign ? this.numerals[sign.charCodeAt(0) - numeralBase] : undefined;
  }

  /** A numeral as it was said. */
  saidAs(sign: string | undefined): string {
    return sign ? (this.said[sign.charCodeAt(0) - numeralBase] ?? "") : "";
  }

  code(sign: string): Code {
    return this.codes[sign.charCodeAt(0) - codeBase]!;
  }

  span(sign: string): Span {
    return this.spans[sign.charCodeAt(0) - spanBase]!;
  }

  /** Takes out every match that `use` accepts, leaving in its place what `use` returns. */
  take(pattern: string, use: (match: RegExpMatchArray) => string | undefined): void {
    this.text = this.text.replaceAll(new RegExp(pattern, "gi"), (...match) => {
      const last = match.at(-1) as Record<string, string> | string;
      const [groups, input, index] = (
        typeof last === "string" ? [{}, last, match.at(-2)] : [last, match.at(-2), match.at(-3)]
      ) as [Record<string, string>, string, number];
      const found = Object.assign(match as unknown as RegExpMatchArray, { groups, input, index });
      return use(found) ?? match[0];
    });
  }

  dateOrTime(sign: string): string {
    return this.written[sign.charCodeAt(0) - writtenBase]!;
  }

  addSpan(span: Span): string {
    this.spans.push(span);
    return String.fromCharCode(spanBase + this.spans.length - 1);
  }

  /** What is left of one kind, in the order of the words, with where it stands. */
  *left(kind: string): Generator<{ readonly sign: string; readonly before: string; readonly after: string }> {
    for (const { 0: sign, index } of this.text.matchAll(new RegExp(kind, "g")))
      yield { sign, before: this.text.slice(0, index), after: this.text.slice(index + 1) };
  }
}
