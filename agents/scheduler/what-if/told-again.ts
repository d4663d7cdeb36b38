import { canonicalJson } from "../../../services/core/ids.ts";
import { hourMs } from "../../../services/core/zone.ts";
import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import type { ToolHandler, ToolResult } from "../../runtime/context.ts";

/** For so long of plant time the same question has the same answer, unless the plan changes. */
const keptMs = hourMs;
const mostKept = 50;

/**
 * Answers a question that is asked again of the same plan with what it was answered before. A search that is stopped by time comes to
 * another plan each time it is made: who asks more of what was imagined, "who gains?", would be told of another one than the first.
 */
export const toldAgain = (handler: ToolHandler, versionOf = latestPlanVersion): ToolHandler => {
  const kept = new Map<string, { readonly at: number; readonly result: ToolResult }>();
  return async (context) => {
    const { db, clock, tool, args, text } = context;
    const { words: _, ...asked } = args;
    const key = canonicalJson({ tool, asked, text, version: await versionOf(db) });
    const now = clock.now().getTime();
    const before = kept.get(key);
    if (before && now - before.at >= 0 && now - before.at < keptMs) return before.result;
    const result = await handler(context);
    kept.delete(key);
    kept.set(key, { at: now, result });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return result;
  };
};
