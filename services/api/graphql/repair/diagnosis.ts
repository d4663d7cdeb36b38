import {
  type ActionTold,
  type Advice,
  type CauseTold,
  type CheckTold,
  type Diagnosis,
  diagnose,
} from "../../../../agents/repair/diagnose.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";
import { FindingInput, findingsOf } from "./findings.ts";
import { TestType, UnitType } from "./unit.ts";

const ActionType = builder.objectRef<ActionTold>("RepairAction").implement({
  description: "A repair of the plant's catalogue.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes", { description: "Usual working time, minutes." }),
    cost: t.exposeFloat("cost", { description: "Of material." }),
    material: t.exposeString("material", {
      nullable: true,
      description: "What it uses up, in words or as a material's id; null for nothing.",
    }),
  }),
});

const CauseType = builder.objectRef<CauseTold>("ProbableCause").implement({
  description: "A cause of the fault, with how probable it is and what mends it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    noFault: t.exposeBoolean("noFault", {
      description: "Nothing is wrong with the unit itself: a contact or the tester.",
    }),
    probability: t.exposeFloat("probability", { description: "0 to 1; those of all causes add up to 1." }),
    action: t.expose("action", {
      type: ActionType,
      nullable: true,
      description: "What mends it; null where the catalogue has nothing.",
    }),
    casesOfProduct: t.int({
      description: "Repairs of this cause that were learnt, of the product itself.",
      resolve: ({ cases }) => cases.product,
    }),
    casesOfFamily: t.int({
      description: "Repairs of this cause that were learnt, of the product's family.",
      resolve: ({ cases }) => cases.family,
    }),
    alike: t.field({
      type: ["String"],
      description: "Units with this cause among those that failed most alike.",
      resolve: ({ alike }) => [...alike],
    }),
  }),
});

const CheckType = builder.objectRef<CheckTold>("RepairCheck").implement({
  description: "A look at a unit that tells causes apart.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes", { description: "Usual working time, minutes." }),
    found: t.exposeBoolean("found", {
      nullable: true,
      description: "What the look found; null while nobody has looked.",
    }),
  }),
});

const AdviceType = builder.objectRef<Advice>("RepairAdvice").implement({
  description: "The look or repair that comes next, by probability, cost and value of information.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "check, repair or give-up." }),
    check: t.expose("check", {
      type: CheckType,
      nullable: true,
      description: "Look to take; null unless kind is check.",
    }),
    cause: t.expose("cause", {
      type: CauseType,
      nullable: true,
      description: "Cause to mend; null unless kind is repair.",
    }),
    expectedCost: t.exposeFloat("expectedCost", {
      description: "Expected cost until the unit is mended or given up; a technician's minute counts 1.",
    }),
    saves: t.exposeFloat("saves", { description: "What the look saves against repairing at once." }),
  }),
});

const DiagnosisType = builder.objectRef<Diagnosis>("Diagnosis").implement({
  description: "What is probably wrong with a unit, and what to do next.",
  fields: (t) => ({
    unit: t.expose("unit", { type: UnitType, description: "The unit that is asked about." }),
    test: t.expose("test", {
      type: TestType,
      nullable: true,
      description: "The failed test that is explained; null where the unit never failed.",
    }),
    causes: t.field({
      type: [CauseType],
      description: "The most probable first; none where the product's family has no catalogue.",
      resolve: ({ causes }) => [...causes],
    }),
    checks: t.field({
      type: [CheckType],
      description: "What can be looked at, and what looks have found already.",
      resolve: ({ checks }) => [...checks],
    }),
    advice: t.expose("advice", {
      type: AdviceType,
      nullable: true,
      description: "What to do next; null for a unit that does not wait for repair.",
    }),
    learnt: t.exposeInt("learnt", { description: "Repairs that the expert has learnt from." }),
  }),
});

builder.queryField("diagnosis", (t) =>
  t.field({
    type: DiagnosisType,
    description: "What is probably wrong with a unit, and what to do next.",
    args: {
      unitId: t.arg.id({ required: true }),
      findings: t.arg({
        type: [FindingInput],
        description: "What looks found that are not written down yet.",
      }),
    },
    resolve: (_root, { unitId, findings }, { db, repairs }) =>
      diagnose(db, repairs, String(unitId), findingsOf(findings)),
  }),
);
