import type { Bilingual } from "../../../services/core/errors.ts";
import type { PlanReason } from "../../../services/mes/schema/plan.ts";
import { tellHappening } from "./disruption.ts";

/** Why a plan was made, in a sentence without an end; what a person said stays as it was said. */
export const tellReason = (reason: PlanReason): Bilingual => {
  switch (reason.kind) {
    case "first":
      return { zh: "首次排产", en: "first plan" };
    case "asked":
      return { zh: reason.text, en: reason.text };
    case "repair":
      return tellHappening(reason.happening);
  }
};
