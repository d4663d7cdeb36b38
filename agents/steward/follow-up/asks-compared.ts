import { comparesWithIt, wantsOrderAct } from "../../runtime/spoken/about/compare-orders.ts";
import { type Asks, again, namesNothing } from "./said.ts";

const ofThose =
  /哪[张个一]|谁|齐|料|晚|迟|急|先|早|到哪|进度|怎么样|交期|(?<![a-z])(?:which|what|who|kits?|materials?|parts|late\w*|first|urgent|due|worse|worst|both|either|complete)(?![a-z])/i;

/** More of the orders that were held against each other, which their answer tells: 哪张会迟, "which one is short". */
const ofCompared: Asks = (last, said) =>
  last.tool === "compare_orders" &&
  namesNothing(said) &&
  said.text.length <= 40 &&
  ofThose.test(said.text) &&
  (!wantsOrderAct(said.text) || comparesWithIt(said.text))
    ? again(last)
    : undefined;

const why = /为什么|为啥|[咋怎么]+(?:会|这么)?[晚迟]|(?<![a-z])(?:why|how come)(?![a-z])/i;

/** Why, of the one that is late, or else is done last. */
const whyOfCompared: Asks = ({ tool, evidence }, { text }) => {
  if (tool !== "compare_orders" || text.length > 30 || !why.test(text)) return undefined;
  const planned = evidence.filter(({ facts }) => typeof facts?.["end"] === "string");
  const last = planned.toSorted((a, b) => String(b.facts?.["end"]).localeCompare(String(a.facts?.["end"])));
  const one = planned.find(({ facts }) => facts?.["late"]) ?? last[0];
  return one ? { tool: "explain_late", order: one.id } : undefined;
};

/** More of orders that were compared. */
export const comparedAsks: readonly Asks[] = [whyOfCompared, ofCompared];
