import { contradictions } from "../../../optimizer/schema/contradictions.ts";
import { tellContradiction } from "../../../optimizer/tell.ts";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { ToolResult } from "../../runtime/context.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { openSnapshot } from "../desk/snapshot.ts";

/**
 * What of the facts that the plan in force was made from cannot all be so, with what would mend it: somebody should look at what was
 * reported. Nothing where the plan does not remember its facts.
 */
export const factsApart = async (db: Db): Promise<Bilingual[]> => {
  const snapshot = await openSnapshot(db).catch((error) => {
    if (error instanceof MillwrightError && error.code === "PLAN_MISSING") return undefined;
    throw error;
  });
  if (!snapshot) return [];
  const { problem, plan, times } = snapshot;
  return contradictions(problem, plan).map((one) => tellContradiction(one, times));
};

const mostShown = 5;

/** The same as an answer about the plan in force tells it: a sentence behind the others, a row each, and what the evidence holds. */
export const tellFactsApart = async (
  desk: Desk,
  language: keyof Bilingual,
): Promise<{
  readonly text: Bilingual;
  readonly rows: NonNullable<ToolResult["rows"]>;
  readonly facts: Evidence["facts"];
}> => {
  const apart = await desk.ask("factsApart");
  const [first] = apart;
  const more = apart.length - 1;
  return {
    text: {
      zh: first
        ? `现场报来的情况有矛盾，计划已绕开：${first.zh}${more > 0 ? `（另有 ${more} 处）` : ""}。`
        : "",
      en: first
        ? ` What was reported cannot all be so, and is planned around: ${first.en}${more > 0 ? ` (${more} more)` : ""}.`
        : "",
    },
    rows: apart
      .slice(0, mostShown)
      .map((one) => ({ label: { zh: "矛盾", en: "Contradiction" }, value: one[language] })),
    facts: { contradictions: apart.length, contradiction: first?.en ?? null },
  };
};
