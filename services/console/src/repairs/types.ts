import type { Bilingual } from "../lib/language.ts";

export interface Measurement {
  readonly step: string;
  readonly name: Bilingual;
  readonly value: number;
  readonly unit: string;
  readonly expected: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly failed: boolean;
}

/** A unit that waits for repair or for its test. */
export interface WaitingUnit {
  readonly id: string;
  readonly productId: string;
  readonly status: string;
  readonly changedAt: string;
  readonly repairCount: number;
  /** What its latest failed test measured outside the limits, in the order of the test. */
  readonly failedMeasurements: readonly Measurement[];
}

export interface Cause {
  readonly id: string;
  readonly name: Bilingual;
  readonly noFault: boolean;
  readonly probability: number;
  readonly action: {
    readonly id: string;
    readonly name: Bilingual;
    readonly minutes: number;
    readonly cost: number;
    readonly material: string | null;
  } | null;
  readonly casesOfProduct: number;
  readonly casesOfFamily: number;
  readonly alike: readonly string[];
}

export interface Check {
  readonly id: string;
  readonly name: Bilingual;
  readonly minutes: number;
  readonly found: boolean | null;
}

export interface Repair {
  readonly id: string;
  readonly attempt: number;
  readonly time: string;
  readonly causeId: string;
  readonly result: string;
  readonly verified: boolean | null;
}

export interface Diagnosis {
  readonly learnt: number;
  readonly unit: Omit<WaitingUnit, "failedMeasurements"> & {
    readonly product: Bilingual;
    readonly workOrderId: string | null;
    readonly line: string | null;
    readonly simulated: boolean;
    readonly repairs: readonly Repair[];
  };
  readonly test: {
    readonly id: string;
    readonly station: string;
    readonly time: string;
    readonly measurements: readonly Measurement[];
  } | null;
  readonly causes: readonly Cause[];
  readonly checks: readonly Check[];
  readonly advice: {
    readonly kind: "check" | "repair" | "give-up";
    readonly check: { readonly id: string } | null;
    readonly cause: { readonly id: string } | null;
  } | null;
}

export interface Finding {
  readonly check: string;
  readonly found: boolean;
}

export interface WaitingPage {
  readonly waitingUnits: readonly WaitingUnit[];
  readonly waitingUnitCount: { readonly failed: number; readonly retest: number };
}

export const pageSize = 100;
const measured = "step name { zh en } value unit expected lowerLimit upperLimit failed";
export const waitingQuery = `query Waiting($first: Int!, $skip: Int!) {
  waitingUnits(first: $first, skip: $skip) { id productId status changedAt repairCount failedMeasurements { ${measured} } }
  waitingUnitCount { failed retest } }`;

export const diagnosisQuery = `query Diagnosis($id: ID!, $findings: [RepairFindingInput!]) {
  diagnosis(unitId: $id, findings: $findings) {
    learnt
    unit { id productId product { zh en } status changedAt repairCount workOrderId line simulated
      repairs { id attempt time causeId result verified } }
    test { id station time measurements { ${measured} } }
    causes { id name { zh en } noFault probability casesOfProduct casesOfFamily alike
      action { id name { zh en } minutes cost material } }
    checks { id name { zh en } minutes found }
    advice { kind check { id } cause { id } }
  }
}`;

export const recordMutation = `mutation Record($unitId: ID!, $outcome: RepairOutcome!, $causeId: String, $findings: [RepairFindingInput!], $key: String!) {
  recordRepair(unitId: $unitId, outcome: $outcome, causeId: $causeId, findings: $findings, idempotencyKey: $key) { id status }
}`;
