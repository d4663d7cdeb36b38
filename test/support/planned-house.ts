import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { startTestHouse } from "./house.ts";

/** A test house with a first plan of the demonstration plant in force. */
export const startPlannedHouse = async () => {
  const house = await startTestHouse();
  const clock = createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ desk: deskHere(house.plant.db), clock, budgetMs: 500, seed: 1 });
  await planning.makePlan({ requestId: "first", reason: { kind: "asked", text: "test" } });
  return house;
};
export type TestHouse = Awaited<ReturnType<typeof startPlannedHouse>>;
