import { conditionIn } from "../asked/condition.ts";

/** What is to be watched of a test step, as rules of alerts know it. */
export type StepWatch = "cpk" | "ppk" | "drift" | "control";

const tells =
  /通知|告诉|提醒|报警|预警|告警|喊我|叫我|跟我说|盯|监控|(?<![a-z])(?:tell|notify|let (?:me|us) know|warn|alert|alarm|ping|message|watch|monitor|flag)(?![a-z])/i;
/** How they are is asked, and not wanted to be watched. */
const onlyAsks =
  /多少|哪|什么|啥|为什么|为啥|怎么|吗|呢[?？]?$|[?？]$|(?<![a-z])(?:what|which|why|how|is there|are there|did|does)(?![a-z])/i;
const watches: readonly (readonly [StepWatch, RegExp])[] = [
  ["ppk", /(?<![a-z])pp ?k?(?![a-z])/i],
  ["cpk", /过程能力|工序能力|制程能力|能力指数|(?<![a-z])(?:cp ?k?|capabilit\w+)(?![a-z])/i],
  [
    "control",
    /控制图|管制图|失控|超出控制限|(?<![a-z])(?:control charts?|out of control|control limits?)(?![a-z])/i,
  ],
  [
    "drift",
    /漂|跑偏|走偏|偏移|(?<![a-z])(?:drift\w*|shifts?(?! (?:leader|report|change))|wander\w*|creep\w*)(?![a-z])/i,
  ],
];
/** Beyond doubt of a measured step, whichever it is. */
const ofSteps = /测试项|测试步|特性|(?<![a-z])(?:cpk?|ppk?|test steps?|characteristics?)(?![a-z])/i;

/** What of a test step a sentence speaks of. */
export const watchableIn = (sentence: string): StepWatch | undefined =>
  watches.find(([, pattern]) => pattern.test(sentence))?.[0];

/** What of a test step a sentence wants to be told of: TX_PWR的Cpk低于1.33通知我, "tell me when the PA power drifts". */
export const stepWatchIn = (sentence: string): StepWatch | undefined =>
  tells.test(sentence) && !onlyAsks.test(sentence) ? watchableIn(sentence) : undefined;

/** Whether a sentence speaks of test steps as such, also where it names none. */
export const speaksOfSteps = (sentence: string): boolean => ofSteps.test(sentence);

/** The bound that is set to an index; undefined where none is said. */
export const boundIn = (
  sentence: string,
): { readonly kind: "above" | "below"; readonly value: number } | undefined => {
  const said = conditionIn(sentence.replaceAll(/<=?|＜|≤/g, "低于").replaceAll(/>=?|＞|≥/g, "高于"), "times");
  return said?.threshold === undefined || said.kind === "limits"
    ? undefined
    : { kind: said.kind, value: said.threshold };
};

/** Whether a sentence goes on with a bound to be told of: 低于1.5通知我. */
export const wantsBound = (sentence: string): boolean =>
  tells.test(sentence) && !onlyAsks.test(sentence) && boundIn(sentence) !== undefined;
