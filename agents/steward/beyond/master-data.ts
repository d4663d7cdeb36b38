import type { Beyond } from "./entry.ts";

const question =
  /怎么|如何|为什么|为啥|谁|吗[?？]?$|(?<![a-z])(?:how (?:do|to|can)|why|who|should)(?![a-z])/i;

/** Which lots are blocked, and how much of them there is, is asked; to free one is not. */
const asksOfLots = new RegExp(
  `${question.source}|哪|多少|几|有没有|(?<![a-z])(?:which|what|many|any)(?![a-z])`,
  "i",
);

/** What the MES keeps, and an import or GraphQL changes; what the house then does by itself. */
export const ofMasterData: readonly Beyond[] = [
  {
    says: /(?:最[老旧早久]|放得?最[久长]|库龄).{0,8}(?:批次|批号|库存|(?<!订|工)批)|(?:批次|库存).{0,8}(?:最[老旧早久]|库龄)|(?<![a-z])(?:oldest (?:lots?|batch(?:es)?|stock)|(?:lots?|batch(?:es)?) .{0,24}oldest|age of (?:the )?(?:lots?|stock))(?![a-z])/i,
    unless: /过期|到期|有效期|工单|订单|(?<![a-z])(?:expir\w*|orders?)(?![a-z])/i,
    text: {
      zh: "批次没有记入库日期，哪批最老说不出来；记的是数量、库位、状态和有效期。可以问“哪些批次快过期”。",
      en: "Lots are kept without the date that they came, so which is the oldest cannot be told; on record are quantity, place, status and expiry. Ask which lots are about to expire.",
    },
    instead: ["stock_status"],
  },
  {
    says: /拆(?:成|分|单|开|一?[下批张]|[两二三几\d])|分成[两二三几\d]+[批张单]|一半.{1,8}一半|(?<![a-z])split (?:wo|the order|order|it|this|that|\d{3,})|(?:split|break) .{0,20}(?:into|in (?:two|three|2|3|half))(?![a-z])|half (?:of it )?on .{2,12} half on/i,
    text: {
      zh: "一张工单不能一句话拆开。在 MES 里另建一张工单分走一部分数量（work_orders，GraphQL writeRecords 或导入），两张再各自排线；或者整张换一条产线。没有改动任何东西。",
      en: "An order is not split by a sentence. Create a second order for part of the pieces in the MES (work_orders, by GraphQL writeRecords or an import) and plan each on its line; or move the whole order to another line. Nothing was changed.",
    },
    instead: ["move_order", "change_order"],
  },
  {
    says: /(?:锁[定住死]|固定|钉住|冻[结住]).{0,20}(?:位置|计划|排[产程]|顺序|时间|工单|单|别(?:再)?动)|(?:在[做干产跑]|要[做干]|排)的.{0,6}(?:锁[定住死]|固定|钉住|冻[结住])|(?:重排|排产|排程)(?:的?时候)?.{0,4}(?:别|不要|不许)(?:再)?动|(?<![a-z])(?:lock|freeze|pin) (?:wo|the (?:order|plan|schedule)|order|it|this|these|them|everything|all|what|\d{3,}).{0,40}(?:place|where|position|plan|schedule|slot|line|there|(?:smt|asm|bi|ft)-?\d)|replan (?:must not |not |doesn'?t )?touch/i,
    text: {
      zh: "没有把一张工单钉在计划里的命令。已经下达的工序重排时不动；“采用修复计划”也尽量不动没受影响的。要稳住它，现在就下达。没有改动任何东西。",
      en: "There is no command that pins one order in the plan. What is released is not moved when the plan is made anew, and a repair leaves alone what is not hit. To keep this one, release it. Nothing was changed.",
    },
    instead: ["can_release", "release_order"],
  },
  {
    says: /(?:新建|新增|新开|录入|建一?[张个]|加一张)(?:一?[张个])?(?:新的?)?(?:工单|订单|生产单)|(?<![a-z])(?:create|add|enter|open) (?:a |an )?(?:new )?(?:work |production |sales )?orders? (?:for|of|to make|over)/i,
    unless: question,
    text: {
      zh: "工单不由一句话新建：它来自 ERP/MES（work_orders，GraphQL writeRecords 或 CSV 导入），进来以后说“重新排产”。建之前可以先问能不能按期交。",
      en: "An order is not created by a sentence: it comes from the ERP or MES (work_orders, by GraphQL writeRecords or a CSV import); then make a new plan. Before that you may ask whether it could be delivered in time.",
    },
    instead: ["promise_date", "make_plan"],
  },
  {
    says: /实盘|盘点(?:出来|下来|结果)?.{0,6}(?:是|只有|少|多|不对)|账实|(?:数|点)(?:出来|下来|过了?).{0,4}(?:只有|才|是)|库存.{0,8}(?:改成|改为|调成|更正|修正|调账)|(?<![a-z])(?:count(?:ed)?|stocktake|inventory) (?:says|shows|is|found|gave)|(?:correct|adjust|fix) the (?:stock|count|inventory)/i,
    unless: question,
    text: {
      zh: "库存不由一句话更正：数量是 MES 里批次的数量（lots，GraphQL writeRecords 或导入，要有写主数据的权限），改了以后齐套和计划随即按新数量算。没有改动任何东西。",
      en: "Stock is not corrected by a sentence: it is the quantity of the lots in the MES (lots, by GraphQL writeRecords or an import, by who may write master data); kits and plans reckon with it at once. Nothing was changed.",
    },
    instead: ["stock_status"],
  },
  {
    says: /(?:料|批次?|卷|盘)(?:次)?.{0,10}(?:先)?(?:封了|封掉|封起来|封存|隔离|冻结)|退(?:回|货|还)?给?(?:供应商|厂家|原厂|供方)|(?<![a-z])(?:quarantine|block|reject|return) (?:the |that |this )?(?:lot|batch|reel|mat)|(?:return|send) .{1,24} (?:back )?to (?:the |its |their )?(?:supplier|vendor)/i,
    unless: asksOfLots,
    text: {
      zh: "批次的冻结、放行和退回在 MES 里做（lots 的 status 和数量，GraphQL writeRecords 或导入），这里随即按新状态算齐套和计划。没有改动任何东西。批次用到哪些工单，可以按批次号问。",
      en: "Lots are blocked, freed and returned in the MES (the status and quantity in lots, by GraphQL writeRecords or an import); kits and plans reckon with it at once. Nothing was changed. Which orders took of a lot can be asked by its id.",
    },
    instead: ["stock_status"],
  },
  {
    says: /(?:调|改|提|升|降|加|减)(?:高|低|大|小|到|成)?.{0,14}(?:温度|炉温|峰值|温区|贴装参数|印刷参数|工艺参数|标准工时|刮刀压力)|(?:温度|炉温|峰值|温区|参数|标准工时|速度|链速|转速).{0,8}(?:调|改|提|升|降|加|减)(?:高|低|大|小|快|慢|到|成|\d)|(?<![a-z])(?:raise|lower|increase|decrease|set|change|bump) (?:up |down )?the .{0,24}(?:temp\w*|pressure|parameters?|standard time|cycle time|speed)(?![a-z])/i,
    unless: question,
    text: {
      zh: "工艺参数和标准工时不由一句话改：它们是主数据（process_parameters，GraphQL writeRecords 或导入），改了以后引用它的作业指导书会标成要更新，由另一位有审批权的人批准后才生效。没有改动任何东西。",
      en: "Process parameters and standard times are not changed by a sentence: they are master data (process_parameters, by GraphQL writeRecords or an import). Work instructions that cite them are then marked out of date and come in force once somebody else who may approve has approved them. Nothing was changed.",
    },
    instead: ["instruction_status"],
  },
  {
    says: /同(?:一?种?)?(?:型号|产品|机种|类)(?:的)?.{0,8}(?:排(?:在)?一[块起]|放一[块起]|合并|连着|集中)|(?<![a-z])(?:group|batch|run) (?:the )?same (?:products?|models?|types?)/i,
    text: {
      zh: "同型号排在一起没有单独的命令：每次排产都把换线时间算进去，在不让工单更晚的前提下自己归并。重新排产会给出新方案，批准后才生效；换线次数可以按班次或产线问。",
      en: "There is no command of its own for that: each plan reckons with set-up times and runs like products together where no order ends later for it. A new plan is proposed and waits for approval; how many set-ups there are can be asked by shift or line.",
    },
    instead: ["make_plan", "planned_work"],
  },
];
