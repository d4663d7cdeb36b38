import fc from "fast-check";
import type { RandomFeatures } from "./random-constrained.ts";
import type { RandomSupply } from "./random-supply.ts";

const constrained = {
  secondary: fc.boolean(),
  batch: fc.boolean(),
  lags: fc.boolean(),
  transfer: fc.boolean(),
  energy: fc.boolean(),
};

/** Any rules about resources and time. */
export const constrainedFeatures: fc.Arbitrary<RandomFeatures> = fc.record(constrained);

const supply = {
  ...constrained,
  marks: fc.boolean(),
  expiry: fc.boolean(),
  doubt: fc.boolean(),
  made: fc.boolean(),
};

/** Any rules about material, resources and time. */
export const supplyFeatures: fc.Arbitrary<RandomSupply> = fc.record(supply);

/** The same without maximum lags: what is frozen may leave no way to keep one, and then there is rightly no plan. */
export const supplyFeaturesWithoutLags: fc.Arbitrary<RandomSupply> = fc.record({
  ...supply,
  lags: fc.constant(false),
});
