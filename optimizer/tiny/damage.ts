import type { Allocation, Plan, PlannedOperation } from "../plan.ts";
import type { Problem } from "../problem.ts";
import type { Random } from "../random.ts";
import { hour } from "./plant.ts";

type Change<T> = { -readonly [K in keyof T]: T[K] };

/** Takes the pieces of an allocation from another lot or receipt, now and then of another material, or a piece more or less. */
const otherPieces = (problem: Problem, allocation: Allocation, { int }: Random): Allocation => {
  const wanted = allocation.substitutes ?? allocation.material;
  const list = problem.materials;
  const own = list.find(({ id }) => id === allocation.material) ?? list[0]!;
  const material = int(3) === 0 ? list[int(list.length)]! : own;
  const supplies = [{}, ...(material.lots ?? []), ...material.receipts] as Partial<Allocation>[];
  const { time = 0, vendor, bin, expires } = supplies[int(supplies.length)]!;
  return {
    material: material.id,
    quantity: allocation.quantity + (int(4) === 0 ? int(3) - 1 : 0),
    time,
    ...(material.id === wanted ? {} : { substitutes: wanted }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(bin === undefined ? {} : { bin }),
    ...(expires === undefined ? {} : { expires }),
  };
};

/** A plan with one or two things changed by whole hours; often it breaks a rule by that, often not. */
export const damaged = (problem: Problem, plan: Plan, random: Random): Plan => {
  const { int } = random;
  const operations = plan.operations.map((place): Change<PlannedOperation> => ({ ...place }));
  const pegs = new Map(plan.pegs);
  const any = () => operations[int(operations.length)]!;
  const put = (place: Change<PlannedOperation>, start: number) => {
    place.end += start - place.start;
    place.start = start;
  };
  const changes = [
    (place: Change<PlannedOperation>) => put(place, Math.max(0, place.start + (int(9) - 4) * hour)),
    (place: Change<PlannedOperation>) => {
      place.end = Math.max(place.start + hour, place.end + (int(5) - 2) * hour);
    },
    (place: Change<PlannedOperation>) => {
      place.resource = problem.resources[int(problem.resources.length)]!.id;
    },
    (place: Change<PlannedOperation>) => {
      const other = any();
      const start = place.start;
      put(place, other.start);
      put(other, start);
    },
    (place: Change<PlannedOperation>) => {
      place.setup = Math.max(0, place.setup + (int(3) - 1) * hour);
    },
    ({ orderId, operationId }: Change<PlannedOperation>) => {
      const key = `${orderId}/${operationId}`;
      const peg = pegs.get(key);
      if (!peg || peg.allocations.length === 0) return;
      const at = int(peg.allocations.length);
      const allocations = peg.allocations
        .map((allocation, index) => (index === at ? otherPieces(problem, allocation, random) : allocation))
        .filter(({ quantity }) => quantity > 0);
      pegs.set(key, { ...peg, allocations });
    },
  ];
  for (let left = 1 + int(2); left > 0 && operations.length > 0; left -= 1)
    changes[int(changes.length)]!(any());
  return { ...plan, operations, pegs };
};
