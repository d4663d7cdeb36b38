import type { ToolCall } from "../../runtime/call-schema.ts";
import type { ToolName } from "../../runtime/tool.ts";

/** What a sentence says that wants an act: one that says nothing of the kind wants none, whatever it was taken for. */
const acts: Readonly<Partial<Record<ToolName, RegExp>>> = {
  release_order:
    /下|放|投|开|上|发|派|启动|释放|做|跑|排|安排|(?<![a-z])(?:releas\w*|dispatch\w*|start\w*|run\w*|launch\w*|issue|kick|begin|go|put|load|send|make|let)(?![a-z])/i,
  hold_order:
    /停|挂|暂|等|缓|冻|拦|压|扣|按住|放一放|搁|不(?:做|下|开|跑)|(?<![a-z])(?:hold|pause|stop|suspend|freeze|park|wait|block|halt|aside|not? yet|keep)(?![a-z])/i,
  resume_order:
    /恢复|继续|解|放|重[新启开]|接着|开工|(?<![a-z])(?:resum\w*|continu\w*|un-?hold|lift|un-?pause|restart|carry on|go on|releas\w*|back|off hold|un-?block)(?![a-z])/i,
  expedite_order:
    /提前|加急|优先|急|催|插|前[面头边]|先|赶|早|快|往前|靠前|(?<![a-z])(?:expedit\w*|rush|prio\w*|first|forward|ahead|sooner|earl\w*|bump|asap|urgent\w*|pull|hurry|front|speed|squeeze|before|fast\w*|next|top|jump)(?![a-z])/i,
  cancel_order:
    /取消|撤|砍|删|不做|不要|不生产|作废|终止|关|停|退|(?<![a-z])(?:cancel\w*|scrap|kill|drop|call\w* .{0,20}off|void|abort|stop|remove|delete|close|not needed|get rid)(?![a-z])/i,
  move_order:
    /换|挪|移|转|放|改|调|搬|切|到|去|上|(?<![a-z])(?:mov\w*|switch\w*|put|shift\w*|run|transfer\w*|relocat\w*|plac\w*|send|re-?assign\w*|on|to|onto|swap)(?![a-z])/i,
  change_order:
    /改|变|加|减|增|多|少|推|延|调|提|成|到|砍|翻|追|补|晚|早|后|缩|(?<![a-z])(?:chang\w*|mak\w*|set|increas\w*|reduc\w*|decreas\w*|lower|add|more|less|fewer|cut|push\w*|postpon\w*|mov\w*|extend\w*|updat\w*|edit|adjust\w*|due|to|by|doubl\w*|half|halve|quantity|qty|delay\w*|later|earlier|extra|another|only|drop|raise|bump)(?![a-z])/i,
  make_plan:
    /排|计划|规划|重[新]?算|(?<![a-z])(?:re-?plan\w*|plan\w*|schedul\w*|re-?schedul\w*|re-?run|recalculat\w*|optimi[sz]\w*|sequence|rebuild|solve\w*)(?![a-z])/i,
  create_requisition:
    /领|料|备|拣|发|配|(?<![a-z])(?:requisition\w*|pick\w*|draw|issue|kits?|kitting|materials?|parts|fetch|prepare|order)(?![a-z])/i,
  test_units:
    /测|做|跑|开始|开工|执行|(?<![a-z])(?:test\w*|run\w*|start\w*|begin|go|put|send|process)(?![a-z])/i,
  watch_line:
    /通知|告诉|提醒|[喊叫]我|[喊叫]一声|报给|发消息|知会|盯|(?<![a-z])(?:tell|notify|let .{0,12}know|warn\w*|alert|ping|message|text|call|page|remind|watch|shout)(?![a-z])/i,
};

/** Whether the words say anything of the act that a call is. */
export const saysAct = (tool: ToolName, text: string): boolean => acts[tool]?.test(text) ?? true;

/** What is not to be done; that others are to be spared is another thing. */
const denied =
  /(?:先别|别|不要|不用|不必|无需)(?![的人处致]|影响|耽误|挤|拖|碰|动)(?<zh>[^，,。；;\s]{1,4})|(?<![a-z])(?:do not|don'?t|no need to|never) (?!delay|hurt|affect|touch|push)(?<en>[^\s,.;]+(?: [^\s,.;]+){0,2})/gi;
/** Words of these are too many to tell what is denied. */
const deniedByNoWord: ReadonlySet<ToolName> = new Set(["change_order", "make_plan"]);

/**
 * Whether the words want the act that a call is left undone: "don't hold it", 先别真挪. What is wanted behind it counts:
 * 别下1042，下1043.
 */
export const deniesAct = (tool: ToolName, text: string): boolean => {
  const last = [...text.matchAll(denied)].at(-1);
  if (!last || !acts[tool] || deniedByNoWord.has(tool)) return false;
  const { zh, en } = last.groups!;
  return saysAct(tool, zh ?? en ?? "") && !saysAct(tool, text.slice(last.index + last[0].length));
};

/** Whether a sentence wants one thing if something is so, and another if it is not. */
export const twoBranches = (text: string): boolean =>
  /(?:如果|要是|假如|若|只要).+(?:就|则|那).+(?:否则|不然|没有?.{0,6}就|不.{1,6}(?:就|则|先))|(?:齐|够|到|有|空)了?就.+(?:不|没).{1,4}(?:就|先|别)|(?<![a-z])if .+(?:otherwise|or else|else|if not)(?![a-z])/i.test(
    text,
  );

/** An order by what is so of it, and not by its number: 后交的那张, "the one that is short". */
export const describesOrder = (text: string): boolean =>
  /[^\d别其他]的那[张个单一]|(?<![a-z])the (?:one (?:that|which|with|without)|(?:later|earlier|late|short|complete|urgent) (?:one|order))(?![a-z])/i.test(
    text,
  );

/** It asks whether something was done: 下了没, 没被挂起吧, "was it ever released". */
const asksIfDone =
  /[了过](?:没有?|吗|么|嘛)|[下放开批提领发排挪改停换](?:没有?|过?没)(?=[?？。!！]?$)|不会.{0,12}吧|没有?(?:被|人)?(?:下|放|停|挂|取消|暂停|改|动|换|挪|批|删|开)[^，,就]{0,3}吧(?=[?？。!！]?$)|被[^，,。]{1,8}了吧|是不是|是否|有没有|^(?:was|were|has|have|did)(?![a-z])/i;
export const asksWhetherDone = (text: string): boolean => asksIfDone.test(text);

/** It asks which, why or when, or whether it should be, and wants nothing done; whatever suits is none of it. */
const asksOnly =
  /要不要|该不该|用不用|\d.{0,8}还是.{0,8}\d|哪|谁|为什么|为啥|咋(?:还|没|就)|怎么(?:还|没|就|会|回事|样|缓解)|什么时候|啥时候|几[点号]|几时|多久|^(?:and |so |ok(?:ay)?,? |but )?(?:which|who|why|when|how|what|where|is|are|was|were|does|did|has|have|should)(?![a-z])/i;
const whatever =
  /都行|都可以|随便|不管|无论|哪条.{0,4}就|哪.{0,6}(?:快|早|空)|(?<![a-z])(?:whichever|whatever)(?![a-z])/i;
/** Whether a sentence only asks, so that no act is wanted. */
export const onlyAsks = (text: string): boolean =>
  (asksOnly.test(text) || asksIfDone.test(text)) && !whatever.test(text);

/** What a question about an act on an order comes to, by the act and the words. */
export const askedOf = ({ tool, order = null, line = null }: ToolCall, text: string): ToolCall => {
  if (!order) return { tool: "cannot_do" };
  if (tool === "move_order" && line) return { tool: "what_if_order", order, line };
  if (tool === "create_requisition") return { tool: "check_kit", order };
  return (tool === "release_order" || tool === "move_order") && !asksWhetherDone(text)
    ? { tool: "can_release", order, line: null }
    : { tool: "order_status", order };
};

/** What a sentence is about that means a question of this kind; a model takes the nearest one for what it does not know. */
const subjects: Readonly<Partial<Record<ToolName, RegExp>>> = {
  late_orders:
    /晚|迟|延|逾|误|拖|超期|超时|来不及|赶不|按时|准时|按期|交期|交付|交不|急|落后|危险|风险|卡|违约|(?<![a-z])(?:late\w*|delay\w*|overdue|behind|slip\w*|due|deliver\w*|on[- ]time|in time|urgent\w*|at risk|risk\w*|deadlines?|orders?|tardy|miss(?:es|ed|ing)? (?:their|its|the|our))(?![a-z])/i,
  line_status:
    /线|机|设备|台|停|开|跑|运行|空|闲|忙|干|状态|怎么样|咋样|情况|在制|堆|压|坏|故障|工位|区|(?<![a-z])(?:lines?|machines?|stations?|running|runs?|down|up|idle|status|doing|busy|free|floor|equipment|cells?|chambers?|testers?|stopp\w*|work\w*|smt|asm|wip|offline|producing|making)(?![a-z])/i,
  who_decided:
    /批|否|审|决定|同意|拒|下达|放行|暂停|取消|谁[让叫]|谁提|谁(?:下|放|停|改|换|插|开)的|(?<![a-z])(?:approv\w*|reject\w*|decid\w*|releas\w*|held|hold|cancel\w*|sign\w* off|authori[sz]\w*|allow\w*|ask\w* for|said (?:yes|no|ok)|did (?:that|it|this)|let)(?![a-z])/i,
  planned_next:
    /单|排|线|接|后|下一|然后|机|轮|先|(?<![a-z])(?:orders?|jobs?|plan\w*|lines?|queue\w*|behind|after|next|schedul\w*|sequence|first|up)(?![a-z])/i,
  diagnose_unit:
    /修|测|坏|故障|板|单元|台|块|症状|不过|失败|毛病|原因|不良|虚焊|不亮|不开|开不|没(?:电|信号|输出|反应|显示)|异常|低|高|偏|漏|短路|噪|重启|(?<![a-z])(?:repair\w*|fix\w*|test\w*|fail\w*|units?|boards?|broken?|fault\w*|wrong|symptom\w*|diagnos\w*|sn|bad|dead|no|not|doesn'?t|won'?t|low|high|power|reset\w*|reboot\w*|check|unstable|drift\w*|rework\w*|defect\w*)(?![a-z])/i,
  who_is_there:
    /谁|人|班|岗|员|技能|资质|请假|缺勤|顶|工人|会(?:做|开)|师傅|(?<![a-z])(?:who\w*|people|persons?|staff|shift|operators?|crew|team|qualif\w*|skill\w*|certif\w*|absent|sick|cover|hands|on duty|technicians?|engineers?|trained)(?![a-z])/i,
  line_load:
    /线|瓶颈|负荷|负载|产能|忙|满|紧|排满|机|卡在|拖后腿|压力|工时|(?<![a-z])(?:lines?|bottleneck\w*|load\w*|capacity|busy|full|tight\w*|constrain\w*|utili[sz]\w*|machines?|holds? .{0,8}up|slowest|limit\w*|room|stretched|overload\w*|choke\w*|smt|asm)(?![a-z])/i,
};
/** The same of questions about one order, where none is named nor was talked of. */
const ofNoOrder: Readonly<Partial<Record<ToolName, RegExp>>> = {
  order_status:
    /单|进度|状态|做完|做好|完成|完工|交|(?<![a-z])(?:orders?|jobs?|wo|progress|status|done|finish\w*|ready|complete\w*|ship\w*|deliver\w*)(?![a-z])/i,
  can_release: /单|下|放|开|投|(?<![a-z])(?:orders?|jobs?|releas\w*|start\w*|run|launch\w*|begin)(?![a-z])/i,
  explain_late:
    /单|晚|迟|延|拖|逾|误|(?<![a-z])(?:orders?|jobs?|late\w*|delay\w*|behind|slip\w*|overdue|held up)(?![a-z])/i,
};

/** Of the plants of others nothing is known. */
export const ofOthers =
  /竞争对手|竞品|友商|同行|行业|业内|别的厂|其他工厂|别人家|(?<![a-z])(?:competitors?|industry|benchmark\w*|other (?:plants?|factor(?:y|ies)|companies)|world[- ]class|peers)(?![a-z])/i;

/** A figure of whatever kind. */
const figure =
  /多少|几|率|量|数|时|趋势|走势|曲线|平均|比|高|低|升|降|涨|跌|掉|变|好|差|慢|快|水平|表现|怎么样|咋样|稳|达标|指标|(?<![a-z])(?:how|rates?|ratios?|trend\w*|average|percent\w*|levels?|perform\w*|better|worse|drop\w*|ris\w*|rose|fell|fall\w*|up|down|chang\w*|counts?|numbers?|total|figures?|kpis?|high\w*|low\w*|slow\w*|fast\w*|quality|yields?|losing|targets?)(?![a-z])/i;
/** Whether a sentence that names no figure asks for one. */
export const saysFigure = (text: string): boolean => figure.test(text);

/** Whether the words say what a question is about; true of those that any words may ask. */
export const saysSubject = ({ tool, order }: Pick<ToolCall, "tool" | "order">, text: string): boolean =>
  ((order ? undefined : ofNoOrder[tool]) ?? subjects[tool])?.test(text) ?? true;
