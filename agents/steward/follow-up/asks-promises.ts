import { hourMs } from "../../../services/core/zone.ts";
import { deadlineAt, momentOfDeadline } from "../../runtime/format.ts";
import { asksOfOthers } from "../../runtime/spoken/about/others-hit.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { type Asks, namesNothing } from "./said.ts";

/** What else may be asked between, which has nothing to do with a date. */
const ofItsOwn =
  /为什么|为啥|谁|加.{0,2}班|缺|料|下达|取消|(?<![a-z])(?:why|who|overtime|short|missing|materials?|release|cancel|late orders?)(?![a-z])/i;
const later =
  /晚|迟|宽限|推|延|往后|放宽|(?<![a-z])(?:later|more|extra|longer|after that|wait|push\w*|extend\w*|give (?:us|me))(?![a-z])/i;

const soonest = /最早|最快|(?<![a-z])(?:earliest|soonest)(?![a-z])/i;

/** The same demand by another date, of another amount, or as soon as can be: 最晚能拖到月底吗, "and if they'd take it a week later". */
const otherDemand: Asks = (last, said) => {
  const { tool, args } = last;
  const { candidates, by } = said;
  const text = bare(said.text);
  if (tool !== "promise_date" || !args.product || !namesNothing(said)) return undefined;
  if (text.length > 60 || ofItsOwn.test(text)) return undefined;
  const amount = candidates.named.has("quantity") ? candidates.quantity[0] : args.quantity;
  if (by) return { ...args, tool, quantity: amount, by };
  if (soonest.test(text)) return { ...args, tool, quantity: amount, by: null };
  const [other, ...more] = candidates.named.has("hours") ? [] : candidates.amounts;
  if (other && more.length === 0 && text.length <= 30) return { ...args, tool, quantity: other };
  const [span, ...others] = candidates.named.has("hours") ? candidates.hours : [];
  if (!span || others.length > 0 || !args.by || !later.test(text)) return undefined;
  return {
    ...args,
    tool,
    quantity: amount,
    by: deadlineAt(new Date(momentOfDeadline(args.by).getTime() + span * hourMs)),
  };
};

/** Whether other orders would have to make room for what was promised. */
const othersHit: Asks = ({ tool, args }, said) =>
  tool === "promise_date" && args.product && namesNothing(said) && asksOfOthers(said.text)
    ? { ...args, tool, words: said.text }
    : undefined;

/** More of a date that was promised or not. */
export const promisesAsks: readonly Asks[] = [othersHit, otherDemand];
