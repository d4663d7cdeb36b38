import type { BoardProgram, InspectionPrograms } from "../../services/protocols/inspection/program.ts";

/** A part of a board as a line places it. */
export interface SitedPart {
  readonly designator: string;
  readonly material: string;
  readonly category: string;
  readonly x: number;
  readonly y: number;
  readonly feeder: string;
  readonly nozzle: string;
}

export interface SitedBoard {
  readonly product: string;
  readonly panel: number;
  readonly parts: readonly [SitedPart, ...SitedPart[]];
}

/** Boards by line and product, each part with what places it there. */
export const createBoards = ({ boards, setups }: InspectionPrograms) => {
  const programs = new Map(boards.map((board) => [board.product, board]));
  const placers = new Map(setups.map((one) => [`${one.line}/${one.product}/${one.material}`, one]));
  const known = new Map<string, SitedBoard | undefined>();
  const sited = (line: string, { product, panel, parts }: BoardProgram): SitedBoard => ({
    product,
    panel,
    parts: parts.map((part) => {
      const { feeder = "", nozzle = "" } = placers.get(`${line}/${product}/${part.material}`) ?? {};
      return { ...part, feeder, nozzle };
    }) as [SitedPart, ...SitedPart[]],
  });
  return (line: string, product: string): SitedBoard | undefined => {
    const key = `${line}/${product}`;
    if (!known.has(key)) {
      const program = programs.get(product);
      known.set(key, program ? sited(line, program) : undefined);
    }
    return known.get(key);
  };
};
