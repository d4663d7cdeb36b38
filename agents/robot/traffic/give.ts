import { actionIdOf } from "../../../services/protocols/vda5050/order-actions.ts";
import { idProblem, refusedId, unableProblem } from "./abilities.ts";
import { chooseTransports } from "./choose.ts";
import type { Fleet } from "./fleet.ts";
import { endOf, moveIdOf } from "./route.ts";
import type { Turn } from "./turn.ts";
import { mayTakeTransport } from "./vehicle-says.ts";

/** What was given to a vehicle that stands and does not know of it yet, another may fetch. */
const takeBack = ({ routes }: Fleet, { tasks, errandOf, stands, give }: Turn): void => {
  for (const { task, vehicle } of [...tasks.values()]) {
    if (vehicle === null || errandOf(vehicle) !== task || (routes.has(vehicle) && !stands.has(vehicle)))
      continue;
    give(task, null);
  }
};

/** An id of the roadmap, of its own orders or of what is to be transported that a vehicle would refuse, and how many signs it takes. */
const tooLong = (vehicle: string, fleet: Fleet, { tasks, abilitiesOf, now }: Turn) => {
  const can = abilitiesOf(vehicle);
  const open = [...tasks.values()].map(({ task }) => task);
  const orders = [moveIdOf(vehicle, "CHARGE", now), ...open.map(({ id }) => id)];
  const id = refusedId([...fleet.roads.ids, ...orders.map((order) => actionIdOf(order, "uncharge"))], can);
  const load = open.find((task) => task.load.length > can.loadSigns)?.load;
  return id !== undefined ? { id, signs: can.idSigns } : load && { id: load, signs: can.loadSigns };
};

/** Gives transports to vehicles that have none. */
export const giveTransports = (fleet: Fleet, turn: Turn): void => {
  const { tasks, stands, stateOf, errandOf, give, abilitiesOf, problems } = turn;
  takeBack(fleet, turn);
  const idle = [...fleet.routes.values()].filter(({ vehicle, transport }) => {
    const refused = tooLong(vehicle, fleet, turn);
    const unable =
      unableProblem(vehicle, abilitiesOf(vehicle)) ??
      (refused && idProblem(vehicle, refused.id, refused.signs));
    if (unable) {
      problems.push(unable);
      return false;
    }
    const state = stateOf(vehicle);
    const isIdling = transport === null && !stands.has(vehicle) && !errandOf(vehicle);
    return isIdling && state !== undefined && mayTakeTransport(state, fleet.roads.battery);
  });
  for (const { vehicle, task } of chooseTransports(
    idle.map((route) => ({ vehicle: route.vehicle, from: fleet.roads.numberOf(endOf(route).node) })),
    [...tasks.values()].filter((one) => one.vehicle === null).map((one) => one.task),
    fleet.roads.distancesTo,
  ))
    give(task, vehicle);
};
