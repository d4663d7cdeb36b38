import type { Db } from "../../services/mes/database.ts";
import { shiftsOf } from "../analyst/figures/shifts.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { aheadIn } from "../runtime/spoken/periods/ahead.ts";
import { unmisread } from "./misread.ts";
import { reconsider } from "./reconsider.ts";
import type { Understanding } from "./understand.ts";

export const only = <One>([one, ...others]: readonly One[]): One | undefined =>
  others.length === 0 ? one : undefined;

/** The call that a sentence means, where the model took a neighbour of it. */
export const putRight = async (
  db: Db,
  call: ToolCall,
  { candidates, figure, now }: Understanding,
  text: string,
  mentioned: Mentioned,
): Promise<ToolCall> => {
  const { named, order, line, material, amounts } = candidates;
  const meant = unmisread(call, {
    text,
    line: named.has("line") ? only(line) : undefined,
    namedOrder: named.has("order") ? only(order) : undefined,
    mentionedOrder: mentioned.order,
  });
  return reconsider(meant, {
    text,
    asked: figure,
    ahead: aheadIn(text, now, await shiftsOf(db)),
    now,
    namesOrder: named.has("order"),
    order: only(order),
    amount: only(amounts),
    material: named.has("material") ? only(material) : undefined,
  });
};
