import { said } from "../../services/core/errors/said.ts";
import type { ErrorDetails, MillwrightError } from "../../services/core/errors.ts";
import type { Check } from "../runtime/context.ts";
import type { Evidence } from "../runtime/tool.ts";
import { alternativesOf } from "./alternatives.ts";

type Kind = Evidence["kind"];

/** Details that name the thing that an error is about, the one that says most of it first. */
const subjects = [
  ["order", "order"],
  ["id", "order"],
  ["cell", "equipment"],
  ["line", "equipment"],
  ["machine", "equipment"],
  ["unit", "unit"],
  ["run", "job"],
  ["metric", "figure"],
  ["file", "document"],
] as const satisfies readonly (readonly [detail: string, Kind])[];

/** What an id is the id of, by the kind that a NOT_FOUND tells or the argument that other values are offered for. */
const kindOfId: Readonly<Record<string, Kind>> = {
  line: "equipment",
  material: "material",
  product: "material",
  unit: "unit",
  person: "person",
  tool: "tool",
  plan: "plan",
  document: "document",
  cell: "equipment",
  vehicle: "equipment",
  material_lot: "lot",
  job_order: "job",
  routing: "material",
  "plan proposal": "plan",
  "work instruction": "document",
  "cell run": "job",
};

const subjectOf = ({ code, details }: MillwrightError, argument: string | undefined) => {
  const [name, kind] = subjects.find(([detail]) => (details[detail] ?? "") !== "") ?? [];
  if (!name) return { name, kind: "tool" as const, id: code };
  const asked = name === "id" ? (argument ?? String(details["kind"] ?? "")) : "";
  return { name, kind: kindOfId[asked] ?? kind, id: said(name, details[name]!, "en") };
};

/** A detail as the sentence says it, so that every figure of the sentence is one of the evidence. */
const factOf = (name: string, value: ErrorDetails[string]): Evidence["facts"][string] =>
  typeof value === "number" || typeof value === "boolean" || value === null ? value : said(name, value, "en");

/** What stands in the way, with all that the error itself looked up as its evidence. */
export const failedCheck = (error: MillwrightError, now: Date): Check => {
  const alternatives = alternativesOf(error);
  const { name: subject, kind, id } = subjectOf(error, alternatives?.argument);
  const rest = Object.entries(error.details).filter(([name]) => name !== subject);
  const facts = Object.fromEntries(rest.map(([name, value]) => [name, factOf(name, value)]));
  return {
    status: "fail",
    summary: error.bilingual,
    evidence:
      subject || rest.length > 0 ? [{ kind, id, facts, source: error.code, at: now.toISOString() }] : [],
    ...(alternatives ? { alternatives } : {}),
  };
};
