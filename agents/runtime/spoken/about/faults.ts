const faults = "(?:故障|毛病|问题|不良|缺陷|失败|症状|现象|坏法)";
const same = new RegExp(
  `(?:同一?个?|一个)(?:根本?)?(?:原因|毛病)|(?<![a-z])same (?:root )?causes?(?![a-z])|(?:同样|一样|类似|相同|同类|同一?种|这种|这类)的?.{0,4}${faults}|${faults}.{0,6}(?:以前|最近|之前|历史上?).{0,4}(?:出现|有)过|(?<![a-z])(?:same|similar|such|like (?:this|that|it|the last)).{0,24}(?:faults?|fail\\w*|defects?|problems?|symptoms?|issues?)(?![a-z])|(?<![a-z])(?:units?|boards?|fail\\w*|any\\w*|others?) .{0,24}(?:like (?:this|that|it|the last)|the same way)(?![a-z])`,
  "i",
);
/** Machines, documents and figures have faults of their own. */
const ofOther =
  /设备|机器|机台|产线|停机|报警|文件|指导书|aoi|spi|(?<![a-z])(?:machines?|lines? (?:down|stop\w*)|downtime|alarms?|documents?)(?![a-z])/i;

/** Whether a sentence asks which units failed as one did: 同样的故障最近有没有, "any others failing like this". */
export const asksForSameFaults = (sentence: string): boolean =>
  same.test(sentence) && !ofOther.test(sentence.replace(/哪条产?线|哪些产?线|各产?线/g, ""));

const measured =
  /测量值?|实测值?|测试(?:值|数据|项)|(?<![a-z])(?:measure(?:ment|d|s)?s?|test (?:values?|data|results?)|readings)(?![a-z])/i;
const compared =
  /比|对照|差异|差别|各|按|之间|哪条|(?<![a-z])(?:compar\w*|differ\w*|between|across|by|per|versus|vs|which line)(?![a-z])/i;
const byPlace = /线|工位|测试[台机仪]|(?<![a-z])(?:lines?|stations?|testers?)(?![a-z])/i;

/** Whether a sentence compares what tests measured between lines or testers. */
export const comparesMeasurements = (sentence: string): boolean =>
  measured.test(sentence) && compared.test(sentence) && byPlace.test(sentence);

const failing =
  /(?:挂|败|卡)的?(?:是)?(?:哪|什么|啥)[些个]?(?:测试|项|步|参数)|(?:挂在|卡在|败在|不过|失败|fail).{0,8}(?:哪|什么|啥).{0,6}(?:项|步|参数|测试)|(?:哪|什么|啥)[些个]?(?:测试)?(?:项目?|步骤?|参数).{0,8}(?:挂|不过|失败|卡|最多)|(?:哪|什么|啥)[些个项]?测试(?![仪机台线单工]).{0,8}(?:挂|不过|失败|卡|最多)|测不过的.{0,8}(?:多|哪|啥|什么|几)|测试项.{0,8}(?:不过|失败|挂)|(?<![a-z])(?:which|what) (?:test )?(?:steps?|measurements?|test items?|tests?).{0,24}fail\w*|what .{0,24}fail\w* (?:on|most|at)(?![a-z])|what (?:did|do|does|is|was) .{0,24}tests? (?:catch(?:ing)?|find|reject\w*|fail\w*)|testers? (?:dis)?agree/i;

/** Whether a sentence asks in which measurements units fail. */
export const asksForFailedSteps = (sentence: string): boolean =>
  failing.test(sentence) && !ofOther.test(sentence);

const failed =
  /挂(?![起着])|[没不未]过|[没不未]通过|失败|(?<![a-z])(?:fail(?:ed|s|ing|ures?)?|ng|flunk\w*)(?![a-z])/i;
/** Units of a product are counted, and no machines, times or hours. */
const countsUnits =
  /(?:多少|几)个?(?:[台块片件套](?!测试|机|设备)|个(?![小钟月星周礼])|产品|板|单元|sn|pcs)|(?<![a-z])(?:how many|number of|count of)(?! (?:times?|hours?|orders?|lines?|machines?|testers?|stations?|steps?|tests?|repairs?))(?![a-z])/i;
/** What is made and tested, by what people call one of it. */
const saysUnits =
  /(?:多少|几)[块片]|板子?|单元|(?<![a-z])(?:units?|boards?|pcbas?|servers?|radios?|pcs)(?![a-z])/i;
const ofOrders = /工单|订单|[张个]单|(?<![a-z])(?:orders?|jobs?)(?![a-z])/i;

/** The words of such a question, beside what it is narrowed to. */
export const failedUnitWords = new RegExp(`${failed.source}|${countsUnits.source}|${saysUnits.source}`, "gi");

/**
 * Whether a sentence asks how many units failed their test: FT这周挂了多少台, "how many boards failed today".
 *
 * @param isOfUnits Whether it speaks of products or of lines at which units are tested; elsewhere what fails may be a machine.
 */
export const countsFailedUnits = (sentence: string, isOfUnits: boolean): boolean =>
  failed.test(sentence) &&
  countsUnits.test(sentence) &&
  (isOfUnits || saysUnits.test(sentence)) &&
  !ofOrders.test(sentence) &&
  !ofOther.test(sentence.replace(/哪条产?线|哪些产?线|各产?线/g, ""));

/**
 * Where the failures are told apart: by the line that made the units, or by the tester.
 *
 * @param testers Those that the sentence names.
 */
export const failuresSplitIn = (
  sentence: string,
  testers: readonly string[] = [],
): "line" | "station" | undefined => {
  if (testers.length > 1) return "station";
  if (/测试[台机仪线]|工位|(?<![a-z])(?:stations?|testers?|test lines?)(?![a-z])/i.test(sentence))
    return "station";
  return byPlace.test(sentence) ? "line" : undefined;
};
