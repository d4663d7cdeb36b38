import type { Bilingual } from "../../../services/core/errors.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import type { SaidArgument } from "../../runtime/candidates.ts";
import { choiceOf } from "../../runtime/choice.ts";
import { soleProcessIn } from "../../runtime/spoken/ids/lines.ts";
import type { ToolName } from "../../runtime/tool.ts";
import { mostOffered, type Step } from "./step.ts";
import { which } from "./which.ts";

/** What a question comes to nothing without. */
const needed: Readonly<Partial<Record<ToolName, readonly SaidArgument[]>>> = {
  what_if_down: ["line"],
  what_if_late: ["material"],
  test_units: ["product", "quantity"],
  routing: ["product"],
};

const questions: Readonly<Partial<Record<SaidArgument, Bilingual>>> = {
  ...which,
  material: { zh: "您说的是哪种物料？请说料号。", en: "Which material do you mean? Say its id." },
  quantity: { zh: "要多少台？", en: "How many?" },
};

const offeredQuantities = [1, 2, 5];

/** Asks for what nobody said and nothing can be answered without; what is said next answers it. */
export const askMissing: Step = async (call, { db, text, language }) => {
  const lacked = needed[call.tool]?.find((name) => !call[name]);
  if (!lacked) return undefined;
  const { lines: all, products } = await namesOfPlant(db);
  const kind = soleProcessIn(call.words ?? text, all);
  const lines = all.filter(({ process }) => !kind || process === kind);
  const offered: Readonly<Partial<Record<SaidArgument, readonly (string | number)[]>>> = {
    line: lines.map(({ id }) => id),
    product: products,
    quantity: offeredQuantities,
  };
  return {
    doubt: questions[lacked]!,
    choices: (offered[lacked] ?? [])
      .slice(0, mostOffered)
      .map((value) => choiceOf(call.tool, { ...call, [lacked]: value }, language)),
    asked: call,
  };
};
