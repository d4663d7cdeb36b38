import { MillwrightError } from "../../services/core/errors.ts";
import { setUpsBetween } from "../../services/mes/queries/set-ups.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { formatDuration } from "../runtime/format.ts";
import type { SetUpAsked } from "../runtime/spoken/about/set-up.ts";
import { familyOf } from "../runtime/spoken/reading.ts";
import { rowEvidence } from "./cards/card.ts";
import { span } from "./cards/product.ts";

const nameOf = ([one = "", ...others]: readonly string[]): string =>
  others.length > 0 ? familyOf(one) : one;

/**
 * How long each process is set up from one product to another, as the master data have it.
 *
 * @throws MillwrightError NOT_FOUND where the two have no process in common.
 */
export const tellSetUp = async (
  { db, clock }: Pick<ToolContext, "db" | "clock">,
  { from, to }: SetUpAsked,
): Promise<ToolResult> => {
  const setUps = await setUpsBetween(db, from, to);
  const [before, after] = [nameOf(from), nameOf(to)];
  if (setUps.length === 0)
    throw new MillwrightError("NOT_FOUND", { kind: "set-up", id: `${before} → ${after}` });
  const steps = [...Map.groupBy(setUps, ({ process }) => process)].map(([process, list]) => ({
    ...list[0]!,
    process,
    time: list.some(({ seconds }) => seconds > 0)
      ? span(
          list.map(({ seconds }) => seconds),
          formatDuration,
        )
      : null,
  }));
  return {
    text: {
      zh: `从 ${before} 换到 ${after}，每条产线换线要：${steps.map(({ process, nameZh, time }) => `${nameZh}（${process}）${time ?? "不用换"}`).join("，")}。`,
      en: `From ${before} to ${after} a line is set up in: ${steps.map(({ process, nameEn, time }) => `${nameEn}${nameEn === process ? "" : ` (${process})`} ${time ?? "no time"}`).join(", ")}.`,
    },
    rows: steps.map(({ process, nameZh, nameEn, time }) => ({
      label: { zh: `${process} ${nameZh}`, en: `${process} ${nameEn}` },
      value: time ?? "–",
    })),
    evidence: steps.map(({ process, time }) =>
      rowEvidence(
        "document",
        `${process}/${before}/${after}`,
        "setup_time",
        { process, time },
        clock.now(),
        `${before} ${after}`,
      ),
    ),
  };
};
