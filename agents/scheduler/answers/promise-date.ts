import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { formatDeadline, formatPlantTime, languageIn, momentOfDeadline } from "../../runtime/format.ts";
import { asksOfOthers } from "../../runtime/spoken/about/others-hit.ts";
import { namedProduct } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import type { Facts } from "./questions.ts";
import { type Asked, latenessOf, tellDeadline } from "./tell-promise.ts";
import { tellWithheld } from "./withheld.ts";

const priority = 5;
const offeredQuantities = [50, 100, 200, 500];
/** When a new order could be done, what holds it back, and what would bring it forward. */
export const promiseDate = async (context: ToolContext, desk: Desk): Promise<ToolResult> => {
  const { args, text } = context;
  const answer = await promised(context, desk);
  if (!args.product || !args.quantity || !asksOfOthers(text)) return answer;
  return {
    ...answer,
    text: {
      zh: `别的工单不会被挤：交期只用计划里空着的产能和没人要的料来算，没有工单为它挪动。${answer.text.zh}`,
      en: `No other order is put off: a date is reckoned with only the free time and material that the plan leaves, and no order is moved for it. ${answer.text.en}`,
    },
  };
};

const promised = async ({ db, clock, args, text }: ToolContext, desk: Desk): Promise<ToolResult> => {
  const now = clock.now();
  const { quantity } = args;
  const language = languageIn(text);
  const named = await namedProduct({ db }, args.product);
  if ("offered" in named)
    return {
      text: { zh: "您问的是哪个产品？", en: "Which product do you mean?" },
      evidence: [],
      choices: named.offered.map((product) => choiceOf("promise_date", { ...args, product }, language)),
    };
  const { product } = named;
  const { id } = product;
  if (!quantity)
    return {
      text: { zh: `${id} 要多少台？`, en: `How many ${id}?` },
      evidence: [],
      choices: offeredQuantities.map((offered) =>
        choiceOf("promise_date", { ...args, quantity: offered }, language),
      ),
    };

  const { by } = args;
  const inquiry = { productId: id, quantity, dueTime: by ? momentOfDeadline(by) : now, priority };
  const { answer, part } = by
    ? await desk.ask("promiseInTime", now, inquiry)
    : { answer: await desk.ask("promiseOrder", now, inquiry), part: undefined };
  const { planVersion, end, heldBackBy, holding, sooner, operations } = answer;
  // Its quantity is that of a material, not what is asked for.
  const { quantity: heldQuantity, ...holds } = holding;
  const late = by ? latenessOf(end, inquiry.dueTime) : undefined;
  const plan = (facts: Evidence["facts"], suffix = "", label?: string): Evidence => ({
    kind: "plan",
    id: `PLAN-${planVersion}${suffix}`,
    ...(label ? { label } : {}),
    facts,
    source: "plan_snapshot",
    at: now.toISOString(),
  });
  const evidence: Evidence[] = [
    plan(
      {
        version: planVersion,
        product: id,
        quantity,
        end: end ? formatPlantTime(end) : null,
        ...(by ? { deadline: formatDeadline(by) } : {}),
        ...(late ? { late: late.en } : {}),
        ...holds,
        ...(heldQuantity === undefined ? {} : { heldQuantity }),
      },
      "",
      product.name_en,
    ),
    ...(part
      ? [plan({ product: id, inTime: part.quantity, end: formatPlantTime(part.end) }, "/in-time")]
      : []),
    ...sooner.map(({ facts }, index) => plan(facts, `/${index + 1}`)),
  ];
  const rows = [
    ...operations.map((operation) => ({
      label: {
        zh: `工序 ${operation.segment} ${operation.equipmentId}`,
        en: `Segment ${operation.segment} ${operation.equipmentId}`,
      },
      value: `${formatPlantTime(operation.start)} – ${formatPlantTime(operation.end)}`,
    })),
    ...(end
      ? sooner.map(({ how, gainSeconds }) => ({
          label: how,
          value: `→ ${formatPlantTime(new Date(end.getTime() - gainSeconds * 1_000))}`,
        }))
      : []),
  ];
  const held = {
    zh: heldBackBy.zh,
    en: `${holding["operation"] ? "segment " : ""}${heldBackBy.en}`,
  };
  if (by) {
    const asked: Asked = { product: id, quantity, by, due: inquiry.dueTime };
    const choices = part ? [choiceOf("promise_date", { ...args, quantity: part.quantity }, language)] : [];
    return {
      text: tellDeadline(asked, answer, part, held),
      rows,
      evidence,
      ...(choices.length > 0 ? { choices } : {}),
    };
  }
  if (!end) {
    const why = missing(holding) ?? heldBackBy;
    return {
      text: {
        zh: `${quantity} 台 ${id} 现在给不出交期：${why.zh}。`,
        en: `No date can be promised for ${quantity} ${id}: ${why.en}.`,
      },
      evidence,
    };
  }
  const best = sooner[0];
  return {
    text: {
      zh: `${quantity} 台 ${id} 最早 ${formatPlantTime(end)} 可以交付，计划版本 ${planVersion} 里的工单都不用动。制约：${held.zh}。${best ? `${best.how.zh}。` : ""}`,
      en: `${quantity} ${id} can be delivered ${formatPlantTime(end)} at the earliest, with every order of plan version ${planVersion} left where it is. Held back: ${held.en}.${best ? ` It could be ${best.how.en}.` : ""}`,
    },
    rows,
    evidence,
  };
};

/** What is short, without a moment by which it would be needed: nobody has asked for a date. */
const missing = ({ kind, material, quantity, also, withheld }: Facts) => {
  if (kind !== "missing") return undefined;
  const more = tellWithheld(Number(withheld));
  return {
    zh: `物料 ${material} 缺 ${quantity} 件，且没有在途可补${also ? `；同样缺 ${also}` : ""}${more.zh}`,
    en: `${quantity} of ${material} are missing and no known receipt brings them${also ? `; missing too: ${also}` : ""}${more.en}`,
  };
};
