import { createCalendar } from "../../../optimizer/calendar.ts";
import type { Problem } from "../../../optimizer/index.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { shortestHorizon } from "../../../services/mes/working-time.ts";
import { type MasterRows, readFloor, readMasters, type Segment } from "./plant-rows.ts";
import { resourcesOf } from "./resources.ts";
import { readSecondary } from "./secondary.ts";
import { commonVendors } from "./vendors.ts";

/** Why a segment can never be done as the plant's master data stand: no plan could say when. */
export type Obstacle =
  /** No vendor is approved for all of its positions of one material. */
  | { readonly kind: "vendors"; readonly segment: number; readonly material: string }
  /** It asks for more people of a skill, or units of a tool, than ever are there at once. */
  | {
      readonly kind: "units";
      readonly segment: number;
      readonly resource: string;
      readonly wanted: number;
      readonly there: number;
    }
  /** None of the lines that may run it ever works. */
  | { readonly kind: "line"; readonly segment: number };

/** What a product lacks that no routing says how to make. */
export const noRouting: Bilingual = { zh: "没有工艺路线", en: "there is no routing for it" };

export const tellObstacle = (obstacle: Obstacle): Bilingual => {
  const { segment } = obstacle;
  switch (obstacle.kind) {
    case "vendors":
      return {
        zh: `工序 ${segment} 的几个 ${obstacle.material} 位置没有共同的认可供应商，需要认可同一家`,
        en: `no vendor is approved for all positions of ${obstacle.material} in segment ${segment}: one has to be`,
      };
    case "units": {
      const { resource, wanted, there } = obstacle;
      return {
        zh: `工序 ${segment} 需要 ${resource} ${wanted} 个，同时最多只有 ${there} 个`,
        en: `segment ${segment} needs ${wanted} of ${resource}, and never more than ${there} are there at once`,
      };
    }
    case "line":
      return {
        zh: `工序 ${segment} 没有会开工的产线，需要给其中一条排班`,
        en: `segment ${segment} has no line that works: one of its lines needs shifts`,
      };
  }
};

const isNever = (calendar: Problem["resources"][number]["calendar"]): boolean =>
  createCalendar({ calendar }).opens(0) === Number.POSITIVE_INFINITY;

/** Several of them in a sentence. */
export const tellObstacles = (obstacles: readonly Bilingual[]): Bilingual => ({
  zh: obstacles.map(({ zh }) => zh).join("；"),
  en: obstacles.map(({ en }) => en).join("; "),
});

interface ObstaclesDeps {
  readonly masters: Pick<MasterRows, "linesOf" | "heldOf" | "itemsOf">;
  readonly units: ReadonlyMap<string, number>;
  readonly resources: Problem["resources"];
}

/** Gives all that stands in the way of a segment, as mending one thing is not enough where there is another; a tool or skill of which there is no unit at all binds nothing, and a release finds that out. */
export const createObstacles = ({ masters, units, resources }: ObstaclesDeps) => {
  const idle = new Set(resources.filter(({ calendar }) => isNever(calendar)).map(({ id }) => id));
  return (segment: Segment): readonly Obstacle[] => {
    const at = { segment: segment.segment };
    const isIdle = masters.linesOf(segment).every(({ equipment_id: line }) => idle.has(line));
    const short = masters.heldOf(segment).flatMap(({ secondary_id: resource, units: wanted }): Obstacle[] => {
      const there = units.get(resource);
      return there !== undefined && wanted > there ? [{ kind: "units", ...at, resource, wanted, there }] : [];
    });
    const lists = Map.groupBy(masters.itemsOf(segment), ({ material_id: material }) => material);
    const apart = [...lists].flatMap(([material, positions]): Obstacle[] =>
      commonVendors(positions.map(({ vendors }) => vendors))?.length === 0
        ? [{ kind: "vendors", ...at, material }]
        : [],
    );
    return [...(isIdle ? [{ kind: "line", ...at } as const] : []), ...short, ...apart];
  };
};
export type ObstaclesIn = ReturnType<typeof createObstacles>;

/** An obstacle as it is told, with the segment that it stands before. */
export interface ToldObstacle extends Bilingual {
  readonly segment: number;
}

/** What stands in the way of orders of some work masters, by the master, in the order of the segments; nothing of those that can be made. */
export const obstaclesOf = async (
  db: Db,
  now: Date,
  workMasters: readonly string[],
): Promise<ReadonlyMap<string, readonly ToldObstacle[]>> => {
  const at = (time: Date) => Math.round((time.getTime() - now.getTime()) / 1_000);
  const horizon = shortestHorizon * 86_400;
  const [floor, masters] = await Promise.all([readFloor(db, now), readMasters(db)]);
  const { units } = await readSecondary(db, { now, at, shifts: floor.shifts, horizonSeconds: horizon });
  const obstaclesIn = createObstacles({
    masters,
    units,
    resources: resourcesOf(floor, masters, { now, at, horizon }),
  });
  return new Map(
    workMasters.flatMap((master) => {
      const found = masters.segmentsOf(master).flatMap(obstaclesIn);
      const told = found.map((one) => ({ segment: one.segment, ...tellObstacle(one) }));
      return told.length > 0 ? [[master, told]] : [];
    }),
  );
};
