/** One measurement of a test run against its limits; a limit that is not given does not bind. */
export interface Measurement {
  readonly step: string;
  readonly value: number;
  readonly expected?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/** What is known of a failed unit before anybody opens it. */
export interface Symptoms {
  readonly product: string;
  readonly family: string;
  /** Where it was made and where it was tested. */
  readonly line?: string | undefined;
  readonly station?: string | undefined;
  readonly measurements: readonly Measurement[];
}

/** What looks at the unit found, by check. */
export type Findings = Readonly<Record<string, boolean>>;

/** A labelled repair: what a failed unit looked like, and what it was. */
export interface RepairCase {
  readonly id: string;
  /** Serial number: a unit that fails of one fault and later of another is two cases. */
  readonly unit: string;
  readonly symptoms: Symptoms;
  readonly findings: Findings;
  readonly cause: string;
  /** Causes that were repaired before and were not it, or came back, in order. */
  readonly before: readonly string[];
}

export interface Action {
  readonly id: string;
  readonly cause: string;
  readonly minutes: number;
  /** Of material, in money. */
  readonly cost: number;
}

export interface Check {
  readonly id: string;
  readonly minutes: number;
}

/** What may be wrong with the products of a family, and what can be done. */
export interface Catalogue {
  readonly family: string;
  readonly causes: readonly string[];
  readonly actions: readonly Action[];
  readonly checks: readonly Check[];
}
