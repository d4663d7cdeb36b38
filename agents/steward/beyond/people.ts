import type { Beyond } from "./entry.ts";

/** Rights, people's data, and what is no matter of the plant. */
export const ofPeople: readonly Beyond[] = [
  {
    says: /(?:删[掉除光]?|清[空除掉]|抹掉|销毁)(?:了|所有|全部|整个)?.{0,10}(?:工单|订单|审计|日志|记录|数据库)|(?<![a-z])(?:delete|wipe|erase|clear|purge|drop) (?:all |every |the |my )?.{0,20}(?:work orders?|orders|audit|logs?|records|database)(?![a-z])/i,
    text: {
      zh: "不删：工单不能成批删除，审计只增不改、有签名链，谁说了也不行。什么都没有执行；这句话留在对话记录里。要取消某一张工单，请说它的编号，批准后才取消。",
      en: "No: orders are not deleted, and the audit only grows and is sealed, whoever allows it. Nothing was done; this sentence stays in the record of the conversation. To call one order off, say its id; it waits for approval.",
    },
    instead: ["cancel_order"],
  },
  {
    says: /(?:授权|给.{1,8}(?:权限|开权限|角色))|让.{1,6}(?:也能|可以|来|代替?)?(?:下达|放行|批准?|审批).{0,14}(?:请假|休假|不在|期间)|代.{1,4}(?:审批|批准)|(?<![a-z])(?:let|allow|give) [a-z .]{2,24}(?:release|approve|cancel|plan)(?: [a-z]+)? orders?|(?:grant|give) .{2,24}(?:rights?|permissions?|role)(?![a-z])/i,
    unless: /怎么|如何|谁(?:给|有)|(?<![a-z])(?:how|who)(?![a-z])/i,
    text: {
      zh: "权限不由一句话给：由管理员给用户加角色（npm run user -- --id … --roles …），下达和暂停要调度员，改计划要计划员，指导书要审批人。在那之前他可以问，也可以提，但批不了。没有改动任何权限。",
      en: "Rights are not given by a sentence: the administrator gives a user a role (npm run user -- --id … --roles …). Releases and holds take a dispatcher, changes of the plan a planner, instructions an approver. Until then he may ask and propose, and not approve. No right was changed.",
    },
    instead: ["open_decisions", "who_is_there"],
  },
  {
    says: /工资|薪水|薪资|奖金|绩效|社保|(?<![a-z])(?:payroll|salary|salaries|wages?|bonus(?:es)?)(?![a-z])/i,
    text: {
      zh: "这里没有工资和绩效数据，也不会有。谁当班、有什么资质可以问。",
      en: "There is no pay or appraisal data here, and there will be none. Who is on shift and qualified for what can be asked.",
    },
    instead: ["who_is_there"],
  },
  {
    says: /天气|下不下雨|下雨|下雪|台风|刮风|(?<![a-z])(?:weather|rain(?:ing|y)?|snow(?:ing)?|typhoon)(?![a-z])/i,
    text: {
      zh: "这里没有天气数据，请看天气预报。货车到货可以问：哪些物料在等、什么时候到。",
      en: "There is no weather data here; look at a forecast. What the trucks are to bring can be asked: which materials are waited for and when they come.",
    },
    instead: ["short_material"],
  },
  {
    says: /^(?:(?:ok|okay|yep|yes|yeah|sure|fine)[,. ]*)?(?:go|go ahead|do it|go for it|approved?|confirm(?:ed)?|yes|yep)[.! ]*$|^(?:好的?|行|可以|嗯)?[，, ]*(?:批准?(?:了|吧)?|同意|确认|就这么(?:办|定)|执行吧?|通过吧?)[。！! ]*$/i,
    text: {
      zh: "批准不靠一句话：请在那条提案的卡片上按“批准”，那里有依据和影响。什么都没有执行。",
      en: "A sentence approves nothing: press Approve on the proposal's card, beside its reasons and effects. Nothing was done.",
    },
    instead: ["open_decisions"],
  },
  {
    says: /第[一二三四五六\d]+[个条张份].{0,4}(?:不批|批了|批准|否了|否掉|拒|驳回|通过|同意)|(?<![a-z])(?:approve|reject) (?:the )?(?:first|second|third|last|all|everything|#?\d)/i,
    unless: /谁|为什么|吗|[?？]/,
    text: {
      zh: "批准和拒绝都不靠一句话：请在那条提案的卡片上按“批准”或“拒绝”，拒绝时可以写理由，那里有依据和影响。什么都没有改。",
      en: "No sentence approves or rejects: press Approve or Reject on the proposal's card, beside its reasons and effects. Nothing was changed.",
    },
    instead: ["open_decisions"],
  },
  {
    says: /(?:还有)?谁(?:能|可以|有权|来)(?:批|审|签)|[他她](?:现在)?(?:能|可以)(?:做|干|批)(?:些)?(?:什么|啥)|(?<![a-z])who (?:can|may|could|has to|must|should|needs to) (?:approve|sign|authori[sz]e)|what (?:can|may) (?:he|she|they) (?:do|approve)(?![a-z])/i,
    unless: /wo-?\d|工单/i,
    text: {
      zh: "谁能批看角色：下达、暂停、恢复由调度员批；排产、提前、换线、改单、取消由计划员批；作业指导书由有审批角色、又不是作者的人批；单元任务由自动化工程师批。一个人不在，同角色的别人可以批；角色由管理员给。每条提案的卡片上写着等谁。问问题谁都可以。",
      en: "Roles say who may approve: a dispatcher releases, holds and resumes; a planner makes plans, brings forward, moves, changes and cancels; work instructions take an approver who did not write them; runs of a cell an automation engineer. Anybody else with the same role may do it; the administrator gives roles. Each proposal's card says whom it waits for. Anybody may ask.",
    },
    instead: ["open_decisions", "instruction_status"],
  },
  {
    says: /客户?退(?:回|货)|退货|返品|客诉|投诉|(?<![a-z])(?:customer (?:returns?|returned|complaints?|complained)|rma|field return)(?![a-z])/i,
    text: {
      zh: "这里没有退货和客诉的记录。有序列号就说出来（SN-…）：能查它的测试、维修和可能的原因；没有序列号，就说测不过的项目或症状。",
      en: "Returns and complaints are not kept here. With its serial number (SN-…) you get a unit's tests, repairs and probable cause; without it, say which test it fails or what it does.",
    },
    instead: ["diagnose_unit"],
  },
  {
    says: /[他她](?:们)?.{0,4}(?:忙不忙|忙吗|在干别的|有别的活|有没有空|有空吗)|(?<![a-z])(?:is|are) (?:he|she|they) (?:already )?(?:on|busy|doing|assigned|free)(?![a-z])/i,
    text: {
      zh: "谁此刻在做哪张工单这里不记，只知道谁当班、有什么资质、谁请假；派活前请问班长。",
      en: "Who works on which order at the moment is not recorded; known is who is on shift, who is qualified for what and who is away. Ask the shift leader before you send somebody.",
    },
    instead: ["who_is_there"],
  },
  {
    says: /竞争对手|竞品|友商|同行|行业(?:平均|水平|标准|内|OEE)?|业内|别的厂|(?<![a-z])(?:competitors?|industry (?:average|standard|benchmark)|(?:other|competing) (?:plants?|factor(?:y|ies)|companies))(?![a-z])/i,
    text: {
      zh: "这里只有本厂自己的数据，别的厂和行业的水平不知道。本厂的指标、走势和原因可以问。",
      en: "Only this plant's own data is here; what others or the industry reach is not known. Its own figures, their trends and causes can be asked.",
    },
    instead: ["metric_value", "metric_trend"],
  },
  {
    says: /(?:把|将)?(?:所有|全部|今天|今日|本周)的?(?:工?单|订单|计划)?.{0,6}(?:都)?(?:取消|撤掉|砍掉|作废)(?!了|的|掉?过)|(?:都|全|全部)(?:给我)?(?:取消|撤掉|砍掉|作废)(?:了|吧|掉)?$|(?<![a-z])(?:cancel|drop|kill|call off) (?:all|every\w*|everything|today'?s)(?![a-z])/i,
    text: {
      zh: "不能成批取消：取消要一张一张来，每张先看影响、再由计划员批准。请说工单号，例如“取消 WO-…”。什么都没有做。",
      en: "Orders are not cancelled all at once: each one is looked at by itself and approved by a planner. Say its id, such as “cancel WO-…”. Nothing was done.",
    },
    instead: ["late_orders", "stuck_orders"],
  },
  {
    says: /我(?:要|想|得)?.{0,4}(?:请假|休假|调休|病假)|(?<![a-z])i(?:'m| am)? .{0,16}(?:sick leave|day off|on leave|call in sick|need leave)(?![a-z])/i,
    text: {
      zh: "请假不在这里办：按厂里的流程报给班长或人事，登记缺勤后这里排产随即按新的人手算。现在谁当班、谁有同样的资质可以问。",
      en: "Leave is not asked for here: tell your shift leader or HR; once the absence is recorded, plans reckon with it. Who is on shift and who holds the same skill can be asked.",
    },
    instead: ["who_is_there"],
  },
  {
    says: /加班(?:了)?(?:多少|几个?)(?:小时|工时|钟头)|(?:多少|几)个?(?:加班)(?:小时|工时)|工时统计|考勤|(?<![a-z])(?:overtime hours?|how much overtime (?:did|was|have)|hours (?:of )?overtime (?:did|were)|timesheets?|attendance)(?![a-z])/i,
    text: {
      zh: "做了多少加班、考勤工时这里不记，在人事系统里。加班能让延期少多少，可以推演。",
      en: "Overtime that was worked and attendance are not kept here but by HR. What overtime would bring the late orders can be asked.",
    },
    instead: ["what_if_shift"],
  },
];
