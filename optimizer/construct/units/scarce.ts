import type { Model } from "../model.ts";

/** Units that the turns are counted one by one for: of more the looking takes too long. */
const mostUnits = 250;

/** Which secondary resources there may be too few of: 1 for each. What every resource may hold at once is enough. */
export const scarceOf = (model: Model): Uint8Array => {
  const resources = model.calendars.length;
  const most = model.secondaryCapacity.map(() => new Float64Array(resources));
  const facts = new Float64Array(model.secondaryCapacity.length);
  for (const { resource, secondary } of model.alternatives.flat())
    for (const need of secondary)
      most[need.resource]![resource] = Math.max(most[need.resource]![resource]!, need.units);
  for (const fact of model.fixed)
    for (const need of fact?.secondary ?? []) facts[need.resource]! += need.units;
  const batches = model.batchCapacity.some((capacity) => capacity > 0);
  return Uint8Array.from(model.secondaryCapacity, (capacity, index) => {
    const wanted = most[index]!.reduce((sum, units) => sum + units, facts[index]!);
    const isAway = (model.problem.secondaryResources![index]!.away ?? []).length > 0;
    return wanted > 0 && (wanted > capacity || isAway || batches) ? 1 : 0;
  });
};

/** Whether the units of a model are few enough for turns at each of them, and enough for every need. */
export const areCountable = (model: Model): boolean => {
  const isScarce = scarceOf(model);
  const areThere = model.alternatives
    .flat()
    .every(({ secondary }) =>
      secondary.every(({ resource, units }) => units <= model.secondaryCapacity[resource]!),
    );
  return (
    areThere && model.secondaryCapacity.every((capacity, index) => !isScarce[index] || capacity <= mostUnits)
  );
};
