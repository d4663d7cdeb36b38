const index =
  /过程能力|工序能力|制程能力|能力指数|(?<![a-z])(?:c[pm]k?|ppk?|spc)(?![a-z])|(?<![a-z])(?:process|test|step) capabilit\w*/i;
const chart = /控制图|管制图|(?<![a-z])(?:control|x-?bar|i-?mr|shewhart) charts?(?![a-z])/i;
const drifts =
  /(?:测试(?:步骤?|项目?|参数)|哪[些个]?[步项]).{0,12}(?:变差|变坏|恶化|退化)|(?<![a-z])(?:test steps?|parameters?|characteristics?).{0,24}(?:gett?(?:s|ing)? worse|got worse|worsen\w*|deteriorat\w*)(?![a-z])|(?:测试|测量|参数|特性|项目|哪[些个]?[步项]|测试步).{0,12}(?:漂移?|偏移|跑偏|走偏)|(?:漂移?|跑偏|走偏).{0,8}(?:测试项|参数|特性|测试步)|(?<![a-z])(?:parameters?|steps?|measurements?|characteristics?|test\w*).{0,24}drift\w*|drift\w*.{0,24}(?:parameters?|steps?|measurements?|characteristics?)(?![a-z])/i;

/** Whether a sentence asks how capable a test step is, for its control chart, or for what drifts. */
export const asksForCapability = (sentence: string): boolean =>
  index.test(sentence) || chart.test(sentence) || drifts.test(sentence);

/** Whether it asks for what drifts, and not for one step. */
export const asksForDrift = (sentence: string): boolean => drifts.test(sentence);

/** Whether a sentence that goes on from test steps asks which of them drift: 有没有漂的. */
export const asksWhichDrift = (sentence: string): boolean =>
  sentence.length <= 40 && /漂|跑偏|走偏|(?<![a-z])drift\w*(?![a-z])/i.test(sentence);

/** Codes that a sentence names and that may be test steps: T20, "V_5V0". Indices, rules and numbers of steps are none. */
export const codesIn = (sentence: string): readonly string[] =>
  (sentence.match(/(?<![a-z\d_-])[a-z][a-z\d]*[_-]?\d[a-z\d_]*(?![a-z\d_-])/gi) ?? []).filter(
    (code) => !/^(?:c[pm]k?|ppk?|spc|q[1-4]|step|nelson|rule)/i.test(code),
  );

export const asksForChart = (sentence: string): boolean => chart.test(sentence);

/** The number of a step in its program, counted from 1: 第12步, "step 12". */
export const stepNumberIn = (sentence: string): number | undefined => {
  const said = /第\s*(\d{1,3})\s*[个]?\s*(?:步|项|测试)|(?<![a-z])step\s*(?:no\.?\s*)?(\d{1,3})(?!\d)/i.exec(
    sentence,
  );
  return said ? Number(said[1] ?? said[2]) : undefined;
};

interface NamedStep {
  readonly step: string;
  readonly name_zh: string;
  readonly name_en: string;
}

const pairs = (text: string): string[] => {
  const own = text.replaceAll(/[^\p{Script=Han}]/gu, "");
  return Array.from({ length: Math.max(0, own.length - 1) }, (_, at) => own.slice(at, at + 2));
};
const words = (text: string): string[] => text.toLowerCase().match(/[a-z\d.]{2,}/g) ?? [];
const shareOf = (own: readonly string[], said: ReadonlySet<string>): number =>
  own.length === 0 ? 0 : own.filter((one) => said.has(one)).length / own.length;

const leastShare = 0.3;

/** Short for words of the names: "PA temp" is the temperature of the amplifier. */
const writtenOut = (sentence: string): string =>
  sentence
    .replaceAll(/(?<![a-z])pa(?= ?(?:温|temp))/gi, "功放 amplifier")
    .replaceAll(/(?<![a-z])temps?(?![a-z])/gi, "temperature");

/** The step that a sentence names: by its id, or by as much of its name in either language as of no other. People call them by short names. */
export const stepNamedIn = <Step extends NamedStep>(
  sentence: string,
  steps: readonly Step[],
): Step | undefined => {
  const said = sentence.toUpperCase();
  const byId = steps.find(({ step }) =>
    new RegExp(`(?<![A-Z\\d_])${step.replaceAll(/[^A-Z\d_]/gi, ".")}(?![A-Z\\d_])`).test(said),
  );
  if (byId) return byId;
  const written = writtenOut(sentence);
  const [ofPairs, ofWords] = [new Set(pairs(written)), new Set(words(written))];
  const scored = steps.map((step) => ({
    step,
    share: Math.max(shareOf(pairs(step.name_zh), ofPairs), shareOf(words(step.name_en), ofWords)),
  }));
  const best = scored.toSorted(
    (a, b) => b.share - a.share || b.step.name_zh.length - a.step.name_zh.length,
  )[0];
  return best && best.share >= leastShare ? best.step : undefined;
};

/** What is said of indices beside what is measured. */
const ofIndices =
  /测试(?:项目?|步骤?|参数)?|检测|项目?|参数|特性|能力|指数|制程|工序|过程|稳不稳|稳定|受控|失控|够不够|足够|不足|不够|达标|达到|合格|要求|正常|异常|还行|行不行|能不能|可以|评估|分析|漂移?|变[差好化]|最[差低高]|偏[低高]|低于|高于|超过|排名|图|怎样|报告|(?<![a-z])(?:process|test|steps?|index|indices|capab\w*|values?|charts?|control|stable|good|bad|enough|ok|still|drift\w*|worst|least|lowest|low|high|below|above|under|report|parameters?|characteristics?|measurements?|measured|nelson|rules?)(?![a-z])/gi;

/** The words of such a question without those that ask for indices: what is left names what is measured. */
export const withoutIndexWords = (sentence: string): string =>
  [index, chart, drifts, ofIndices].reduce(
    (text, pattern) => text.replaceAll(new RegExp(pattern.source, "gi"), " "),
    sentence,
  );

/** Which of the test steps that were told is the least capable. */
export const asksForWorstStep = (sentence: string): boolean =>
  /最[差低糟].{0,6}(?:项|参数|工步|步)|哪[个一]?(?:测试)?(?:项|参数|工步|步).{0,4}最[差低糟]|(?<![a-z])(?:worst|lowest|least capable)(?: [a-z]+)? (?:step|parameter|characteristic|one)|(?:step|parameter) is (?:the )?(?:worst|lowest)/i.test(
    sentence,
  );
