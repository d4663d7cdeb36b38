import type { Fleet } from "./fleet.ts";
import { isUpToDate } from "./route.ts";
import type { Turn } from "./turn.ts";
import { isHeldUp, refusalOf, standsBecause } from "./vehicle-says.ts";

/** A vehicle that does not drive though it may is led around after so long in both times. */
const heldUpMs = 8_000;
const heldUpPlantMs = 60_000;

/** Looks who stands, and why: the others are led around them. It remembers since when a vehicle is held up. */
export const createWatch = () => {
  /** Wall time and plant time in ms. */
  const heldUp = new Map<string, { readonly wall: number; readonly plant: number }>();

  const isBlocked = (id: string, { stateOf, now, wall }: Turn): boolean => {
    const state = stateOf(id);
    if (!state || !isHeldUp(state)) {
      heldUp.delete(id);
      return false;
    }
    const since = heldUp.get(id) ?? { wall, plant: now.getTime() };
    heldUp.set(id, since);
    return wall - since.wall >= heldUpMs && now.getTime() - since.plant >= heldUpPlantMs;
  };

  return (fleet: Fleet, turn: Turn): void => {
    for (const [id, route] of fleet.routes) {
      const vehicle = turn.seen.get(id);
      const state = turn.stateOf(id);
      const blocked = isBlocked(id, turn) ? "blocked" : undefined;
      const refused = state && !isUpToDate(route, state) ? refusalOf(state, route.orderId) : undefined;
      const why =
        (vehicle ? standsBecause(vehicle) : "offline") ?? (refused ? `refused: ${refused}` : blocked);
      if (why !== undefined) turn.stands.set(id, why);
      fleet.setOut(id, why !== undefined);
    }
  };
};
