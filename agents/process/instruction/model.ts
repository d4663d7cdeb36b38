/** A work instruction as it is stored: texts made of words and facts, each fact with where it was read. */

/** What was read somewhere: its text and its source, a key of `sources.ts`. */
export interface Fact {
  readonly text: string;
  readonly source: string;
}

/** A piece of a sentence: words of the template, which hold no figure, or a fact. */
export type Run = string | Fact;

export interface Text {
  readonly zh: readonly Run[];
  readonly en: readonly Run[];
}

/** A name in both languages. */
export interface Named {
  readonly zh: Fact;
  readonly en: Fact;
}

/** A position of the bill that the step uses. */
export interface MaterialLine {
  readonly position: Fact;
  readonly material: Fact;
  readonly name: Named;
  readonly quantity: Fact;
  readonly unit: Fact;
  /** Reference designators; null where the drawing has none. */
  readonly designators: Fact | null;
  readonly alternates: readonly { readonly rank: Fact; readonly material: Fact; readonly name: Named }[];
  readonly vendors: readonly Fact[];
  /** All pieces of an order of one bin or vendor. */
  readonly uniform: Fact | null;
}

/** A characteristic with its limits. */
export interface ParameterLine {
  readonly characteristic: Fact;
  readonly name: Named;
  readonly target: Fact | null;
  readonly lower: Fact | null;
  readonly upper: Fact | null;
  readonly unit: Fact | null;
  readonly method: Named | null;
  readonly origin: Fact | null;
}

/** A quotation of a document in force. */
export interface Quote {
  /** Key of `Instruction.passages`. */
  readonly passage: string;
  readonly text: string;
}

/** A passage of a plant document as it was when it was cited. */
export interface CitedPassage {
  readonly documentId: string;
  readonly title: string;
  readonly revision: string;
  /** Where in it: a heading, page, sheet or row. */
  readonly locator: string;
  readonly text: string;
}

/** What is drawn, and from which rows; the picture is made of it when it is shown. */
export type Figure =
  | { readonly kind: "flow"; readonly stops: readonly FlowStop[] }
  | {
      readonly kind: "placement";
      readonly points: readonly Point[];
      /** Positions that stand out. */
      readonly lit: readonly string[];
    }
  | { readonly kind: "torque"; readonly points: readonly Point[] }
  | { readonly kind: "zones"; readonly zones: readonly ParameterLine[]; readonly peak: ParameterLine | null }
  | { readonly kind: "limits"; readonly parameters: readonly ParameterLine[] }
  | {
      readonly kind: "soak";
      readonly temperature: ParameterLine;
      readonly ramp: ParameterLine | null;
      readonly seconds: Fact;
      readonly rest: Fact | null;
    }
  | {
      readonly kind: "stack";
      readonly layers: readonly { readonly name: Named; readonly position: Fact; readonly quantity: Fact }[];
    }
  | {
      readonly kind: "set-up";
      readonly unit: Named;
      readonly fixture: Named | null;
      readonly instruments: readonly { readonly name: Named; readonly reads: readonly Named[] }[];
    };

export interface FlowStop {
  readonly number: Fact;
  readonly name: Named;
  readonly own: boolean;
}

export interface Point {
  readonly designator: string;
  readonly x: number;
  readonly y: number;
  readonly side: "Top" | "Bottom";
  /** Of the bill. */
  readonly position: string;
}

export interface Step {
  /** The same in every version: what edits hang on. */
  readonly id: string;
  readonly title: Text;
  /** At most eight lines (oManual, IEEE 1874). */
  readonly action: readonly Text[];
  readonly parameters: readonly ParameterLine[];
  readonly materials: readonly MaterialLine[];
  readonly check: readonly Text[];
  /** What an engineer adds. */
  readonly notes: readonly Text[];
  readonly quotes: readonly Quote[];
  readonly figure: Figure | null;
}

/** What has to be there: a tool, a stencil, a feeder, with the units of it. */
export interface ToolNeed {
  readonly id: Fact;
  readonly name: Named;
  readonly units: Fact | null;
}

export interface LineRow {
  readonly id: Fact;
  readonly name: Named;
  /** Seconds a unit, or a batch. */
  readonly seconds: Fact;
}

/** Kinds of work that have a plan of steps of their own. */
export type Kind = "smt" | "assembly" | "burn-in" | "test" | "general";

/** In the order of a DITA task: prerequisites, context, steps, result, what comes after. */
export interface Instruction {
  readonly format: 1;
  readonly kind: Kind;
  readonly product: { readonly id: Fact; readonly name: Named };
  readonly workMaster: { readonly id: Fact; readonly version: Fact };
  readonly segment: { readonly number: Fact; readonly name: Named };
  /** Of the positions of the bill that it uses, with alternates and vendors: another hash is another bill. */
  readonly bomHash: string;
  readonly context: readonly Text[];
  readonly prerequisites: {
    readonly tools: readonly ToolNeed[];
    readonly skills: readonly Fact[];
    readonly lines: readonly LineRow[];
    readonly kit: readonly Text[];
    readonly safety: readonly Quote[];
  };
  readonly steps: readonly Step[];
  readonly result: readonly Text[];
  readonly records: readonly Text[];
  readonly after: readonly Text[];
  /** All that was read of the master data, by source. */
  readonly basis: Readonly<Record<string, string>>;
  readonly passages: Readonly<Record<string, CitedPassage>>;
}
