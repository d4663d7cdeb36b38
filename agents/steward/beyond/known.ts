import type { Beyond } from "./entry.ts";
import { maintenanceCalled, maintenanceDue } from "./maintenance.ts";
import { moneyWords } from "./money.ts";
import { chargesItself, sentByTraffic } from "./pages.ts";

/** What people ask for and no sentence does, where the model may take it for what one does; told where it came to nothing else. */
export const known: readonly Beyond[] = [
  maintenanceCalled,
  maintenanceDue,
  {
    says: /中位数?|标准差|方差|分位|百分位|众数|(?<![a-z])(?:medians?|std\.? ?dev\w*|standard deviations?|variances?|percentiles?|quartiles?|p(?:50|90|95|99))(?![a-z\d])/i,
    text: {
      zh: "指标只按合计、均值和比例算，没有中位数、标准差和分位数；要看分散程度，请问它每天的走势，走势里有均值和控制限。",
      en: "Figures are totals, means and ratios; there are no medians, standard deviations or percentiles. To see how they spread, ask for the trend by day, which has a mean and control limits.",
    },
    instead: ["metric_trend", "metric_value"],
  },
  {
    says: /^(?:那|要是|如果|一旦|等)*(?:低于|高于|超过|跌破|突破|降到|降至|升到|涨到|掉到|跌到)?\s*\d+(?:\.\d+)?\s*%?\s*(?:以[下上]|时)?.{0,4}(?:喊|叫|告诉|通知|提醒|知会)(?:一?下)?(?:我|大家|一声)?[。.!！]?$|^(?:tell|alert|ping|notify|warn|let) (?:me|us)(?: know)? (?:if|when) (?:it )?(?:is |goes |drops |falls |rises )?(?:below|under|above|over) \d+(?:\.\d+)?%?[.!]?$/i,
    text: {
      zh: "要盯哪个指标没有说，什么都没有设：把指标和界限说在一句里，例如“OEE 低于 60 提醒我”。",
      en: "You did not say which figure, and nothing was set: say the figure and its limit in one sentence, such as “tell me if the OEE is below 60”.",
    },
    instead: ["metric_value", "open_alerts"],
  },
  {
    says: /(?:换|调|对调|互换|交换)(?:一?下|一?个)?(?:先后|顺序|位置|次序)|(?:对调|互换)|(?<![a-z])(?:swap|switch|change the order of|exchange)(?![a-z])/i,
    text: {
      zh: "两张工单不能一句话对调。把要先做的那张提前（“把 … 提前”），提案会说出另一张和其它工单晚多少；或者把其中一张换到别的产线。",
      en: "Two orders are not swapped by one sentence. Bring forward the one that is to be first: the proposal tells by how much the other and the rest move; or move one of them to another line.",
    },
    instead: ["expedite_order", "move_order"],
  },
  {
    says: /(?:去|先|让.{0,6}|回来)充电|[去赶]去?充(?!分|足)|(?<![a-z])(?:to|go|send .{0,12}) ?(?:re)?charge(?![a-z])/i,
    ...chargesItself,
  },
  {
    says: /(?:把|让|叫|派).{0,12}(?:AGV|小车|叉车|机器人).{0,12}(?:开|去|来|到|回|停)|(?:叫|派|喊|调|来)(?:个|一?[台辆]|[辆台])(?:AGV|小?车|叉车)|(?:叫|派|喊|调)(?:AGV|小车|叉车)|(?:叫|派|让|换)(?:别的|另外?一?[台辆]|其它的?|其他的?)(?:AGV|小?车|叉车).{0,4}(?:去|来|送|拉|接|运)|(?<![a-z])(?:send|drive|move|bring|call|get|fetch) (?:me )?(?:the |an? )?(?:agv|vehicle|robot|truck|cart)(?![a-z])/i,
    ...sentByTraffic,
  },
  {
    says: /(?:安排|预留|锁定|占用|订|约).{0,10}(?:保养|检修|维护|停机|时段|窗口)|(?<![a-z])(?:block|book|reserve) (?:it|that|the (?:slot|window|time))|(?:book|reserve|block|schedule|create) .{0,24}(?:maintenance|downtime|pm(?![a-z]))/i,
    text: {
      zh: "停机时段不能一句话占下来：在主数据里给产线加一条日历例外（calendar_exceptions，GraphQL writeRecords 或导入），再说“重新排产”。可以先问哪段时间有空、停下来有什么影响。",
      en: "A stop is not booked by a sentence: give the line a calendar exception in the master data (calendar_exceptions, by GraphQL writeRecords or an import), then make a new plan. Ask first when the line is free, and what the stop would do.",
    },
    instead: ["line_gaps", "what_if_down", "make_plan"],
  },
  {
    says: /(?:退回|回到|恢复|改回|还原).{0,8}(?:计划|版本|那版)|(?:上一?个?|原来那?|旧)版.{0,6}(?:退|换回|恢复|用回|改回)|退回(?:去|上一?版)|(?<![a-z])(?:roll ?back|go back to|revert|restore) (?:the |to )?(?:[a-z]+ )?(?:plan|version)/i,
    text: {
      zh: "不能退回旧计划：现场已经往前走了。旧版本可以在“计划”和“回放”页看；要换掉现行计划，就重新排产或提修复方案。",
      en: "An earlier plan is not put in force again: the floor has moved on. Look at it on the Plan and Replay pages; to replace the plan in force, make a new one or propose a repair.",
    },
    instead: ["plan_status", "make_plan"],
  },
  {
    says: new RegExp(
      `${moneyWords.source}|预算|罚款|违约金|赔|便宜|划算|利润|产值|(?<![a-z])(?:cheap\\w*|expensive|price|penalt\\w+|profit|revenue|euros?)(?![a-z])`,
      "i",
    ),
    text: {
      zh: "这里没有价格和成本数据，只有时间、数量和质量：晚多少天、影响哪些客户可以问。",
      en: "There are no prices or costs here, only times, quantities and quality: ask how late orders are and whose they are.",
    },
    instead: ["late_orders", "metric_value"],
  },
  {
    says: /(?:这|那)块.{0,4}报废|报废(?:申请|吧|掉)|修不了|(?<![a-z])scrap (?:it|this|that|the (?:board|unit))/i,
    text: {
      zh: "报废一件在“维修”页办：扫它的序列号，结论选“报废”。",
      en: "A unit is scrapped on the Repair page: scan its serial number and record scrap as the outcome.",
    },
    instead: ["diagnose_unit"],
  },
  {
    says: /(?:第[一二三]个|这个|那个|都|全部)(?:给我)?(?:批了|批准|通过|同意|退回|不批|不同意|否决|拒绝)|(?<![a-z])approve (?:it|that|this|the (?:first|second|last)|all|them)(?![a-z])/i,
    text: {
      zh: "批准不靠一句话：请在那条提案的卡片上按“批准”或“拒绝”，那里有依据和影响。",
      en: "A sentence approves nothing: press Approve or Reject on the proposal's card, beside its reasons and effects.",
    },
    instead: ["open_decisions"],
  },
  {
    says: /(?:冻结|封存|隔离|锁定)(?:.{0,8}(?:料|批|库存)|它|剩下)|(?<![a-z])(?:block|quarantine|freeze) (?:what|the (?:rest|lot|stock|reel|material)|it|that|this lot)/i,
    unless: /哪|多少|几(?!天)|有没有|(?<![a-z])(?:which|how many|any)(?![a-z])/i,
    text: {
      zh: "批次的冻结和放行在 MES 里做（lots 的 status，GraphQL writeRecords 或导入），这里随即按新状态算齐套和计划。",
      en: "Lots are blocked and freed in the MES (the status in lots, by GraphQL writeRecords or an import); kits and plans reckon with it at once.",
    },
    instead: ["stock_status"],
  },
  {
    says: /工伤|受伤|事故|未遂|(?<![a-z])(?:accidents?|near miss|injur\w+|hurt(?! .{0,24}(?:dates?|orders?|deliver\w*|deadlines?|plan|schedule|others)))(?![a-z])/i,
    text: {
      zh: "事故不在这里登记：按现场的应急流程报给班长和安环。巡检发现的隐患可以问。",
      en: "Accidents are not recorded here: report them to the shift leader and the safety officer. What patrols found can be asked.",
    },
    instead: ["patrol_status", "who_is_there"],
  },
  {
    says: /(?:写|整理|总结|发).{0,6}(?:报告|邮件|纪要|早会|材料)|(?:发|转)给|做成图|画[成个一]?图|(?<![a-z])(?:write|draft|type|send|mail|e-?mail) (?:that|this|it|up|a |an |the |me )/i,
    text: {
      zh: "我不写报告也不发邮件；能写的是作业指导书。班次总结、指标和检测情况可以直接问，答案能复制；走势有图。",
      en: "I write no reports and send no mail; what I write are work instructions. Ask for the shift report, a figure or the inspection and copy the answer; a trend comes with its curve.",
    },
    instead: ["shift_report", "inspection_status"],
  },
  {
    says: /短一?点|精简|简短|[一二三四五六七八九十\d]+行(?:以内|之内)|(?<![a-z])(?:shorter|make it short|less jargon|plainer|in (?:\d+|two|three|four|five) (?:lines|words))(?![a-z])/i,
    text: {
      zh: "答案由查到的事实拼成，长短不能调：第一句是要点，表里是明细，复制前几句就是短的。要窄一点可以只问一条线或一个班次。",
      en: "Answers are put together out of what was found, at one length: the first sentence is the gist, the rows are the detail; copy as much as you need. To narrow it, ask for one line or one shift.",
    },
    instead: ["shift_report", "overview"],
  },
  {
    says: /催(?:一?[下催]|促|办)|(?<![a-z])(?:chase|hurry) (?:them|him|her|it|that)(?![a-z])/i,
    text: {
      zh: "我不替您催人，也不发消息：巡检的问题在“车间”页，谁负责、关没关都在那里；产线恢复可以让我通知您。",
      en: "I chase nobody and send no messages: what patrols found is on the Floor page, with whether it is closed; when a line is back I can tell you.",
    },
    instead: ["patrol_status", "who_is_there"],
  },
  {
    says: /从哪(?:里|儿)?(?:得|算)?来的|数据来源|(?<![a-z])where (?:does|do|did) .{0,24}come from/i,
    text: {
      zh: "每个答案的数字都来自卡片下面的“依据”：哪张表、哪个时刻、哪个编号；指标的公式可以问（“OEE 怎么算的”），计划里的时间来自现行计划版本。",
      en: "Every number of an answer is in the evidence below its card: of which record, at which moment, by which id. Ask for a figure's formula (“how is OEE calculated”); planned times are those of the plan version in force.",
    },
    instead: ["plan_status"],
  },
  {
    says: /(?:删[掉除]?|取消|关[掉闭]|撤[掉销]).{0,8}(?:提醒|预警|监控|告警|第[一二三\d][个条])|(?<![a-z])(?:delete|remove|turn off|disable|drop) (?:the |that |my )?(?:alert\w*|alarm\w*|rule\w*|watch\w*|first|second|last)(?![a-z])/i,
    text: {
      zh: "预警在“指标”页删除或停用；还没批准的，在它的卡片上点“拒绝”。什么都没有改。",
      en: "Alerts are ended on the Figures page; one that still waits for approval is turned down on its card. Nothing was changed.",
    },
    instead: ["open_alerts", "open_decisions"],
  },
  {
    says: /(?:复位|重启|重置|解锁).{0,10}(?:agv|小车|车)|(?:agv|小车|车).{0,10}(?:复位|重启|重置|解锁)|(?<![a-z])(?:reset|reboot|restart|unstick|unlock) (?:it|that|the (?:agv|vehicle|cart|robot)|agv[- ]?\d+)(?![a-z])/i,
    text: {
      zh: "车辆在现场复位：先看车上报的故障，排除原因后在车体上复位，它一上线任务接着走。一句话复位不了。",
      en: "A vehicle is reset at the vehicle: see what fault it reports, clear its cause and reset it there; once it is back online its transport goes on. No sentence does it.",
    },
    instead: ["look_up"],
  },
  {
    says: /(?:参数|配方|程序|设定|曲线).{0,12}(?:谁改|改过|变更|变化|改了|历史)|谁(?:改|动)了?.{0,8}(?:参数|配方|程序|设定)|(?<![a-z])(?:(?:parameters?|recipes?|settings?) .{0,16}(?:chang\w+|edited|modified|history)|(?:changed|edited|modified) .{0,12}(?:parameters?|recipes?|settings?))(?![a-z])/i,
    unless: /上限|下限|多少|是什么|指导书|(?<![a-z])(?:limits?|is the|are the|value|instruction)(?![a-z])/i,
    text: {
      zh: "机台上改过哪些参数这里不记录。主数据里的工艺参数谁改的、什么时候改的，在“审计”页看；哪些作业指导书因此要更新，可以问。",
      en: "What was changed on a machine is not recorded here. Who changed process parameters in the master data, and when, is on the Audit page; which work instructions are out of date for it can be asked.",
    },
    instead: ["instruction_status"],
  },
];
