import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Place, places } from "../../../services/core/shield/families.ts";

/** A text, where it comes in, and what it is. */
export interface Case {
  /** Family of the attack, or "honest". */
  readonly family: string;
  readonly place: Place;
  readonly text: string;
}

const withSigns = (text: string): string =>
  text
    .replaceAll(/\\u\{([\da-f]+)\}/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("\\n", "\n");

/** The cases of a file in this folder: "family | place | text" on a line. */
export const readCases = (file: string): Case[] =>
  readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => {
      const [family = "", place = "", ...text] = line.split(" | ");
      if (!(places as readonly string[]).includes(place)) throw new Error(`${file}: no place in "${line}"`);
      return { family, place: place as Place, text: withSigns(text.join(" | ")) };
    });
