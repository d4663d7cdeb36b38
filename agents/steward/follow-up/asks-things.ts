import { isDown } from "../../../services/mes/queries/equipment.ts";
import { isChinese } from "../../runtime/format.ts";
import { asksHowOften } from "../../runtime/spoken/about/stop.ts";
import { everyVehicle } from "../../runtime/spoken/about/thing.ts";
import { shiftNamed } from "../../runtime/spoken/asked/shift.ts";
import { asksMoreOf, goesOn } from "../../runtime/spoken/goes-on.ts";
import { periodNamed } from "../../runtime/spoken/times/period.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { type Asks, again, type LastCall, namesNothing, together } from "./said.ts";

const whyItStands =
  /卡料|缺料还是|(?:什么|啥)(?:原因|毛病|问题|情况)|为什么|为啥|咋了|怎么了|(?<![a-z])(?:why|what(?:'s| is| was)? (?:wrong|the (?:reason|problem|matter))|jammed)(?![a-z])/i;

const ordersOnIt =
  /(?:影响|拖累|耽误|连累|压着)(?:到|了)?(?:谁|哪|什么|啥|几|多少)|(?:单子?|工单|任务|活)(?:儿)?.{0,6}(?:怎么[办弄整搞]|咋[办弄整搞]|影响|会晚|受)|(?<![a-z])(?:orders?|jobs?|work)(?![a-z]).{0,24}(?:affected|what about|happen\w*|hit|late)|(?:what about|what happens to|affect\w*|hurt\w*) .{0,16}(?:orders?|jobs?)(?![a-z])/i;

/** The line that was told of; of all of them the one that is down. */
const lineOf = ({ tool, args: { line, metric }, evidence }: LastCall): string | undefined => {
  if (tool === "metric_value" && metric === "downtime") return line && line !== "all" ? line : undefined;
  if (tool !== "line_status" || !line) return undefined;
  if (line !== "all") return line;
  const down = evidence.filter(
    ({ kind, id, facts }) => kind === "equipment" && id !== "ALL" && isDown(Number(facts?.["state"])),
  );
  return down.length === 1 ? down[0]!.id : undefined;
};

/** Said alone of a line that was told of: which time it is, or how many there were. */
const howOften = /^(?:这(?:是|都)?)?(?:今天|本周|这周)?第?几[次回]了?$/;

const wantsNotice = /通知|提醒|告诉|叫我|喊我|(?<![a-z])(?:tell|notify|alert|ping|let me know)(?![a-z])/i;

/** How long it will stand, told of a line that was told of: 修好大概两小时, "maybe 3 hours to fix". */
const standsFor =
  /修|停|恢复|大概|估计|预计|差不多|要|得|(?<![a-z])(?:fix|repair|back|takes?|about|maybe|around|roughly|down|for|least)(?![a-z])/i;

const ofLine: Asks = (last, said) => {
  // What becomes of its orders is what was imagined.
  if (last.tool === "what_if_down" && namesNothing(said) && ordersOnIt.test(said.text)) return again(last);
  const line = lineOf(last);
  if (!line || !namesNothing(said)) return undefined;
  if (howOften.test(bare(said.text)) || asksHowOften(said.text)) {
    // Of the stretch that was told, where one was.
    const told =
      last.tool === "metric_value" ? periodNamed(last.args.words ?? last.text, said.now) : undefined;
    const stretch = (periodNamed(said.text, said.now) ?? told)?.words.trim();
    return {
      tool: "metric_value",
      metric: "failures",
      line,
      words: isChinese(said.text)
        ? `${stretch ?? "最近 7 天"} ${line} 的故障次数按原因`
        : `failures of ${line} by reason ${stretch ?? "in the last 7 days"}`,
    };
  }
  if (last.tool !== "line_status") return undefined;
  const { named, hours } = said.candidates;
  const [span, ...spans] = named.has("hours") && !named.has("metric") ? hours : [];
  if (
    span &&
    spans.length === 0 &&
    said.text.length <= 40 &&
    standsFor.test(said.text) &&
    !wantsNotice.test(said.text)
  )
    return { tool: "what_if_down", line, hours: span };
  if (ordersOnIt.test(said.text)) return { tool: "what_if_down", line, hours: null };
  return whyItStands.test(said.text) ? { tool: "line_status", line } : undefined;
};

/** How a unit is mended that was told of by its symptom alone. */
const ofSymptom: Asks = (last, said) =>
  last.tool === "diagnose_unit" &&
  !last.args.unit &&
  !last.evidence.some(({ id }) => id.startsWith("SN-")) &&
  said.text.length <= 40 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  asksMoreOf.unit.test(said.text)
    ? { tool: "diagnose_unit", unit: null, words: last.args.words ?? last.text }
    : undefined;

/** Whether others failed as the unit did that was told of. */
const othersLikeIt =
  /(?:一样|类似|同样|相同)的|别的.{0,6}也|(?<![a-z])(?:others? like|ones like|any (?:others?|more) like|similar ones?|same before|seen (?:this|that|it) before)(?![a-z])/i;

/** How it is held against its repair: the unit's own answer tells the tests. */
const verifies = /验证|复测|重测|(?<![a-z])(?:verif\w*|re-?test\w*)(?![a-z])/i;

const verifyIt: Asks = ({ tool, args: { unit } }, said) =>
  tool === "test_failures" && unit && namesNothing(said) && said.text.length <= 30 && verifies.test(said.text)
    ? { tool: "diagnose_unit", unit }
    : undefined;

const likeIt: Asks = ({ tool, args: { unit } }, said) =>
  tool === "diagnose_unit" &&
  unit &&
  said.text.length <= 30 &&
  namesNothing(said) &&
  othersLikeIt.test(said.text)
    ? { tool: "test_failures", unit, product: null, line: null }
    : undefined;

/** The late ones among the orders of the customer that was told of. */
const lateOnes =
  /(?:哪|有没有|几)[个张些]?.{0,6}(?:晚|迟|延|悬|危险|急|来不及)|最(?:晚|迟|急|悬|惨)|会晚|晚多少|晚几|(?<![a-z])(?:which|any|what|how many|how).{0,20}(?:late|delayed|behind|at risk|worst|overdue)(?![a-z])/i;

const ofCustomer: Asks = ({ tool, args: { thing }, evidence }, said) =>
  tool === "look_up" &&
  thing &&
  evidence.some(({ id, facts }) => id === thing && facts?.["open"] !== undefined) &&
  namesNothing(said) &&
  said.text.length <= 40 &&
  lateOnes.test(said.text)
    ? { tool: "late_orders", words: `${said.text} ${thing}` }
    : undefined;

/** How those were mended that failed, where they came from, which they were. */
const moreFailures =
  /怎么[修办弄]|咋[修弄]|修好|换(?:什么|啥)|哪条?线|哪台|哪[些几][个台块]|几[次台块]|多少|最近|测试[台机仪]|(?<![a-z])(?:fix\w*|repair\w*|mend\w*|helped|which|where|last|latest|how (?:many|often)|lines?|testers?)(?![a-z])/i;

/** What they came of, which repairs have found. */
const causeOfFailures: Asks = ({ tool, args, evidence }, { text, candidates: { named } }) => {
  if (tool !== "test_failures" || args.unit || named.size > 0 || text.length > 40) return undefined;
  if (!/原因|为什么|为啥|毛病|(?<![a-z])(?:causes?|reasons?|why)(?![a-z])/i.test(text)) return undefined;
  // A product or a family; of all of them none.
  const of = evidence.find(({ kind, id }) => kind === "unit" && id !== "ALL")?.id ?? args.product ?? "";
  return {
    tool: "metric_value",
    metric: "repairs",
    line: "all",
    words: isChinese(text)
      ? `最近 30 天 ${of} 维修次数 按原因`
      : `repairs of ${of} by reason in the last 30 days`,
  };
};

const ofFailures: Asks = (last, said) =>
  last.tool === "test_failures" &&
  said.text.length <= 40 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  moreFailures.test(said.text)
    ? { tool: "test_failures", ...last.args, words: together(last, said) }
    : undefined;

const person = /[他她]|那个?人|(?<![a-z])(?:he|she|they|him|her|his)(?![a-z])/i;

const ofPerson: Asks = ({ tool, args: { thing } }, said) =>
  tool === "look_up" && thing?.startsWith("P-") && person.test(said.text) && namesNothing(said)
    ? { tool: "look_up", thing }
    : undefined;

const enoughPeople =
  /人手?(?:够|够不够|足)|够不够人|谁来(?:上|做|加)|(?<![a-z])(?:enough (?:people|hands|operators|staff)|who (?:can|could|would) (?:work|come))(?![a-z])/i;

const wasThere =
  /谁(?:在|当班|上班|值班)|(?<![a-z])who (?:was|were|else was) (?:on|there|working|at work)|who was it(?![a-z])/i;

/** Who is at the line that was told of: "who's on there tonight". */
const atIt = /那[边里儿]?|它|这[边里条]|上面|(?<![a-z])(?:there|it|that line|this line)(?![a-z])/i;
const whoAtWork =
  /谁(?:在|上|当|值|顶)|(?<![a-z])(?:who(?:'s| is| will be|s)|any(?:one|body))(?: \w+)?(?: (?:on|at|there|working))(?![a-z])/i;

const atWorkNow = /现在|此刻|这会儿?|(?<![a-z])(?:right now|now|currently|at the moment)(?![a-z])/gi;

/** Another length of the free time that was told of: 空两个钟头行不. */
const otherGap: Asks = ({ tool, args }, said) => {
  const { named, hours } = said.candidates;
  const [span, ...others] = named.has("hours") ? hours : [];
  if (tool !== "line_gaps" || !span || others.length > 0 || !namesNothing(said)) return undefined;
  return said.text.length <= 40 && !whyItStands.test(said.text) ? { ...args, tool, hours: span } : undefined;
};

const people: Asks = (last, said) => {
  if (!namesNothing(said)) return undefined;
  if (last.tool === "who_is_there" && shiftNamed(said.text) && goesOn(said.text))
    return {
      tool: "who_is_there",
      words: `${(last.args.words ?? last.text).replace(atWorkNow, "")} ${said.text}`,
    };
  const { line } = last.args;
  if (line && line !== "all" && whoAtWork.test(said.text) && atIt.test(said.text))
    return { tool: "who_is_there", words: `${line} ${said.text}` };
  const of =
    last.tool === "what_if_shift" ? enoughPeople : last.tool === "shift_report" ? wasThere : undefined;
  return of?.test(said.text) ? { tool: "who_is_there", words: together(last, said) } : undefined;
};

/** Which of the vehicles has the most or least in its battery. */
const ofBatteries =
  /(?:谁|哪).{0,6}电|电(?:量)?.{0,4}最(?:少|低|多|高)|(?<![a-z])(?:lowest|highest|most|least|fullest|emptiest)(?: \w+)* (?:battery|charged?)(?![a-z])/i;

const whichVehicle: Asks = ({ tool, args: { thing } }, said) =>
  tool === "look_up" && /^AGV/i.test(thing ?? "") && ofBatteries.test(said.text) && namesNothing(said)
    ? { tool: "look_up", thing: everyVehicle }
    : undefined;

/** Another vehicle by its number alone: 那1号呢. */
const otherVehicle: Asks = ({ tool, args: { thing } }, { text }) => {
  const width = /^AGV-?0*(\d+)$/i.exec(thing ?? "") ? (thing ?? "").replace(/^\D+/, "").length : 0;
  const number =
    /^(?:那|还有|and |what about |how about )?(?:number |no\.? ?|#)?(\d{1,3}) ?(?:号|呢|\?|$)/i.exec(
      text,
    )?.[1];
  return tool === "look_up" && width > 0 && number && text.length <= 24
    ? { tool: "look_up", thing: (thing ?? "").replace(/\d+$/, number.padStart(width, "0")) }
    : undefined;
};

/** More of a line, a unit, a vehicle or a person. */
export const thingsAsks: readonly Asks[] = [
  likeIt,
  verifyIt,
  ofCustomer,
  causeOfFailures,
  ofFailures,
  otherVehicle,
  ofLine,
  ofSymptom,
  ofPerson,
  whichVehicle,
  otherGap,
  people,
];
