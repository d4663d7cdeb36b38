import type { CellDescription, Place, Recipe, Robot, Step } from "../../../../protocols/cell/description.ts";
import { type Speed, travelBetween } from "../../../../protocols/cell/travel.ts";

/** An item of a list, changed; the others stay. */
export const changed = <T>(items: readonly T[], index: number, item: T): T[] =>
  items.map((one, place) => (place === index ? item : one));

export const without = <T>(items: readonly T[], index: number): T[] =>
  items.filter((_, place) => place !== index);

/** An item of a list, one place further up or down. */
export const moved = <T>(items: readonly T[], index: number, by: -1 | 1): T[] => {
  const [item, other] = [items[index], items[index + by]];
  if (item === undefined || other === undefined) return [...items];
  return changed(changed(items, index, other), index + by, item);
};

/** A field that may be absent: an empty text takes it out. */
export const withOptional = <T extends object, K extends keyof T>(
  item: T,
  key: K,
  value: T[K] | undefined | "",
): T => {
  const { [key]: _, ...rest } = item;
  return (value === undefined || value === "" ? rest : { ...rest, [key]: value }) as T;
};

/** An id that no other has: "TEST-3" where there are TEST-1 and TEST-2. */
export const freshId = (prefix: string, taken: readonly string[]): string => {
  for (let number = 1; ; number++) if (!taken.includes(`${prefix}-${number}`)) return `${prefix}-${number}`;
};

const renamed = (old: string, next: string) => (id: string) => (id === old ? next : id);

/** A place under another id, wherever it is spoken of. One that another place has already changes nothing else: the check tells. */
export const renamePlace = (
  { cell, recipes }: CellDescription,
  old: string,
  next: string,
): CellDescription => {
  const to = cell.places.some(({ id }) => id === next) ? (id: string) => id : renamed(old, next);
  return {
    cell: {
      ...cell,
      places: cell.places.map((place) => (place.id === old ? { ...place, id: next } : place)),
      robots: cell.robots.map((robot) => ({
        ...robot,
        home: to(robot.home),
        reach: robot.reach.map(to),
        travel: { ...robot.travel, between: robot.travel.between.map(to) },
      })),
    },
    recipes: recipes.map((recipe) => ({
      ...recipe,
      steps: recipe.steps.map((step) => ({
        ...step,
        at: to(step.at),
        ...(step.from === undefined ? {} : { from: to(step.from) }),
      })),
    })),
  };
};

/** The cell without a place, which no robot reaches any more; recipes that name it stay as they are, and the check tells. */
export const removePlace = (description: CellDescription, id: string): CellDescription => {
  const { cell } = description;
  return {
    ...description,
    cell: {
      ...cell,
      places: cell.places.filter((place) => place.id !== id),
      robots: cell.robots.map((robot) => {
        const kept = robot.travel.between.map((place) => place !== id);
        const keep = <T>(row: readonly T[]) => row.filter((_, index) => kept[index]);
        return {
          ...robot,
          reach: robot.reach.filter((place) => place !== id),
          travel: { between: keep(robot.travel.between), seconds: keep(robot.travel.seconds).map(keep) },
        };
      }),
    },
  };
};

/** A zone under another id, and the places in it. */
export const renameZone = (
  { cell, recipes }: CellDescription,
  old: string,
  next: string,
): CellDescription => ({
  recipes,
  cell: {
    ...cell,
    zones: cell.zones.map((zone) => (zone.id === old ? { ...zone, id: next } : zone)),
    places: cell.places.map((place) => (place.zone === old ? { ...place, zone: next } : place)),
  },
});

/** A step, stay or port under another id, wherever the recipe speaks of it. */
export const renameIn = (
  recipe: Recipe,
  what: "step" | "stay" | "port",
  old: string,
  next: string,
): Recipe => {
  const to = renamed(old, next);
  const as = (kind: typeof what) => (id: string) => (kind === what ? to(id) : id);
  const [step, stay, port] = [as("step"), as("stay"), as("port")];
  return {
    ...recipe,
    ports: recipe.ports.map((one) => ({ ...one, id: port(one.id) })),
    stays: recipe.stays.map((one) => ({
      ...one,
      id: stay(one.id),
      from: step(one.from),
      until: { ...one.until, step: step(one.until.step) },
    })),
    steps: recipe.steps.map((one) => ({
      ...one,
      id: step(one.id),
      at: stay(one.at),
      ...(one.from === undefined ? {} : { from: stay(one.from) }),
      ...(one.port === undefined ? {} : { port: port(one.port) }),
      after: one.after.map((wait) => ({ ...wait, step: step(wait.step) })),
    })),
  };
};

/** Travel times of a robot by the straight distance between all that it reaches, and its home. */
export const travelOf = (places: readonly Place[], { home, reach }: Robot, speed: Speed): Robot["travel"] =>
  travelBetween(
    places.filter(({ id }) => id === home || reach.includes(id)),
    speed,
  );

/** Speeds to begin from; each robot's own are typed in. */
export const usualSpeed: Readonly<Record<Robot["kind"], Speed>> = {
  agv: { metresPerSecond: 0.6, approachS: 4 },
  "single-arm": { metresPerSecond: 1, approachS: 2 },
  "dual-arm": { metresPerSecond: 0.5, approachS: 3 },
};

/** A robot of a kind to begin from: it reaches every place, and does what its kind usually does. */
export const newRobot = ({ cell }: CellDescription, kind: Robot["kind"]): Robot => {
  const isVehicle = kind === "agv";
  const taken = cell.robots.flatMap(({ id, arms }) => [id, ...arms]);
  const id = freshId(isVehicle ? "AGV" : kind === "dual-arm" ? "DUAL" : "ARM", taken);
  const reach = cell.places
    .filter(({ kind: place }) => isVehicle || (place !== "store" && place !== "charger"))
    .map((place) => place.id);
  const robot: Robot = {
    id,
    kind,
    name: { zh: id, en: id },
    arms: kind === "dual-arm" ? [`${id}-L`, `${id}-R`] : [id],
    home: reach[0] ?? "",
    reach,
    skills: isVehicle
      ? ["carry"]
      : [
          "loadFixture",
          "unloadFixture",
          "plugCable",
          "unplugCable",
          "plugOpticalModule",
          "unplugOpticalModule",
        ],
    tools: [isVehicle ? "lift" : kind === "dual-arm" ? "hands" : "gripper"],
    toolChangeS: 0,
    payloadKg: isVehicle ? 80 : 15,
    forceLimitN: 50,
    travel: { between: [], seconds: [] },
  };
  return { ...robot, travel: travelOf(cell.places, robot, usualSpeed[kind]) };
};

/** A step to begin from, after the last one. */
export const newStep = ({ steps, stays }: Recipe): Step => ({
  id: freshId(
    "step",
    steps.map(({ id }) => id),
  ),
  kind: "test",
  at: stays[0]?.id ?? "",
  durationS: 60,
  arms: 1,
  after: steps.slice(-1).map(({ id }) => ({ step: id, edge: "end" as const, minS: 0 })),
});
