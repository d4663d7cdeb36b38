import type { Beyond } from "./entry.ts";

/** When a vehicle charges. */
export const chargesItself: Pick<Beyond, "text" | "instead"> = {
  text: {
    zh: "车辆不由一句话派去充电：电量低于路网里设定的下限，或没有任务而电量不满时，它自己去。下限在“车间”页的路网设置里改。",
    en: "No sentence sends a vehicle to charge: it goes by itself when its battery is below the roadmap's limit, or when it is idle and not full. The limits are part of the roadmap on the Floor page.",
  },
  instead: ["look_up"],
};

/** Who sends vehicles. */
export const sentByTraffic: Pick<Beyond, "text" | "instead"> = {
  text: {
    zh: "车辆由交通调度派：下达工单、领料或维修时它们自己取送。要它们避开一块地方，在“车间”页画禁行区。没有派任何车。",
    en: "Vehicles are sent by traffic control, for released orders, requisitions and repairs. To keep them out of a place, draw a blocked zone on the Floor page. None was sent.",
  },
  instead: ["look_up"],
};

/** What is done on a page of the console. */
export const ofPages: readonly Beyond[] = [
  {
    says: /(?:把|叫|让|派)(?:没事|空闲|闲着?|空着?)的?那[台辆个](?:车)?.{0,4}(?:叫|派|开|调|送|去|来|到)|(?:让|叫|派|喊)[它他](?:们)?(?:现在|马上|赶紧|再)?(?:去|来|到|回|送|拉|接|运|取|搬)|(?<![a-z])(?:send|get) it (?:to|back|over|for)(?![a-z])/i,
    unless: /充|维修|复测|审/,
    ...sentByTraffic,
  },
  {
    says: /修好了(?!吗|没|么|几|多少|哪|[?？])|补焊(?:好|过)?的?|重焊(?:好)?了|(?:送|回去|拿去|去)复测|(?<![a-z])(?:passes now|passed now|(?:ok|okay|done|fixed)[, ]+(?:i )?(?:replaced|resoldered|re-soldered|reworked|swapped) (?:the |a )?[a-z]|(?:resoldered|re-soldered|reworked) [a-z]\d)/i,
    unless: /怎么|哪|谁|[?？]|(?<![a-z])(?:how|which|what|when|line|smt|asm)(?![a-z])/i,
    text: {
      zh: "维修在“维修”页记录：扫或输入序列号，选做了什么、换了或补焊了哪个位号，再送复测；复测结果会告诉系统判断对不对。这里没有记下任何东西。",
      en: "Repairs are recorded on the Repair page: scan or type the serial number, say what was done and at which place, and send the unit to retest; its next test tells whether it was right. Nothing was recorded here.",
    },
    instead: ["diagnose_unit"],
  },
  {
    says: /(?:送|提交|发)(?:给)?.{0,8}(?:审(?:批|核)?|会签)(?:吧|了)?$|(?:写好|改好)了.{0,4}(?:送|提交|发).{0,8}审|(?<![a-z])(?:submit|send) (?:it|that|this|the (?:draft|instruction)).{0,20}(?:review|approval)/i,
    text: {
      zh: "送审在“工艺文件”页：打开草稿，先过检查，再按“送审”；任何有审批角色而不是作者的人都可以批（谁能批由管理员给角色）。",
      en: "A draft is sent for review on the Documents page: open it, let it be checked, press Send for review; whoever holds the approver's role may approve it (roles are given by the administrator).",
    },
    instead: ["instruction_status", "open_decisions"],
  },
  {
    says: /第.{1,3}步.{0,6}(?:加|删|改|插)|(?:加|删|改)(?:上|掉)?一(?:句|步|条)|(?<![a-z])(?:add|insert|remove|delete|change) (?:a |the )?(?:step|line|sentence|note|warning) /i,
    unless: /为什么|哪|谁|[?？]/,
    text: {
      zh: "作业指导书的文字在“工艺文件”页改：打开草稿，在那一步里改或加一句，再过检查、送审。这里没有改动。",
      en: "The words of a work instruction are changed on the Documents page: open the draft, edit the step or add to it, let it be checked and send it for review. Nothing was changed here.",
    },
    instead: ["instruction_status"],
  },
  {
    says: /(?:导出|下载|打印|存成|转成).{0,12}(?:指导书|sop|文件|pdf|word)|(?:指导书|sop|wi).{0,12}(?:导出|下载|打印|pdf|word)|(?<![a-z])(?:export|print|download) .{0,24}(?:wi|work instruction|sop|instruction)s?(?![a-z])|(?<![a-z])(?:wi|work instruction|sop)s? .{0,12}(?:as |in )(?:a )?(?:pdf|word)/i,
    text: {
      zh: "作业指导书在“工艺文件”页打开，按“打印 / 导出”：中文或英文，按纸张排好版，可以打印或另存为 PDF，Word 也能打开。这里没有写新的草稿。",
      en: "Open the work instruction on the Documents page and press Print / export: a page made for paper, in Chinese or in English, to print or save as PDF; Word opens it too. No new draft was written here.",
    },
    instead: ["instruction_status"],
  },
  {
    says: /(?:路|道|通道|过道|走廊|区域).{0,12}(?:封(?:一|闭|掉|起来|上)|刷漆|禁行|绕开|绕行|不能走|别走)|(?<![a-z])(?:close|block) (?:off )?the (?:road|aisle|lane|path|corridor|way)(?![a-z])/i,
    text: {
      zh: "封路在“车间”页做：在图上画一块禁行区，车辆马上绕开；刷完漆再撤掉它，它不会到点自己撤。调度员和自动化工程师可以画。",
      en: "A road is closed on the Floor page: draw a blocked zone on the map and vehicles go around it at once; lift it when the work is done, as it does not lapse by itself.",
    },
    instead: ["look_up"],
  },
  {
    says: /(?:夜里|晚上|半夜|休息).{0,6}(?:别|不要)(?:吵|打扰|发|提醒|通知)|只(?:发|在)白天|免打扰|(?<![a-z])(?:do not disturb|quiet hours|only (?:tell me |alert me )?(?:during|in) the day)(?![a-z])/i,
    text: {
      zh: "通知不分时段：预警和剧本一触发就发。要只在白天处理，在“剧本”页给剧本加条件，或把通知对象换成当班的角色。没有改动任何东西。",
      en: "Notices know no hours: they are sent when a rule or playbook fires. To have it by day only, give the playbook a condition on the Playbooks page, or another role to tell. Nothing was changed.",
    },
    instead: ["open_alerts"],
  },
  {
    says: /(?:停|坏|宕)(?:机)?(?:了)?(?:超过?|满|多于)?.{0,8}(?:自动|自己)(?:出|给|提|生成|排).{0,8}(?:方案|计划)|(?<![a-z])automatically (?:propose|repair|replan)/i,
    text: {
      zh: "这是一个剧本：“产线停超过 N 分钟 → 推演 → 出一份修复计划等您批准”。在“剧本”页打开示例或新建，选产线和分钟数，试跑过去几天，再启用；它从不自己生效，总要人批。只想被通知，可以直接说“产线停超过 N 分钟通知我”。",
      en: "That is a playbook: a line down for N minutes → what-if → a repaired plan for your approval. Open the example on the Playbooks page or make one, choose the line and the minutes, try it on the past days and switch it on; it never acts without an approval. To be told only, say “tell me when a line is down for more than N minutes”.",
    },
    instead: ["watch_line", "open_alerts"],
  },
  {
    says: /(?:每[天日周班晚早]|每(?:个)?(?:小时|早上|星期|班次)|定时|到点|自动).{0,16}(?:重排|排产|重新排|排一[次遍]|滚动排)|(?<![a-z])(?:re-?plan|re-?schedul\w*|plan anew|make a (?:new )?plan) .{0,12}(?:every|each|daily|automatically|at \d+ every)|(?:automatically|every (?:day|morning|night|shift|hour)) .{0,12}(?:re-?plan|re-?schedul\w*)/i,
    unless: /为什么|为啥|上次|(?<![a-z])(?:why|when did)(?![a-z])/i,
    text: {
      zh: "定时重排是一个剧本：到点 → 排一份新计划 → 等计划员批准。在“剧本”页新建，触发选时间，动作选“排产”，先试跑再启用；它从不自己生效。没有排产，也没有设任何东西。",
      en: "Planning at set times is a playbook: when it is time, a new plan is made and waits for a planner. Make one on the Playbooks page with a time as its trigger and the plan as its act, try it and switch it on; it never acts without an approval. Nothing was planned or set.",
    },
    instead: ["plan_status", "make_plan"],
  },
  {
    says: /剧本|(?<![a-z])playbooks?(?![a-z])/i,
    text: {
      zh: "剧本跑没跑、每一步做了什么、为什么没跑，在“剧本”页每个剧本的运行记录里；聊天里答不出来。等批准的提案可以在这里问。",
      en: "Whether a playbook ran, what each step did and why it did not is in its runs on the Playbooks page; the chat does not tell it. What waits for approval can be asked here.",
    },
    instead: ["open_decisions", "open_alerts"],
  },
  {
    says: /急停.{0,14}(?:恢复|解除|复位|重启|怎么|接着|继续)|(?<![a-z])(?:e-?stop|emergency stop)(?![a-z]).{0,60}(?:going again|release|reset|recover|restart|resume|clear)/i,
    unless: /agv|小车|车体|(?<![a-z])vehicle/i,
    text: {
      zh: "单元的急停只在现场解除，一句话解除不了：先确认没有人在里面、查明原因，旋开按下的红色按钮；再由自动化工程师在“单元”页写明查到什么并复位，选择让任务继续还是结束。",
      en: "A cell's emergency stop is released at the cell only, never by a sentence: see that nobody is inside and why it was pressed, turn the red button free; then the automation engineer resets the cell on the Cells page with what was found, and lets the run go on or ends it.",
    },
    instead: ["open_alerts"],
  },
  {
    says: /(?:把|先|让)?.{0,6}(?:它|双臂|单臂|机械臂|机器人|那[个台条]).{0,4}(?:摘掉|摘出来|踢出|剔除|隔开|排除)|(?<![a-z])take .{0,16}(?:arm|robot) out(?![a-z])/i,
    text: {
      zh: "一句话摘不掉机器人。机器人报故障时系统自己把它排除，剩下的绕开它重新排、接着做；要从单元里拿掉它，由自动化工程师在“单元”页改单元描述。",
      en: "No sentence takes a robot out. One that reports a failure is left out by itself, and the rest is planned around it and goes on; to take it out for good the automation engineer changes the description of the cell on the Cells page.",
    },
    instead: [],
  },
  {
    says: /(?:换了|换过|试了|试过|查了|查过).{0,10}(?:还是|没用|不行|一样|没好)|(?:记|登记|录)(?:一?下|上|成|为)?.{0,8}(?:坏|换了|修好|不良|虚焊|短路)|(?<![a-z])(?:record|note|log|put down) .{0,16}(?:was|is|as) .{0,20}(?:bad|dead|broken|faulty|replaced)(?![a-z])|(?<![a-z])(?:(?:swapped|replaced|changed|tried) .{1,24}(?:still|same|no luck)|tried (?:that|it)|still (?:the same|fails|failing)|didn'?t help|no change)(?![a-z])/i,
    unless: /线|(?<![a-z])(?:line|smt|order)(?![a-z])/i,
    text: {
      zh: "把查过、换过的告诉“维修”页：打开这台的序列号，回答那一步的查看结果，或记下做过的维修；复测没过，它就知道不是这个，按剩下的原因重新排序，说出下一步。聊天里不记。",
      en: "Tell the Repair page what was looked at or replaced: open the unit there, answer the look or record the repair; when the next test fails, it knows that this was not it, ranks what remains anew and says what to do next. The chat keeps no findings.",
    },
    instead: ["diagnose_unit"],
  },
  {
    says: /(?:按|照)(?:着)?(?:这个|刚才那?个|上面那?个)?(?:方案)?(?:来)?(?:排|出)(?:一?份|个)?(?:计划|方案)?(?:吧|了)$|(?<![a-z])(?:make|propose|take|adopt) (?:that|this) (?:a |the )?plan(?![a-z])/i,
    text: {
      zh: "推演不改计划：按那条答案下面的“提出修复”，它按同样的停机生成一份修复计划，等计划员批准。要不带停机、整个重排，就说“重新排产”。",
      en: "A what-if changes no plan: press Propose a repair below that answer; it makes a repaired plan with the same stop, which waits for a planner. To plan everything anew without it, say so.",
    },
    instead: ["make_plan"],
  },
  {
    says: /(?:用|装|贴|流)(?:到|在|进|去)了?哪|追溯|(?<![a-z])(?:what|where|which \w+) (?:did|has|have) (?:it|that|they|the lot) (?:go|gone|went) (?:in)?to|(?:which|what) (?:units|boards) (?:have|used|use|contain)(?![a-z])/i,
    unless: /lot-?\d|工单|(?<![a-z])wo-?\d/i,
    text: {
      zh: "按批次号可以问它被哪些领料单和工单领走（“LOT-… 在哪”）；单件装了哪一批、已经发给谁，这里没有记录，到不了单台追溯。",
      en: "Ask by the id of a lot which requisitions and orders took of it (“where is LOT-…”); which single unit holds it and where that went is not recorded here.",
    },
    instead: ["stock_status"],
  },
  {
    says: /[去赶]去?充(?:电|$)(?!多|了)|(?<![a-z])(?:to|go|send .{0,12}) ?(?:re)?charge(?![a-z])/i,
    unless: /哪|多少|几|[?？]|(?<![a-z])(?:which|when|how|is|are)(?![a-z])/i,
    ...chargesItself,
  },
];
