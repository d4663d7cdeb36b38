import { formatPercent } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import type { CauseTold } from "./diagnose.ts";

/** What stands behind a cause that an answer tells; `more` is what the question knows of it beside. */
export const causeEvidence = (
  { id, name, probability, action }: Pick<CauseTold, "id" | "name" | "probability" | "action">,
  more: Evidence["facts"],
  at: string,
): Evidence => ({
  kind: "unit",
  id,
  facts: {
    cause: `${name.zh} / ${name.en}`,
    probability: formatPercent(probability),
    action: action ? `${action.name.zh} / ${action.name.en}` : null,
    minutes: action?.minutes ?? null,
    ...more,
  },
  source: "repair",
  at,
});
