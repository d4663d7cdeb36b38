import type { ToolCall } from "../runtime/call-schema.ts";
import { countsFailedUnits, failedUnitWords } from "../runtime/spoken/about/faults.ts";
import { oftenWords, repairsAtLeast } from "../runtime/spoken/about/repaired-often.ts";
import { unreadIn } from "../runtime/spoken/asked/unread.ts";
import { processesIn } from "../runtime/spoken/ids/lines.ts";
import { testKinds, testLines } from "../runtime/spoken/ids/testing.ts";
import { inDigits } from "../runtime/spoken/periods/figures.ts";
import type { Asked } from "./figure-asked.ts";

const others = ["order", "material", "unit", "thing"] as const;

/** Whether a sentence narrows units to what they are not told apart by. */
const isNarrower = ({ customer, without, limit }: Asked["figure"]): boolean =>
  (customer ?? without ?? limit) !== undefined;

/** How many units failed their test, or were repaired how often, where every other word of the sentence is read too. */
export const failedUnitsAsked = ({
  text,
  candidates: { named, wish, line: lines },
  figure,
  names,
  now,
}: Asked): ToolCall | undefined => {
  if (wish !== undefined || others.some((name) => named.has(name)) || isNarrower(figure)) return undefined;
  const isRead = (rest: string) => unreadIn(rest, names, now) === "";
  if (
    repairsAtLeast(text) !== undefined &&
    figure.shift === undefined &&
    isRead(inDigits(text).replaceAll(oftenWords, " "))
  )
    return { tool: "diagnose_unit", unit: null };
  const isAtTest = named.has("line")
    ? testLines(names.lines).some(({ id }) => lines.includes(id))
    : processesIn(text, names.lines).some((kind) => testKinds(names.lines).has(kind));
  // Of products only units fail, wherever that is.
  const isOfUnits = isAtTest || (figure.family ?? figure.product) !== undefined;
  if (!countsFailedUnits(text, isOfUnits) || !isRead(text.replaceAll(failedUnitWords, " "))) return undefined;
  const [line = null, ...more] = figure.lines;
  return {
    tool: "test_failures",
    unit: null,
    product: figure.product ?? null,
    line: more.length > 0 ? null : line,
  };
};
