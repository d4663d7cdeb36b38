import type { Bilingual } from "../lib/language.ts";

export const methods = ["AOI", "SPI", "AXI"] as const;
export type Method = (typeof methods)[number];

export interface Totals {
  readonly boards: number;
  readonly calls: number;
  readonly defects: number;
  readonly rejected: number;
  readonly dpmo: number | null;
  readonly firstPassYield: number | null;
  readonly falseCallRate: number | null;
}

export interface KindCount {
  readonly kind: string;
  readonly name: Bilingual;
  readonly line: string | null;
  readonly defects: number;
  readonly rejected: number;
}

export interface Place {
  readonly designator: string;
  readonly materialId: string | null;
  readonly x: number;
  readonly y: number;
  readonly defects: number;
  readonly rejected: number;
}

export interface ChartPoint {
  readonly from: string;
  readonly boards: number;
  readonly defects: number;
  readonly value: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly signals: readonly SignalRule[];
}
export type SignalRule = "beyond3" | "twoOf3" | "fourOf5" | "eightInRow" | "sixRising";

export interface View {
  readonly totals: Totals;
  readonly kinds: readonly KindCount[];
  readonly products: readonly {
    readonly productId: string;
    readonly boards: number;
    readonly defects: number;
  }[];
  readonly chart: { readonly mean: number | null; readonly points: readonly ChartPoint[] };
}

export interface Cluster {
  readonly id: string;
  readonly text: Bilingual;
  readonly advice: Bilingual;
  readonly line: string;
  readonly method: Method;
  readonly kindName: Bilingual;
  readonly source: string;
  readonly sourceName: Bilingual;
  readonly productId: string | null;
  readonly status: "Open" | "Over" | "Closed";
  readonly firstAt: string;
  readonly lastAt: string;
  readonly endedAt: string | null;
  readonly found: number;
  readonly rejected: number;
  readonly expected: number;
  readonly boards: number;
  readonly chance: number;
  readonly tests: number;
  readonly designators: readonly string[];
  readonly alternatives: readonly Bilingual[];
  readonly closedBy: string | null;
  readonly cause: string | null;
  readonly note: string | null;
}

export interface Call {
  readonly id: string;
  readonly time: string;
  readonly method: Method;
  readonly line: string | null;
  readonly unitId: string;
  readonly panelPosition: number;
  readonly productId: string;
  readonly kindName: Bilingual;
  readonly designator: string | null;
  readonly materialId: string | null;
  readonly feeder: string | null;
  readonly measured: string | null;
  readonly value: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly valueUnit: string;
  readonly confidence: number | null;
  readonly imageId: string | null;
  readonly imageUrl: string | null;
  readonly verification: string;
}

export const callFields = `id time method line unitId panelPosition productId kindName { zh en } designator materialId feeder
  measured value lowerLimit upperLimit valueUnit confidence imageId imageUrl verification`;

export const viewQuery = `query Inspection($from: DateTime!, $to: DateTime!, $method: InspectionMethod, $line: ID, $minutes: Int!) {
  inspection(from: $from, to: $to, method: $method, line: $line) {
    totals { boards calls defects rejected dpmo firstPassYield falseCallRate }
    kinds { kind name { zh en } line defects rejected }
    products { productId boards defects }
    chart(minutes: $minutes) { mean points { from boards defects value lower upper signals } }
  }
}`;

export const placesQuery = `query Places($from: DateTime!, $to: DateTime!, $method: InspectionMethod, $line: ID, $product: ID!) {
  inspection(from: $from, to: $to, method: $method, line: $line) {
    places(product: $product) { designator materialId x y defects rejected }
  }
}`;

export const clustersQuery = `query Clusters($first: Int!) {
  defectClusters(all: true, first: $first) { id text { zh en } advice { zh en } line method kindName { zh en } source sourceName { zh en }
    productId status firstAt lastAt endedAt found rejected expected boards chance tests designators alternatives { zh en }
    closedBy cause note }
}`;

export const reviewQuery = `query Review($line: ID) { callsToVerify(first: 60, line: $line) { count calls { ${callFields} } } }`;

export const verifyMutation = `mutation Verify($id: ID!, $verdict: DefectVerdict!, $key: String!) {
  verifyDefect(id: $id, verdict: $verdict, idempotencyKey: $key) { id } }`;

export const closeMutation = `mutation CloseCluster($id: ID!, $cause: ClusterCause!, $note: String, $key: String!) {
  closeDefectCluster(id: $id, cause: $cause, note: $note, idempotencyKey: $key) { id } }`;
