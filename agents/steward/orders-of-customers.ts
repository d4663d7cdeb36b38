import { calledSo } from "../../services/core/customer-names.ts";
import type { Db } from "../../services/mes/database.ts";
import type { LastCall } from "../../services/mes/queries/runs.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates } from "../runtime/candidates.ts";
import { customersSaid } from "../runtime/customers-said.ts";
import { isChinese } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { ordersAsked, saysDueBy } from "../runtime/spoken/about/order-list.ts";
import { goesOn } from "../runtime/spoken/goes-on.ts";
import { literally } from "../runtime/spoken/marked.ts";
import type { ToolArguments } from "../runtime/tool.ts";

/** What a sentence says, and what was said before. */
export interface Said {
  readonly text: string;
  readonly candidates: Candidates;
  readonly mentioned: Mentioned;
  readonly last: LastCall<ToolArguments> | undefined;
  /** A moment that it names. */
  readonly by: string | undefined;
}

/** Orders by how they stand, where none of them is named, nor anything else but a customer or product of theirs. */
export const ordersListed = async (
  db: Db,
  { text, by, candidates: { named, thing, unit, numberedLines } }: Said,
): Promise<ToolCall | undefined> => {
  if (!ordersAsked(text) || unit.length > 0 || numberedLines.length > 0) return undefined;
  if ((["order", "line", "material"] as const).some((name) => named.has(name))) return undefined;
  const customers = thing.length > 0 ? await customersSaid(db, text) : [];
  if (thing.some((id) => !customers.includes(id))) return undefined;
  return { tool: "list_orders", ...(by && saysDueBy(text) ? { by } : {}) };
};

/** A list of orders with another customer in place of the one that it was of. */
const listOfOther = async (
  db: Db,
  customer: string,
  { args: { words, ...args }, text }: LastCall<ToolArguments>,
): Promise<ToolCall> => {
  const before = words ?? text;
  const names = (await customersSaid(db, before)).flatMap(calledSo);
  const rest = names.reduce((left, name) => left.replace(new RegExp(literally(name), "i"), " "), before);
  return { ...args, tool: "list_orders", words: `${customer} ${rest}` };
};

/** Another customer, and nothing else, after late orders, a list of orders or the orders of one: 华北数据中心的呢. */
export const otherCustomer = async (db: Db, { text, last }: Said): Promise<ToolCall | undefined> => {
  if (!last || !["late_orders", "list_orders", "look_up"].includes(last.tool)) return undefined;
  if (text.length > 24 || !goesOn(text)) return undefined;
  const [customer, ...others] = await customersSaid(db, text);
  if (!customer || others.length > 0) return undefined;
  if (last.tool === "look_up") return { tool: "look_up", thing: customer };
  if (last.tool === "list_orders") return listOfOther(db, customer, last);
  return {
    tool: "late_orders",
    words: isChinese(text) ? `${customer} 的延期工单` : `late orders of ${customer}`,
  };
};
