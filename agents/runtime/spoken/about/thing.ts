import { idsToLookUp } from "../ids/own-ids.ts";
import { inDigits } from "../periods/figures.ts";
import { bare } from "../wish.ts";
import { asksOfPapers } from "./knowledge.ts";

/** A vehicle by its number: "2号车", "AGV 2", "AGV2". */
const vehicles = [
  /(?<!\d)0*(\d{1,4}) ?号 ?(?:agv|小车|车|搬运车)/gi,
  /(?<![a-z])agv ?[-#]? ?0*(\d{1,4})(?!\d)/gi,
];

/** All that may name a thing by its id, in small letters. */
export const thingWords = (text: string): readonly string[] => [
  ...new Set([
    ...idsToLookUp(text),
    ...vehicles.flatMap((pattern) =>
      [...inDigits(text).matchAll(pattern)].map(([, number]) => `agv-${number}`),
    ),
  ]),
];

/** Something is to be done with it: that is no question about it. */
const acts =
  /^(?:请|帮我|麻烦)?(?:把|让|叫|派|给|通知|告诉|停|开|移(?!动(?:那|这|的|家|公司))|送|发)|(?<![a-z])(?:send|move|stop|start|call|bring|tell|ask|let|notify|give|block|delete|charge)(?![a-z])/i;
const asks =
  /哪|谁|什么|啥|干嘛|怎|咋|卡|不动|停着|多少|几|吗|呢|没|坏|忙|空|按时|能交|状态|情况|位置|电量|还剩|还有|到期|有效|寿命|资质|技能|在岗|当班|在不在|来没来|来不来|来了没|上不上|休不休|上班|查|看|[?？]|(?<![a-z])(?:where|where's|what|what's|who|which|when|how|is|are|does|has|can|status|battery|stuck|standing|find|show|look|check)(?![a-z])/i;

/** What leads to another one of what was told. */
const leads =
  /^(?:(?:ok(?:ay)?|and|then|so|no|well|sorry|what about|how about|i mean|try)(?![a-z])[, ]*)+|^(?:那么?|还有|再|好的?|哦|看看|换)+[，, ]*/i;
/** A name whatever its dashes and leading noughts: "agv 2" is AGV-02. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "")
    .replaceAll(/(?<!\d)0+(?=\d)/g, "");

/** Whether a sentence wants to know of a thing that it names, and no document tells it, or says nothing but its name. */
export const asksAboutThing = (text: string, name: string): boolean => {
  const said = bare(text);
  // "ok agv 2" and 那AGV2呢 say nothing but its name.
  const alone = said.replace(leads, "").replace(/[呢吧啊]+$/, "");
  return plain(alone) === plain(name) || (asks.test(text) && !acts.test(said) && !asksOfPapers(text));
};

/** All vehicles of the plant, as people call one. */
export const everyVehicle = "AGV";

/** A vehicle, of which no number is said: one that there is not is none of those that there are. */
export const saysVehicle = (text: string): boolean =>
  !vehicles.some((pattern) => inDigits(text).search(pattern) >= 0) &&
  /agv|小车|搬运车|无人车|^(?:那)?车(?:都|们)?(?:闲|空|忙|在哪|呢|停)|(?:几|多少|\d+|[一二两三四五])[台辆]车|(?:其[他它]|别的|另外的?)车|(?<![上下装汽货开])车[子队](?!间)|(?<![a-z])(?:the (?:cart|vehicle)|robot cart)(?![a-z])/i.test(
    text,
  );

/** Several of them, or the one of them that is free. */
export const saysSeveral = (text: string): boolean =>
  /哪[台辆个些]|其[他它]|别的|都|所有|全部|各|每|[几多]少?[台辆]|有没有|(?<![a-z])(?:which|any|all|every|each|how many|agvs|carts|vehicles)(?![a-z])/i.test(
    text,
  );

/** How much their batteries hold, which is no figure of the lines. */
export const saysBattery = (text: string): boolean =>
  /电量|电池|充电|(?<![a-z])batter(?:y|ies)(?![a-z])/i.test(text);

/** A robot cell or one of its robots. */
export const saysCell = (text: string): boolean =>
  !/巡检|巡逻|(?<![a-z])patrol/i.test(text) &&
  /单元(?:里|内|那边|这边)|^单元(?:现在|能不能|能|在干|在做|怎么样|空|忙|好)|测试小?单元|机器人|机械手|双臂|单臂|机械臂|(?<![a-z])(?:(?:the )?(?:robot |test )?cell|robots?|(?:dual|single)[ -]arms?|arms?)(?![a-z])/i.test(
    text,
  );

/** It asks when something is delivered. */
export const asksAboutDelivery = (text: string): boolean =>
  /订单|单子|单(?![元板机独个张纯位])|货(?![架位])|欠|几号|怎么样|哪一?步|客户|什么时候|何时|哪天|发货|发齐|交|出货|进度|延期|按时|(?<![a-z])(?:when|ship\w*|deliver\w*|orders?|due|late|on time|complete|status)(?![a-z])/i.test(
    text,
  );

/** A paper of the plant by an id of several numbers: TO-1107-10, REQ-1107-10, JO-1107-10. */
export const paperSaid = (text: string): string | undefined =>
  /(?<![a-z\d-])(?:to|req|jo)-\d{2,}-\d+(?![\d-])/i.exec(text)?.[0].toUpperCase();

/** That something does not work, beside what that is called as a figure. */
export const saysFailure = (text: string): boolean =>
  /故障|报错|异常|坏/.test(text) ||
  /(?<![a-z])(?:errors?|faults?|faulty|failed|broken|down)(?![a-z])/i.test(text);
