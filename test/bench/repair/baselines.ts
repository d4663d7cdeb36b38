import type { RepairCase, Symptoms } from "../../../agents/repair/expert/case.ts";
import { positionOf } from "../../../agents/repair/expert/level.ts";
import { familyOf } from "../../../simulators/faults/families.ts";

/** Something that gives each cause of a family a probability. */
export interface Forecaster {
  learn(one: RepairCase): void;
  posterior(symptoms: Symptoms): ReadonlyMap<string, number>;
}

const causesOf = (family: string) => familyOf(`${family}-0`)!.causes.map(({ id }) => id);
const normal = (weights: ReadonlyMap<string, number>): Map<string, number> => {
  const sum = [...weights.values()].reduce((total, each) => total + each, 0);
  return new Map([...weights].map(([cause, weight]) => [cause, weight / sum]));
};

/** How common each cause was: in the product, else in its family. */
export const mostFrequent = (): Forecaster => {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    learn: ({ symptoms, cause }) => {
      add(`${symptoms.product} ${cause}`);
      add(`${symptoms.family} ${cause}`);
    },
    posterior: ({ product, family }) =>
      normal(
        new Map(
          causesOf(family).map((cause) => [
            cause,
            (counts.get(`${product} ${cause}`) ?? 0) + 0.1 * (counts.get(`${family} ${cause}`) ?? 0) + 0.1,
          ]),
        ),
      ),
  };
};

/** The nearest cases of the family by the Euclidean distance of what was measured in both, each with a vote. */
export const nearest = (neighbours: number): Forecaster => {
  const cases: { family: string; cause: string; at: ReadonlyMap<string, number> }[] = [];
  const place = ({ measurements }: Symptoms) =>
    new Map(measurements.map((one) => [one.step, Math.max(-4, Math.min(4, positionOf(one)))]));
  return {
    learn: ({ symptoms, cause }) => {
      cases.push({ family: symptoms.family, cause, at: place(symptoms) });
    },
    posterior: (symptoms) => {
      const own = place(symptoms);
      const near = cases
        .filter(({ family }) => family === symptoms.family)
        .map(({ cause, at }) => {
          let [sum, both] = [0, 0];
          for (const [step, value] of own) {
            const other = at.get(step);
            if (other === undefined) continue;
            sum += (value - other) ** 2;
            both += 1;
          }
          return { cause, distance: both === 0 ? Infinity : sum / both };
        })
        .sort((a, b) => a.distance - b.distance)
        .slice(0, neighbours);
      const votes = new Map(causesOf(symptoms.family).map((cause) => [cause, 0.05]));
      for (const { cause } of near) votes.set(cause, (votes.get(cause) ?? 0) + 1);
      return normal(votes);
    },
  };
};

/**
 * An order that an engineer wrote down once: for each step that may fail first, the causes by how strongly they are known
 * to move it. It is taken from the plant's own fault model, so the engineer knows the boards perfectly, but learns nothing.
 */
export const fixedOrder = (): Forecaster => ({
  learn: () => {},
  posterior: ({ family, measurements }) => {
    const failed = measurements.find(
      ({ value, lower, upper }) =>
        (lower !== undefined && value < lower) || (upper !== undefined && value > upper),
    );
    const { causes } = familyOf(`${family}-0`)!;
    return normal(
      new Map(
        causes.map(({ id, weight, signature }) => [
          id,
          0.01 + weight * Math.abs(failed ? (signature[failed.step] ?? 0) : 0),
        ]),
      ),
    );
  },
});
