import type { Db } from "../../services/mes/database.ts";
import { parseToolCall, type ToolCall } from "../runtime/call-schema.ts";
import { likelyChoices } from "./choices.ts";
import { askWhichLine, findNumberedLine, findStatusLine, takeAllLines } from "./decide/lines.ts";
import { askMissing } from "./decide/missing.ts";
import { settleOpen } from "./decide/open-arguments.ts";
import { type Deciding, type Decision, isDecision, type Step } from "./decide/step.ts";
import { askForRecipe, askWhichFigure, findOrder, settleChange } from "./decide/subjects.ts";
import {
  askWhichDate,
  settleStopEnd,
  takeComingHours,
  takeDeadline,
  takeLateUntil,
  takeWholeStop,
} from "./decide/times.ts";
import { askUnknownFigure } from "./decide/unknown-figure.ts";
import { askDocuments, askForUnsupported, offerNearest, tellUnknownUnit } from "./decide/unsaid.ts";
import { nameForNext, offerAboutOrder, offerUnsure } from "./decide/unsure.ts";
import { examplesOf } from "./examples.ts";
import { putRight } from "./put-right.ts";
import { askWhatIsWatched } from "./step-watched.ts";
import type { Understanding } from "./understand.ts";

/** In this order, each one given what those before made of the call: first what may not be guessed, then what is left open. */
const steps: readonly Step[] = [
  takeWholeStop,
  askWhatIsWatched,
  askForUnsupported,
  askUnknownFigure,
  askDocuments,
  offerNearest,
  tellUnknownUnit,
  askForRecipe,
  findOrder,
  askWhichFigure,
  askWhichLine,
  nameForNext,
  offerAboutOrder,
  offerUnsure,
  takeDeadline,
  takeAllLines,
  takeComingHours,
  takeLateUntil,
  findStatusLine,
  findNumberedLine,
  settleStopEnd,
  askWhichDate,
  settleChange,
  settleOpen,
  askMissing,
];

/** What is missing is asked of an order, or of all where none was spoken of. */
const ofAllOrders = (call: ToolCall, { candidates: { named } }: Understanding): ToolCall =>
  call.tool === "check_kit" && !call.order && !named.has("product") ? { tool: "short_material" } : call;

/**
 * What to do with a model's answer: act on it when every argument was said and the model was sure enough, ask the person
 * otherwise, and where the words leave an argument open.
 */
export const decide = async (
  db: Db,
  json: unknown,
  understood: Understanding,
  said: Pick<Deciding, "mentioned" | "confidence" | "least" | "language" | "text">,
): Promise<Decision> => {
  const { certain } = understood;
  const { mentioned, language, text } = said;
  const parsed = certain ? { call: certain } : parseToolCall(json);
  if ("problem" in parsed)
    return {
      doubt: { zh: "我没能读懂这句话。您是想：", en: "I could not make sense of that. Do you mean:" },
      choices: likelyChoices(undefined, mentioned, language, await examplesOf(db)),
    };
  const whole = ofAllOrders(parsed.call, understood);
  let call = certain ? whole : await putRight(db, whole, understood, text, mentioned);
  const deciding: Deciding = { db, understood, ...said, taken: whole.tool, tool: call.tool };
  for (const step of steps) {
    const stepped = await step(call, deciding);
    if (!stepped) continue;
    if (isDecision(stepped)) return stepped;
    call = stepped;
  }
  return { call };
};
