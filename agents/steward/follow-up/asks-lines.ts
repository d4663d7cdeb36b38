import { bare } from "../../runtime/spoken/wish.ts";
import { saysOnlySubject } from "./only-subject.ts";
import type { Asks } from "./said.ts";

/** Acts and thoughts that put an order on a line. */
const putOnLine = ["move_order", "release_order", "what_if_order"] as const;
type PutsOnLine = (typeof putOnLine)[number];
const putsOnLine = (tool: string): tool is PutsOnLine => (putOnLine as readonly string[]).includes(tool);

/** How something is put on a line, of whatever kind the call before was: 放, 挪回, "back to". */
const puts =
  /还是|算了|[放挪移回搬调上去往走用选]|(?<![a-z])(?:put|back|move|go|use|switch|run|take|better|return|send|onto|into)(?![a-z])/gi;

/**
 * Another line for the order that was to be put on one, and nothing else: 还是回3线吧, "no, back to SMT-3". It is the same act again, by
 * whatever verb it is put: 放 alone would be a release.
 */
const otherLine: Asks = (
  { tool, args },
  { text, candidates: { named, line: lines }, mentioned, sameKind },
) => {
  if (!putsOnLine(tool) || !args.order || !args.line || text.length > 40) return undefined;
  if (mentioned.order && mentioned.order !== args.order) return undefined;
  const isOfOther = (["order", "product", "material", "unit", "hours", "metric"] as const).some((name) =>
    named.has(name),
  );
  const [line = sameKind, ...others] = named.has("line") ? lines : [];
  if (isOfOther || !line || others.length > 0) return undefined;
  return saysOnlySubject(bare(text).replaceAll(puts, " ")) ? { tool, order: args.order, line } : undefined;
};

export const linesAsks: readonly Asks[] = [otherLine];
