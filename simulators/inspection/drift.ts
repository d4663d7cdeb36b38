import type { DefectKind } from "../../services/protocols/cfx/defect-kinds.ts";
import { createRandomStream } from "../engine/random.ts";
import type { SitedBoard, SitedPart } from "./board.ts";

/** Something of a line that gets worse: it hits some parts of a board, or all of one place in the panel. */
export interface Drift {
  readonly cause: "feeder" | "nozzle" | "stencil" | "support";
  readonly hits: (part: SitedPart, position: number) => boolean;
  /** Share of boards that it spoils by now. */
  readonly share: number;
  readonly spi: DefectKind | undefined;
  readonly aoi: DefectKind;
}

/** Lines wear in stretches of a shift. */
export const stretchMs = 8 * 3_600_000;
/** Of a stretch it begins after this share, and it grows until the end. */
const beginsAfter = 0.25;
const greatestShare = 0.07;
const usual = 0.16;
/** Its feeders are worn out. */
const wornLine = "SMT-4";
const worn = 0.7;
const small = new Set(["capacitor", "resistor", "inductor"]);

/**
 * What is drifting at a line that makes a board; the seed and the stretch decide, so that history and the days to come are of one plant.
 *
 * @param mended When the line was last repaired: that ends what had begun before.
 */
export const driftAt = (
  seed: number,
  line: string,
  board: SitedBoard,
  time: number,
  mended = Number.NEGATIVE_INFINITY,
): Drift | undefined => {
  const stretch = Math.floor(time / stretchMs);
  const random = createRandomStream(seed, `drift/${line}/${stretch}`);
  const isWorn = line === wornLine;
  if (!random.chance(isWorn ? worn : usual)) return undefined;
  const begins = (stretch + beginsAfter) * stretchMs;
  if (time < begins || mended >= begins) return undefined;
  const share = greatestShare * (0.35 + (0.65 * (time - begins)) / ((1 - beginsAfter) * stretchMs));
  const cause = isWorn
    ? "feeder"
    : random.pick(["feeder", "feeder", "nozzle", "stencil", "support"] as const);
  const chips = board.parts.filter(({ category }) => small.has(category));
  const part = random.pick((chips.length > 0 ? chips : board.parts) as readonly [SitedPart, ...SitedPart[]]);
  switch (cause) {
    case "feeder":
      return {
        cause,
        share,
        hits: ({ feeder }) => feeder === part.feeder,
        spi: undefined,
        aoi: random.pick(["ComponentShifted", "ComponentMissing"] as const),
      };
    case "nozzle":
      return {
        cause,
        share,
        hits: ({ nozzle }) => nozzle === part.nozzle,
        spi: undefined,
        aoi: random.pick(["ComponentMissing", "ComponentRotated"] as const),
      };
    case "stencil":
      return {
        cause,
        share: share * 1.5,
        hits: ({ designator }) => designator === part.designator,
        spi: "WrongPasteVolume",
        aoi: "InsufficientSolder",
      };
    case "support": {
      const place = random.pick([1, 2] as const);
      return { cause, share, hits: (_part, position) => position === place, spi: "PasteShort", aoi: "Short" };
    }
  }
};
