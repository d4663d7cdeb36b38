import { actionIdOf } from "../../../services/protocols/vda5050/order-actions.ts";
import { idProblem, refusedId, takesAllIds, unableProblem } from "./abilities.ts";
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

/** That a vehicle would refuse an id of the roadmap, of its own orders or of what is to be transported. */
const refuses = (vehicle: string, { roads }: Fleet, { tasks, abilitiesOf, now }: Turn) => {
  const can = abilitiesOf(vehicle);
  if (takesAllIds(can)) return undefined;
  const open = [...tasks.values()].map(({ task }) => task);
  const orders = [moveIdOf(vehicle, "CHARGE", now), ...open.map(({ id }) => id)];
  const id = refusedId([...roads.ids, ...orders.map((order) => actionIdOf(order, "uncharge"))], can);
  if (id !== undefined) return idProblem(vehicle, id, can.idSigns);
  const load = open.find((task) => task.load.length > can.loadSigns)?.load;
  return load === undefined ? undefined : idProblem(vehicle, load, can.loadSigns);
};

/** Gives transports to vehicles that have none. */
export const giveTransports = (fleet: Fleet, turn: Turn): void => {
  const { tasks, stands, stateOf, errandOf, give, abilitiesOf, problems } = turn;
  takeBack(fleet, turn);
  const idle = [...fleet.routes.values()].filter(({ vehicle, transport }) => {
    const unable = unableProblem(vehicle, abilitiesOf(vehicle)) ?? refuses(vehicle, fleet, turn);
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
