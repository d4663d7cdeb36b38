import type { Drift } from "../../../../agents/analyst/capability/drift.ts";
import type { Characteristic } from "../../../../agents/analyst/capability/study.ts";
import { fewTold, noIndexTold } from "../../../../agents/analyst/capability/words.ts";
import type { Index } from "../../../../agents/analyst/statistics/capability.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

const IndexType = builder.objectRef<Index>("CapabilityIndex").implement({
  description: "A capability index with its 95 % confidence interval (Bissell 1990).",
  fields: (t) => ({
    value: t.exposeFloat("value", { description: "The index as measured." }),
    low: t.exposeFloat("low", { description: "Lower end of the interval." }),
    high: t.exposeFloat("high", { description: "Upper end of the interval." }),
  }),
});

const DriftType = builder.objectRef<Drift>("CharacteristicDrift").implement({
  description:
    "By how much the level of the last quarter of a stretch is beside that before it, of values within limits.",
  fields: (t) => ({
    before: t.exposeFloat("before", { description: "Mean before the last quarter." }),
    after: t.exposeFloat("after", { description: "Mean in the last quarter." }),
    shift: t.exposeFloat("shift", {
      description: "The move in standard deviations of before; negative for down.",
    }),
  }),
});

export const CharacteristicType = builder.objectRef<Characteristic>("Characteristic").implement({
  description:
    "A characteristic (ISO 22514-1): what a step of a product's test measures, and how it keeps to its limits. Of each unit its first test at a station counts, passed or failed.",
  fields: (t) => ({
    productId: t.exposeString("product"),
    step: t.exposeString("step", { description: "Step of the test program." }),
    name: t.expose("name", {
      type: BilingualText,
      description: "The step in words; its id where none are known.",
    }),
    station: t.exposeString("station", {
      nullable: true,
      description: "Tester; null for all testers together, whose spread within is that within each of them.",
    }),
    stations: t.exposeStringList("stations", { description: "The testers that it was measured at." }),
    unit: t.exposeString("unit", { description: "Unit of measure; empty for none." }),
    lowerLimit: t.float({
      nullable: true,
      description: "Lower specification limit, as the latest test had it; null for none.",
      resolve: ({ lower }) => lower ?? null,
    }),
    upperLimit: t.float({
      nullable: true,
      description: "Upper specification limit, as the latest test had it; null for none.",
      resolve: ({ upper }) => upper ?? null,
    }),
    limitsChanged: t.exposeBoolean("limitsChanged", {
      description: "Tests of the stretch had other limits too.",
    }),
    values: t.int({
      description: "Values that were measured.",
      resolve: ({ capability }) => capability.values,
    }),
    outside: t.exposeInt("outside", { description: "Of them beyond the limits of their tests." }),
    least: t.exposeFloat("least", { description: "The smallest value." }),
    greatest: t.exposeFloat("greatest", { description: "The greatest value." }),
    mean: t.float({ description: "Mean of the values.", resolve: ({ capability }) => capability.mean }),
    sigmaWithin: t.float({
      nullable: true,
      description:
        "Standard deviation within: of moving ranges (d2), of all testers within each, or of the ranges of subgroups; null for a single value.",
      resolve: ({ capability }) => capability.within ?? null,
    }),
    sigmaOverall: t.float({
      nullable: true,
      description: "Standard deviation of all values; null for a single one.",
      resolve: ({ capability }) => capability.overall ?? null,
    }),
    cp: t.float({
      nullable: true,
      description:
        "Cp (ISO 22514-2): room between both limits over 6 σ within; null for one limit alone, or where note says why.",
      resolve: ({ capability }) => capability.cp ?? null,
    }),
    cpk: t.field({
      type: IndexType,
      nullable: true,
      description: "Cpk: room to the nearer limit over 3 σ within; null where note says why.",
      resolve: ({ capability }) => capability.cpk ?? null,
    }),
    pp: t.float({
      nullable: true,
      description: "Pp: as Cp, by the overall standard deviation; null as there.",
      resolve: ({ capability }) => capability.pp ?? null,
    }),
    ppk: t.field({
      type: IndexType,
      nullable: true,
      description: "Ppk: as Cpk, by the overall standard deviation; null where note says why.",
      resolve: ({ capability }) => capability.ppk ?? null,
    }),
    isFew: t.boolean({
      description: "Fewer values than the 100 that AIAG asks for: go by the interval.",
      resolve: ({ capability }) => capability.isFew,
    }),
    note: t.field({
      type: BilingualText,
      nullable: true,
      description: "Why there is no index, or that it rests on few values; null for neither.",
      resolve: ({ capability: { none, isFew } }) => (none ? noIndexTold[none] : isFew ? fewTold : null),
    }),
    drift: t.expose("drift", {
      type: DriftType,
      nullable: true,
      description:
        "Where the level at a tester has moved of late by half a standard deviation or more, and not by chance; null where it has not, and for all testers together.",
    }),
  }),
});
