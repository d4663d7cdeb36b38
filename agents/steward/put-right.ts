import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { shiftsOf } from "../analyst/figures/shifts.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { soleProcessIn } from "../runtime/spoken/ids/lines.ts";
import { testKinds, testLines } from "../runtime/spoken/ids/testing.ts";
import { aheadIn } from "../runtime/spoken/periods/ahead.ts";
import { actRules } from "./put-right/acts.ts";
import { figureRules } from "./put-right/figures.ts";
import type { Heard } from "./put-right/heard.ts";
import { plannerRules } from "./put-right/planners.ts";
import { subjectRules } from "./put-right/subjects.ts";
import type { Understanding } from "./understand.ts";

const only = <One>([one, ...others]: readonly One[]): One | undefined =>
  others.length === 0 ? one : undefined;

/** In this order, each one given what the one before made of the call. */
const rules = [...plannerRules, ...actRules, ...subjectRules, ...figureRules];

/** The call that the words mean, where the model took a neighbour of it. */
export const meantBy = (call: ToolCall, heard: Heard): ToolCall =>
  rules.reduce((meant, rule) => rule(meant, heard) ?? meant, call);

/** An order is let go on: to a line where it is none of those on hold. */
const letsGo = /放行|放出|放下去|放(?:了|吧|掉)|投产|投料/;
const letGo = async (db: Db, call: ToolCall, text: string): Promise<ToolCall> => {
  if (call.tool !== "resume_order" || !call.order || !letsGo.test(text)) return call;
  const order = await db
    .selectFrom("work_order")
    .select("held")
    .where("id", "=", call.order)
    .executeTakeFirst();
  return order?.held === false
    ? { tool: "release_order", order: call.order, line: call.line ?? "earliest" }
    : call;
};

/** The same for a sentence as it was understood. */
export const putRight = async (
  db: Db,
  call: ToolCall,
  { candidates, figure, now, end }: Understanding,
  text: string,
  mentioned: Mentioned,
): Promise<ToolCall> => {
  const { named, order, line, product, material, amounts, hours } = candidates;
  const { lines } = await namesOfPlant(db);
  const lineNamed = named.has("line") ? only(line) : undefined;
  const kind = soleProcessIn(text, lines);
  const meant = meantBy(call, {
    text,
    asked: figure,
    ahead: aheadIn(text, now, await shiftsOf(db)),
    now,
    line: lineNamed,
    kind,
    isTested: lineNamed
      ? testLines(lines).some(({ id }) => id === lineNamed)
      : [kind, figure.kind].some((one) => one !== undefined && testKinds(lines).has(one)),
    namedOrder: named.has("order") ? only(order) : undefined,
    mentionedOrder: mentioned.order,
    namesOrder: named.has("order"),
    order: only(order),
    amount: only(amounts),
    product: named.has("product") ? only(product) : undefined,
    material: named.has("material") ? only(material) : undefined,
    hours: named.has("hours") ? only(hours) : undefined,
    end,
  });
  return letGo(db, meant, text);
};
