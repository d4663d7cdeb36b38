import type { ToolCall } from "../runtime/call-schema.ts";
import { countsFailedUnits, failedUnitWords } from "../runtime/spoken/about/faults.ts";
import { unreadIn } from "../runtime/spoken/asked/unread.ts";
import { processesIn } from "../runtime/spoken/ids/lines.ts";
import { testKinds, testLines } from "../runtime/spoken/ids/testing.ts";
import type { Asked } from "./figure-asked.ts";

const others = ["order", "material", "unit", "thing"] as const;

/** How many units failed their test, where every other word of the sentence is read too. */
export const failedUnitsAsked = ({
  text,
  candidates: { named, wish, line: lines },
  figure,
  names,
  now,
}: Asked): ToolCall | undefined => {
  const isAtTest = named.has("line")
    ? testLines(names.lines).some(({ id }) => lines.includes(id))
    : processesIn(text, names.lines).some((kind) => testKinds(names.lines).has(kind));
  // Of products only units fail, wherever that is.
  const isOfUnits = isAtTest || (figure.family ?? figure.product) !== undefined;
  if (wish !== undefined || others.some((name) => named.has(name)) || !countsFailedUnits(text, isOfUnits))
    return undefined;
  const isNarrower = figure.customer ?? figure.without ?? figure.limit;
  if (isNarrower || unreadIn(text.replaceAll(failedUnitWords, " "), names, now) !== "") return undefined;
  const [line = null, ...more] = figure.lines;
  return {
    tool: "test_failures",
    unit: null,
    product: figure.product ?? null,
    line: more.length > 0 ? null : line,
  };
};
