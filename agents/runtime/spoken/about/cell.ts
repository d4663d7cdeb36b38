import { bare } from "../wish.ts";

/** A robot cell, by what people call it. */
const cells =
  /测试小?单元|机器人(?:测试)?小?单元|测试小?间|(?<![a-z])(?:(?:robot(?:ic)?s?|test(?:ing)?) cells?)(?![a-z])/i;
/** Something is to be made or tested in it. */
const acts =
  /做|测(?!试小?单元|试小?间)|跑|过一?遍|执行|开始|安排|(?<![a-z])(?:tests?(?! cell)|testing(?! cell)|run|put|send|make|do|start|process)(?![a-z])/i;
const asks =
  /什么时候|多久|多长|多少|几[个台]|为什么|怎么|哪|吗|呢|[?？]|能不能|能否|能.{1,16}[不否]$|(?<![a-z])(?:when|what|which|why|how|who|is|are|did|does|was|were)(?![a-z])/i;

/** What the plan of a run tells anyway: how long it takes, which fixtures are changed. */
const ofOutcome =
  /[，,;； ]*(?:(?:一共|总共)?(?:要|得|需要?)?(?:换|装|改)(?:几|多少|哪)[个些套]?(?:治具|夹具|工装)|(?:要|得)?(?:多久|多长时间)|(?:and |,? ?)?(?:how long|how many fixtures|which fixtures)(?![a-z]).*)[^，,]*$/i;

/** Whether a sentence wants units to go through a robot cell: it names the cell and the act, and asks nothing but what comes of it. */
export const wantsCellRun = (text: string): boolean => {
  if (!cells.test(text)) return false;
  const said = /\d/.test(text) ? text.replace(ofOutcome, "") : text;
  return acts.test(said) && !asks.test(said);
};

/** The same of one that names a product which only a cell tests: then "the cell" is enough. */
export const wantsCellRunOf = (text: string): boolean =>
  wantsCellRun(text) || (/单元|(?<![a-z])cells?(?![a-z])/i.test(text) && acts.test(text) && !asks.test(text));

/** Whether a sentence asks what a cell can test: 能测AAU-5713吗, "can it test an RRU-5258". */
export const asksWhatItTests = (text: string): boolean =>
  /(?:能不能|能否|能|会|可以|可不可以)(?:用来)?(?:测|跑|做)(?!多|几|完|好)|[测跑]得?了|(?<![a-z])(?:can|could|able to|does) .{0,24}(?:tests?|run|handle|take)(?![a-z])/i.test(
    text,
  );

/** A cell or a robot that stands in one. */
const ofCells =
  /单元|机器人|双臂|单臂|机械[臂手]|(?<![a-z])(?:cells?|robots?|robot(?:ic)? arms?|arms?)(?![a-z])/i;
const stops =
  /急停|紧急停|停[下止掉]|停(?:机|一下|住)|叫停|暂停|[把让叫请](?:.{0,12})停|^(?:快|马上|立刻|立即|赶紧|先)*停|(?:快|马上|立刻|立即|赶紧)停|关(?:掉|停|了|机)|中止|断电|别动|(?<![a-z])(?:e-?stop|emergency[ -]stop|(?:shut|turn|switch)(?: [a-z]+){0,3}? (?:down|off)|(?:abort|kill) the|(?:stop|halt|freeze|pause)(?= (?:the|all|every|that|this|robots?|cells?|it|now|both|everything|[a-z]{1,4}-?\d)|$))(?![a-z])/i;
const emergency = /急停|紧急停|(?<![a-z])(?:e-?stop|emergency[ -]stop)(?![a-z])/i;
const onlyEmergency =
  /^(?:快|马上|立刻|立即|赶紧|现在)*(?:按|按下|启动|触发)?(?:急停|紧急停(?:止|机|车))(?:按钮|键)?(?:在哪里?|在哪儿|怎么按|呢|啊)?$|^(?:please )?(?:hit |press |push |do )?(?:the |an )?(?:e-?stop|emergency[ -]stop)(?: (?:now|please|button))*$|^where(?:'s| is) the (?:e-?stop|emergency[ -]stop)(?: button)?$/i;
/** A report, a question, a condition, what is wanted for later, or a robot that is only to be left out. */
const noStop =
  /停(?:了|着|过|用|多久|多长)(?!吧)|为什么|为啥|怎么|什么|哪|吗|呢|[?？]|没|不要|别停|不用|如果|要是|一旦|万一|假如|假设|通知|提醒|告诉|复位|恢复|解除|重新|继续|以后|之后|明天|今晚|小时|分钟|停机(?:时间|次数|率|原因)|agv|小车|(?<![a-z])(?:why|when|what|which|how|who|if|is|are|was|were|did|does|has|have|had|do not|don't|dont|never|not|stopped|reset|resume|release|restart|tomorrow|tonight|hours?|minutes?|after|before|until|line|order|vehicle|cart)(?![a-z])/i;

/**
 * Whether a sentence wants a robot cell to stop at once; no sentence does that, so that it has to be told where the stop is.
 *
 * @param namesCell It names one by its id.
 */
export const wantsCellStop = (text: string, namesCell = false): boolean => {
  const said = bare(text, /[。.！!？?，,]+$/);
  if (onlyEmergency.test(said)) return true;
  return (namesCell || ofCells.test(said)) && stops.test(said) && !noStop.test(said);
};

/** It says that it is an emergency: what else it names does not count. */
export const saysEmergency = (text: string): boolean => emergency.test(text);

/** It asks what is changed in a cell for another product. */
export const asksAboutChangeover = (text: string): boolean =>
  /换(?:什么|啥|哪)|夹具|治具|工装|换型|换产|(?<![a-z])(?:fixtures?|change[ -]?over|set[ -]?up|change|mount)(?![a-z])/i.test(
    text,
  ) && /什么|啥|哪|多少|几|吗|[?？]|(?<![a-z])(?:what|which|how|do|does|need)(?![a-z])/i.test(text);

const edge = "[a-z0-9]";

/** Those of the products that a sentence names, whatever the case of their letters, and the sentence without their figures. */
export const productsSaid = (
  text: string,
  products: readonly string[],
): { readonly said: readonly string[]; readonly rest: string } => {
  let rest = text;
  const said = products.filter((product) => {
    const name = product.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("-", "[- ]?");
    const pattern = new RegExp(`(?<!${edge})${name}(?!${edge})`, "gi");
    if (!pattern.test(text)) return false;
    rest = rest.replaceAll(pattern, " ");
    return true;
  });
  return { said, rest };
};

/** How many of each product a sentence wants, where a number stands before its name: "2 SRV-R5300 and 3 BBU-V9200". */
export const countsSaid = (
  text: string,
  products: readonly string[],
): readonly { readonly product: string; readonly count: number }[] =>
  products.flatMap((product) => {
    const name = product.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("-", "[- ]?");
    const found = new RegExp(
      `(?<![\\d-])(\\d{1,3}) ?(?:[个台套件]|pcs|units?|pieces?|x|×)?(?: of)? ?${name}(?!${edge})`,
      "i",
    ).exec(text);
    return found ? [{ product, count: Number(found[1]) }] : [];
  });
