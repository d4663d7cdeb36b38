import { MillwrightError } from "../../services/core/errors.ts";
import { timesAsRead } from "../../services/core/said-time.ts";
import { dayMs, hourMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { type Order, orderById } from "../../services/mes/queries/orders.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { choiceOf } from "../runtime/choice.ts";
import { deadlineAt, formatPlantTime, plantDayTime } from "../runtime/format.ts";
import { addsPieces, movesDate, saysDue, saysQuantity, timesSaid } from "../runtime/spoken/about/change.ts";
import { mostPieces } from "../runtime/tool.ts";
import type { Doubt } from "./decide/step.ts";
import type { Understanding } from "./understand.ts";

/** Days by which a due date is offered to be later. */
const offeredDays = [1, 3, 7];

/** The order that is to change; what is wrong with it is told when it is checked. */
const orderOf = async (db: Db, id: string): Promise<Order | undefined> => {
  try {
    return await orderById(db, id);
  } catch (error) {
    if (error instanceof MillwrightError && !error.retryable) return undefined;
    throw error;
  }
};

/** The due date that a sentence says by how much it moves: "推迟两天", "three days later". */
const movedDue = (
  order: Order,
  { candidates: { named, hours } }: Understanding,
  text: string,
): string | undefined => {
  const direction = movesDate(text);
  const [span, ...others] = named.has("hours") ? hours : [];
  if (!direction || span === undefined || others.length > 0) return undefined;
  return deadlineAt(new Date(order.dueTime.getTime() + direction * span * hourMs));
};

/** Asks what an order is to become of which neither is said. */
const askToWhat = (call: ToolCall, order: Order, text: string, now: Date, language: "zh" | "en"): Doubt => {
  const due = timesAsRead(formatPlantTime(order.dueTime), language);
  const ofQuantity = saysQuantity(text) && !saysDue(text);
  const ofDue = saysDue(text) && !saysQuantity(text);
  const is = {
    zh: `${order.id} 现在是 ${order.quantity} 台，交期 ${due}。`,
    en: `${order.id} has ${order.quantity} units and is due ${due}. `,
  };
  const from = Math.max(order.dueTime.getTime(), now.getTime());
  const days = ofQuantity ? [] : offeredDays.map((count) => plantDayTime(new Date(from + count * dayMs)).day);
  return {
    doubt: ofQuantity
      ? { zh: `${is.zh}改成多少台？`, en: `${is.en}How many shall it be?` }
      : ofDue
        ? { zh: `${is.zh}交期改到哪天？`, en: `${is.en}To which date shall it move?` }
        : {
            zh: `${is.zh}改成多少台，或交期改到哪天？`,
            en: `${is.en}How many shall it be, or due when?`,
          },
    choices: days.map((by) => choiceOf(call.tool, { ...call, by }, language)),
    asked: call,
  };
};

/** Whether so many pieces are what is there to be, or are added to what there is. */
const askWhether = (
  call: ToolCall,
  { id, quantity: now }: Order,
  said: number,
  sign: 1 | -1,
  language: "zh" | "en",
): Doubt => {
  const sum = now + sign * said;
  const meant = [sum, said].filter((one) => one >= 1 && one <= mostPieces && one !== now);
  return {
    doubt: {
      zh: `${id} 现在是 ${now} 台。请选择改成多少台：`,
      en: `${id} has ${now} units. How many shall it be?`,
    },
    choices: meant.map((quantity) => choiceOf(call.tool, { ...call, quantity }, language)),
    asked: { ...call, quantity: null },
  };
};

/**
 * What a change of an order comes to: the date that it moves to, where only by how much is said; a question where neither a
 * quantity nor a date is, or where the quantity may be what is added.
 */
export const settleOrderChange = async (
  db: Db,
  given: ToolCall,
  understood: Understanding,
  text: string,
  language: "zh" | "en",
): Promise<{ readonly call: ToolCall } | Doubt> => {
  const { candidates, unclear, end, now, certain } = understood;
  const order = given.order ? await orderOf(db, given.order) : undefined;
  if (!order) return { call: given };
  // A number that is the order's own is not said a second time as a quantity.
  const isOwn = given.quantity === Number(/\d+$/.exec(order.id)?.[0]) && !candidates.named.has("quantity");
  const times = given.quantity ? undefined : timesSaid(text);
  const quantity = isOwn ? null : (given.quantity ?? (times ? Math.ceil(order.quantity * times) : null));
  const by = given.by ?? end ?? movedDue(order, understood, text);
  const call: ToolCall = { ...given, quantity, ...(by ? { by } : {}) };
  if (!quantity && unclear.quantity?.length === 1)
    return {
      doubt: {
        zh: `一张工单最多 ${mostPieces} 台。${order.id} 改成多少台？`,
        en: `An order has ${mostPieces} units at most. How many shall ${order.id} be?`,
      },
      choices: [],
      asked: { ...call, quantity: null },
    };
  if (!quantity && (unclear.quantity?.length ?? 0) > 1) return { call };
  if (!quantity && !by) return askToWhat(call, order, text, now, language);
  const sign = quantity && !times && !certain ? addsPieces(text, quantity) : undefined;
  return quantity && sign ? askWhether(call, order, quantity, sign, language) : { call };
};
