import type { Bilingual } from "../../../services/core/errors.ts";
import type { SaidArgument } from "../../runtime/candidates.ts";
import { choiceOf } from "../../runtime/choice.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { toolNamed } from "../../runtime/tool.ts";
import { releasable } from "./lines.ts";
import { mostOffered, type Step } from "./step.ts";
import { which } from "./which.ts";

const questions: Readonly<Partial<Record<SaidArgument, Bilingual>>> = {
  ...which,
  quantity: { zh: "按多少台算？", en: "How many pieces shall I take it as?" },
  hours: { zh: "按停多少小时算？", en: "How many hours shall I take it as?" },
  days: { zh: "按晚多少天算？", en: "How many days shall I take it as?" },
};

/** Asks for what the words leave open: an argument that may be one thing or another. */
export const settleOpen: Step = async (given, { db, understood, tool, text, language }) => {
  const { candidates, unclear } = understood;
  const { policy, arguments: taken } = toolNamed(tool);
  let call = given;
  for (const name of Object.keys(taken.shape) as SaidArgument[]) {
    // Free time is told of all lines of a kind.
    if (
      tool === "line_gaps" &&
      name === "line" &&
      candidates.numberedLines.length === 0 &&
      !pointsAtLine(text)
    )
      continue;
    const said = call[name];
    let open: readonly (string | number)[] = said === null || said === undefined ? (unclear[name] ?? []) : [];
    if (name === "line" && policy.kind === "confirm") {
      const numbered = candidates.numberedLines;
      const guessed = typeof said === "string" && numbered.includes(said) && !candidates.line.includes(said);
      const meant = numbered.length > 0 ? numbered : (unclear.line ?? []);
      if (guessed || open.length > 0) open = call.order ? await releasable(db, call.order, meant) : meant;
      if (open.length === 1) call = { ...call, line: String(open[0]) };
    }
    if (open.length > 1 || (open.length === 1 && name !== "line"))
      return {
        doubt: questions[name] ?? { zh: "您说的是哪一个？", en: "Which one do you mean?" },
        choices: open
          .slice(0, mostOffered)
          .map((value) => choiceOf(tool, { ...call, [name]: value }, language)),
        asked: { ...call, [name]: null },
      };
  }
  return call;
};
