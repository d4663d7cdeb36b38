import type { DefectKind } from "../../services/protocols/cfx/defect-kinds.ts";
import { createRandomStream, type RandomStream } from "../engine/random.ts";
import type { SitedBoard, SitedPart } from "./board.ts";
import { driftAt } from "./drift.ts";

/** A call of a machine, with what is really there. */
export interface Call {
  readonly part: SitedPart;
  readonly kind: DefectKind;
  readonly isTrue: boolean;
  /** What was measured, where something was. */
  readonly reading?: {
    readonly name: string;
    readonly value: number;
    readonly lower?: number;
    readonly upper?: number;
    readonly unit: string;
  };
  readonly confidence: number;
}

export interface MadeBoard {
  readonly serial: string;
  readonly line: string;
  readonly board: SitedBoard;
  /** Place in the panel, from 1. */
  readonly position: number;
  readonly time: number;
  /** The line has thrown it away: something is wrong with it for certain. */
  readonly isScrap: boolean;
  /** A material of a bad lot is on it. */
  readonly badMaterial?: string | undefined;
  readonly mended?: number | undefined;
}

const [trueRate, falseRate, spiRate] = [0.014, 0.03, 0.004];
const badLotRate = 0.06;

const kindsOf: Readonly<Record<string, readonly [DefectKind, ...DefectKind[]]>> = {
  capacitor: ["Tombstone", "ComponentShifted", "ComponentMissing", "InsufficientSolder"],
  resistor: ["Tombstone", "ComponentShifted", "WrongComponent", "InsufficientSolder"],
  inductor: ["ComponentShifted", "InsufficientSolder", "WrongPolarity"],
};
const others: readonly [DefectKind, ...DefectKind[]] = [
  "Short",
  "LiftedLead",
  "InsufficientSolder",
  "WrongPolarity",
];
const falseKinds: readonly [DefectKind, ...DefectKind[]] = [
  "ComponentShifted",
  "WrongCode",
  "LiftedLead",
  "InsufficientSolder",
];

const countOf = (random: RandomStream, rate: number): number => {
  let [count, left] = [0, random.uniform()];
  for (let share = Math.exp(-rate), at = 1; left > share && at < 10; at += 1) {
    left -= share;
    share *= rate / at;
    count = at;
  }
  return count;
};

const round = (value: number) => Math.round(value * 100) / 100;

const readingOf = (random: RandomStream, kind: DefectKind, isTrue: boolean): Call["reading"] => {
  const worse = isTrue ? 0.1 + random.uniform() * 0.5 : random.uniform() * 0.04;
  switch (kind) {
    case "ComponentShifted":
      return { name: "offset", value: round(0.15 * (1 + worse)), upper: 0.15, unit: "mm" };
    case "ComponentRotated":
      return { name: "rotation", value: round(8 * (1 + worse)), upper: 8, unit: "°" };
    case "WrongPasteVolume":
      return { name: "volume", value: round(55 * (1 - worse)), lower: 55, upper: 150, unit: "%" };
    case "InsufficientSolder":
      return { name: "fillet", value: round(25 * (1 - worse)), lower: 25, unit: "%" };
    case "Void":
      return { name: "void area", value: round(25 * (1 + worse)), upper: 25, unit: "%" };
    default:
      return undefined;
  }
};

/** How a line prints, places and solders: what SPI and AOI call on a board, and what of it is so. */
export const createProcess = (seed: number) => {
  /** How often a place is called, for good: dark parts, shadows of tall neighbours. */
  const weights = new Map<string, readonly number[]>();
  const weightsOf = (board: SitedBoard, what: "true" | "false") => {
    const key = `${what}/${board.product}`;
    const known = weights.get(key);
    if (known) return known;
    const random = createRandomStream(seed, `places/${key}`);
    const made = board.parts.map(() => random.logNormal(1, what === "true" ? 0.5 : 1.4));
    weights.set(key, made);
    return made;
  };
  const pickPart = (random: RandomStream, board: SitedBoard, what: "true" | "false"): SitedPart =>
    board.parts[random.weighted(weightsOf(board, what))]!;
  const call = (random: RandomStream, part: SitedPart, kind: DefectKind, isTrue: boolean): Call => {
    const reading = readingOf(random, kind, isTrue);
    const confidence = Math.round(isTrue ? 70 + 30 * random.uniform() : 40 + 45 * random.uniform());
    return { part, kind, isTrue, confidence, ...(reading ? { reading } : {}) };
  };

  return ({ serial, line, board, position, time, isScrap, badMaterial, mended }: MadeBoard) => {
    // The serial number first: streams whose names differ in their last letter alone begin alike.
    const random = createRandomStream(seed, `${serial}/seen by the line's machines`);
    const [spi, aoi]: [Call[], Call[]] = [[], []];
    const drift = driftAt(seed, line, board, time, mended);
    const hit = drift ? board.parts.filter((part) => drift.hits(part, position)) : [];
    if (drift && hit.length > 0 && random.chance(drift.share)) {
      const part = random.pick(hit as [SitedPart, ...SitedPart[]]);
      if (drift.spi) spi.push(call(random, part, drift.spi, true));
      // What SPI has seen is washed and printed again, as a rule.
      if (!drift.spi || random.chance(0.35)) aoi.push(call(random, part, drift.aoi, true));
    }
    const bad = board.parts.filter(({ material }) => material === badMaterial);
    if (bad.length > 0 && random.chance(badLotRate))
      aoi.push(call(random, random.pick(bad as [SitedPart, ...SitedPart[]]), "SolderDefect", true));
    const trueCalls = countOf(random, trueRate) + (isScrap && aoi.length === 0 ? 1 : 0);
    for (let index = 0; index < trueCalls; index += 1) {
      const part = pickPart(random, board, "true");
      aoi.push(call(random, part, random.pick(kindsOf[part.category] ?? others), true));
    }
    for (let index = countOf(random, falseRate); index > 0; index -= 1)
      aoi.push(call(random, pickPart(random, board, "false"), random.pick(falseKinds), false));
    for (let index = countOf(random, spiRate); index > 0; index -= 1)
      spi.push(
        call(
          random,
          pickPart(random, board, "true"),
          random.pick(["WrongPasteVolume", "ShiftedPaste"]),
          random.chance(0.6),
        ),
      );
    return { spi, aoi };
  };
};

/** Parts whose joints nobody sees from above. */
const hidden = new Set(["fpga", "memory", "transceiver", "powerAmplifier"]);
const voidRate = 0.02;

/** What X-ray calls on a board: voids under parts whose joints are hidden. */
export const xray = (seed: number, serial: string, board: SitedBoard): Call[] => {
  const random = createRandomStream(seed, `${serial}/seen by the X-ray machine`);
  const parts = board.parts.filter(({ category }) => hidden.has(category));
  if (parts.length === 0 || !random.chance(voidRate)) return [];
  const isTrue = random.chance(0.5);
  const reading = readingOf(random, "Void", isTrue);
  const part = random.pick(parts as [SitedPart, ...SitedPart[]]);
  return [{ part, kind: "Void", isTrue, confidence: 80, ...(reading ? { reading } : {}) }];
};
