import { calledSo } from "../../services/core/customer-names.ts";
import type { Db } from "../../services/mes/database.ts";
import type { LastCall } from "../../services/mes/queries/runs.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates } from "../runtime/candidates.ts";
import { customersSaid } from "../runtime/customers-said.ts";
import { isChinese } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { ordersAsked, priorityIn, saysDueBy } from "../runtime/spoken/about/order-list.ts";
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
  { text, by, candidates: { named, thing, unit, product, numberedLines } }: Said,
): Promise<ToolCall | undefined> => {
  if (!ordersAsked(text) || unit.length > 0 || numberedLines.length > 0 || product.length > 1)
    return undefined;
  if ((["order", "line", "material"] as const).some((name) => named.has(name))) return undefined;
  const customers = thing.length > 0 ? await customersSaid(db, text) : [];
  if (thing.some((id) => !customers.includes(id))) return undefined;
  return { tool: "list_orders", ...(by && saysDueBy(text) ? { by } : {}) };
};

const late =
  /来不及|赶不(?:上|及|出)|延期|[要会有没得]晚|晚的|晚吗|晚交|迟交|逾期|误期|会不会晚|交不(?:上|了|出)|(?<![a-z])(?:late|delayed|overdue|at risk|miss (?:their|its|the) dates?)(?![a-z])/i;

/** Whether orders of a customer that it names, and of nothing else, are late: 联通的单有没有来不及的. */
export const lateOfCustomer = async (
  db: Db,
  { text, by, candidates: { named, thing } }: Said,
): Promise<ToolCall | undefined> => {
  if (!late.test(text) || (["order", "line", "material", "metric"] as const).some((name) => named.has(name)))
    return undefined;
  const customers = await customersSaid(db, text);
  if (customers.length === 0 || thing.some((id) => !customers.includes(id))) return undefined;
  return { tool: "late_orders", ...(by ? { by } : {}) };
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

/** Those of a list, or of the late ones, that have a priority: "and priority 1 only". */
export const ofPriority = ({ text, last, candidates: { named } }: Said): ToolCall | undefined => {
  if (last?.tool !== "list_orders" || text.length > 24 || named.has("order")) return undefined;
  const { words, ...args } = last.args;
  return priorityIn(text)
    ? { ...args, tool: "list_orders", words: `${text} ${words ?? last.text}` }
    : undefined;
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
