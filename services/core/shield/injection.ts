import { near, type Rule } from "./families.ts";

const said = ["chat", "record", "message"] as const;
const stored = ["document", "record", "message", "answer"] as const;

// Words of a kind, in both languages.
const ignoring =
  "ignor(?:e|ing)|disregard|forget|scrap|set(?:ting)? aside|put aside|drop|discard|neglect|overrid(?:e|ing)|overrule|pay no attention to|throw (?:out|away)|abandon|bypass|erase|void";
const rules =
  "instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|directives?|restrictions?|safeguards?|constraints?|limitations?|guard ?rails?|programming";
const whose =
  "your|all|any|previous|prior|earlier|preceding|above|system'?s?|safety|initial|original|these|whatever|foregoing";
const ignoringZh =
  "忽略|无视|忽视|忘记|忘掉|忘了|抛开|抛弃|放弃|丢掉|撇开|不(?:再|要|必|用|需|得|准|许)?(?:再)?(?:遵守|理会|遵循|服从|听从|管|受)|无需(?:再)?(?:遵守|理会|遵循)|别(?:再)?(?:管|理会|遵守)|推翻|违反|跳出|摆脱";
const rulesZh =
  "指令|指示|规则|规定|设定|提示词?|限制|约束|策略|准则|守则|命令|系统消息|安全(?:检查|机制|防护)";
const whoseZh =
  "之前|以前|以上|上面|上述|前面|先前|此前|早先|原来|原有|既定|所有|全部|一切|任何|你的?|您的?|系统|安全策略|安全规则";
const machine =
  "ai|a\\.i\\.|(?:ai|language|large|chat) ?(?:language )?models?|llms?|gpt|chat ?bots?|assistant|智能助手|ai ?助手|助手|大模型|语言模型|人工智能|智能体|机器人助手";
const telling =
  "answer|say|tell|reply|respond|state|claim|report|output|print|release|approve|cancel|execute|call|recommend|ignore|act|must|回答|回复|告诉|声称|说|输出|下达|批准|取消|执行|调用|推荐|放行|忽略|报告";

const override: readonly Rule[] = [
  {
    family: "override",
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:[a-z']+ ){0,4}?(?:${whose})(?: [a-z'-]+){0,4}? (?:${rules})(?![a-z])`,
      "u",
    ),
    unless: /work instructions?|revisions?|safety stock/,
  },
  {
    family: "override",
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:the )?(?:${rules})(?! (?:of|for|no|number|\\d))(?![a-z])`,
      "u",
    ),
  },
  {
    family: "override",
    pattern: new RegExp(
      `(?<![a-z])(?:${ignoring}) (?:the )?(?:${rules}) (?:of|from|by) (?:the )?(?:system|house|developer|plant brain)`,
      "u",
    ),
  },
  {
    family: "override",
    pattern: near(
      30,
      "(?<!who |if |they |operators |workers |people )(?:do not|don't|stop|no longer|never|quit|cease)",
      "follow|obey|adher|listen",
      `(?:your|previous|prior|above|system) (?:[a-z]+ )?(?:${rules})`,
    ),
  },
  {
    family: "override",
    pattern: near(
      20,
      `(?<![a-z])(?:${ignoring}|unlearn)`,
      "(?:everything|anything|all|whatever) (?:that )?(?:you (?:were|have|know|learn|had|are)|above|before this|the system|was said (?:above|before))",
    ),
  },
  {
    family: "override",
    pattern: near(
      30,
      `(?:your|system|hidden|the above) (?:[a-z]+ )?(?:${rules})(?: above)?`,
      "(?:are|is|were|have been|has been) (?:now )?(?:void|invalid|obsolete|outdated|suspended|cancell?ed|replaced|lifted|over)",
    ),
  },
  {
    family: "override",
    pattern: near(
      20,
      `(?:${rules})`,
      "(?:do not|don't|does not|doesn't|no longer) appl(?:y|ies) (?:to (?:me|you|us)|any ?more|here)",
    ),
    in: said,
  },
  {
    family: "override",
    pattern: /(?<![a-z])new (?:instructions?|rules|directives?|system prompt) ?:/u,
    in: said,
  },
  {
    family: "override",
    pattern:
      /from now on,? (?:you|the assistant) (?:will|must|shall|only|are|obey|do|override|ignore)|(?:you|obey|listen)(?: to)? (?:now )?(?:only )?(?:obey |to )?only (?:to )?me(?![a-z])|you only (?:obey|listen to) me/u,
  },
  {
    family: "override",
    pattern: near(8, `(?:${ignoringZh})`, `(?:${whoseZh})`, `(?:${rulesZh})`),
    unless: /作业指导书|安全库存|报警/,
  },
  {
    family: "override",
    pattern: new RegExp(`(?:${ignoringZh})(?:掉|了|这些|那些|各种)?(?:${rulesZh})`, "u"),
    unless: /员工|操作员|者/,
  },
  {
    family: "override",
    pattern: near(
      6,
      "清空|清除|重置|覆盖|取消|删除",
      "(?:你|您|系统|前面|之前|上面)的?(?:所有|全部)?",
      "设定|提示词|指令|约束|限制|规则",
    ),
    in: said,
  },
  {
    family: "override",
    pattern: near(
      12,
      "(?:你|您)(?:的|之前|收到|被)|系统提示|上面的?|之前的?|原来的?",
      `(?:${rulesZh})`,
      "作废|失效|无效|不算数|解除|不再有效|不起作用",
    ),
    in: said,
  },
  {
    family: "override",
    pattern: near(
      12,
      "(?:你|您|助手|智能体)(?:的|被|所有)",
      `(?:${rulesZh})`,
      "作废|失效|无效|不算数|解除|不再有效",
    ),
    in: ["document", "answer"],
  },
  { family: "override", pattern: /新的?(?:指令|规则|任务|系统提示)[:：]/u, in: said },
  {
    family: "override",
    pattern: near(
      10,
      "从(?:现在|这一刻|此刻|今)(?:开始|起)",
      "只听我|听我的|不(?:必|用|再|受|需)[^。]{0,6}(?:遵守|限制|规则|约束|审批)|(?:你|助手)(?:是|就是|要|必须|将|只)",
    ),
  },
  { family: "override", pattern: /只(?:听|服从)(?:从)?我(?:的)?(?:命令|话|指令)?/u, in: said },
];

const persona: readonly Rule[] = [
  {
    family: "persona",
    pattern: near(
      40,
      "(?<![a-z])(?:you are|you're|you will be|act as|behave (?:as|like)|pretend|imagine|role ?play(?:ing)?|play(?:ing)? (?:the role|as))",
      "(?:without|no|never|not bound by|free (?:of|from)|ignor\\w+)(?: any| all)? (?:restriction|limit|rule|polic|safeguard|filter|constraint|guideline|ethic|approval)\\w*|unrestricted|unfiltered|unlimited|uncensored|jailbroken",
    ),
  },
  {
    family: "persona",
    pattern:
      /(?<![a-z])you are (?:now|no longer|henceforth) (?:dan|an? (?:ai|assistant|agent|bot|administrator|admin|root|developer|free)|the (?:administrator|admin|system|developer)|in (?:developer|debug|god|admin)|bound|free)/u,
  },
  {
    family: "persona",
    pattern: /(?<![a-z])pretend (?:that )?(?:you are|you're|to be) (?:an?|the|my) /u,
    unless: /customer|line|machine/,
  },
  {
    family: "persona",
    pattern: near(
      12,
      "(?:enable|enter|activate|switch(?:ing)? (?:to|into|on)|go into|turn on|start|unlock)",
      "(?:developer|debug|god|dan|jailbreak|admin|root|unrestricted|maintenance god)[ -]?mode",
    ),
    unless: /maintenance mode/,
  },
  {
    family: "persona",
    pattern: /(?<![a-z])(?:jail ?break(?:s|ing)?|jailbroken|do anything now|god[ -]mode)(?![a-z])/u,
  },
  {
    family: "persona",
    pattern: near(
      30,
      "(?:assistant|ai|model|agent|bot)(?![a-z])",
      "(?:is|are|becomes?|be) (?:now |henceforth |from now on )?(?:an? )?(?:unrestricted|unfiltered|unlimited|uncensored|free of)",
    ),
    in: stored,
  },
  {
    family: "persona",
    pattern: near(
      14,
      "你(?:现在|将|就)?是|你扮演|扮演|假装|假设你|角色扮演|装作|当自己是",
      "(?:没有|不受|无|摆脱|免除)(?:任何)?[^。，]{0,4}(?:限制|约束|规则|审查|管控)|无限制|超级管理员|越狱",
    ),
  },
  {
    family: "persona",
    pattern:
      /(?:假装|装作|扮演|当)(?:自己|你)?(?:是|成)?(?:一个|一名)?(?:系统)?(?:管理员|超级用户|root|开发者|厂长)/u,
    in: said,
  },
  {
    family: "persona",
    pattern: near(
      8,
      "开启|进入|打开|切换(?:到|成|至)?|启用|激活",
      "(?:开发者?|上帝|越狱|无限制|超级管理员|自由|调试)[^。，]{0,4}模式",
    ),
    unless: /设备|产线|贴片机|机器人/,
  },
  {
    family: "persona",
    pattern:
      /越狱|(?:关闭|解除|取消|去掉)(?:你的?)?(?:所有|全部|一切|任何)?(?:安全)?(?:限制|检查|约束|防护|审查)(?:吧|。|$|，|,)/u,
    in: ["chat"],
    unless: /设备|产线|库存|工单|质量/,
  },
  {
    family: "persona",
    pattern: near(
      16,
      "助手|智能体|大模型|ai(?![a-z])",
      "(?:是|成为|变成|进入)[^。，]{0,6}(?:没有|不受)[^。，]{0,4}(?:限制|约束)|自由模式|无限制",
    ),
    in: stored,
  },
];

const hiddenText =
  "(?:system|hidden|initial|original|secret|internal|developer|base|configuration|pre)[ -]?(?:prompts?|instructions?|messages?|rules|directives?|text|configuration)|(?:your|the) prompts?(?![a-z])";
const leak: readonly Rule[] = [
  {
    family: "leak",
    pattern: near(
      40,
      "(?<![a-z])(?:print|reveal|repeat|show|output|tell|display|echo|write|copy|quote|give|leak|expose|dump|list|recite|translate|convert|summari[sz]e|encode|begin|start|what|share|read)",
      hiddenText,
    ),
  },
  {
    family: "leak",
    pattern:
      /(?<![a-z])your (?:system|hidden|initial|internal|secret|original)[ -](?:prompt|instructions?|message|rules)/u,
  },
  {
    family: "leak",
    pattern:
      /(?:repeat|print|copy|output|echo|give|show)(?: me)?(?: back)? (?:all |everything |the |any )*(?:text|words|content|message|lines)?s? ?(?:that (?:comes|stands|is) )?(?:above|before (?:my|this)|preceding|so far)(?: this| my)?[^.]{0,30}(?:verbatim|word for word|exactly|first message|starting with|message|line)/u,
  },
  {
    family: "leak",
    pattern: near(
      40,
      "(?:what|which|list|show|tell)",
      "(?:rules|instructions|guidelines)",
      "(?:you (?:were|are|have been) (?:given|configured|programmed|told|set up|initiali[sz]ed)|were you (?:given|configured|programmed|told))",
    ),
    in: ["chat"],
  },
  {
    family: "leak",
    pattern:
      /(?:你的|系统|隐藏|初始|内部|原始|后台|开发者)的?(?:提示词?|指令|设定|消息|规则|配置)[^。]{0,8}(?:是什么|怎么写|原文|内容|贴|给我|发|列|逐字|翻译)|(?:你的|系统)提示词/u,
  },
  {
    family: "leak",
    pattern: near(
      10,
      "输出|打印|显示|复述|重复|告诉|泄露|透露|给我看|展示|翻译|总结|公开|列出|贴出|背出|念",
      "(?:系统|隐藏|初始(?:化)?|内部|原始|后台)的?(?:提示|指令|设定|消息|规则|配置)|你的(?:指令|规则|设定|提示|配置)",
    ),
  },
  {
    family: "leak",
    pattern: near(
      10,
      "逐字|原样|一字不差|完整地?",
      "(?:以上|上面|之前|前面)的?(?:全部|所有|内容|文字|文本|话|消息)",
    ),
    in: ["chat", "document"],
  },
  {
    family: "leak",
    pattern: /(?:把|将)你(?:被)?(?:设定|收到|配置)的[^。]{0,14}(?:列|翻译|发|贴|告诉|输出|给我)/u,
  },
];

const consent =
  "approv(?:al|als|ing|ed)|confirm(?:ation|ing)?|sign(?:ing|ed)?[ -]?off|permission|consent|human review|review by|authori[sz]ation|four[ -]eyes(?: check)?|second person";
const acting =
  "releas\\w*|cancel\\w*|execut\\w*|start|hold|resume|push|put|move|do|run|act|dispatch|expedite|create|perform|下达|取消|执行|放行|暂停|恢复|创建|调用|开工|发布";
const question =
  /[?？]|吗|呢|哪些|什么|是否|能不能|可不可以|(?:^|[ ,])(?:which|what|who|why|when|how many|can|may|is|are|does|do|must) /;
const approval: readonly Rule[] = [
  {
    family: "approval",
    pattern: near(
      40,
      `(?<![a-z])(?:${acting})`,
      `without (?:any |an |the |my |a |asking |needing |waiting for )*(?:${consent}|asking|person|anybody|anyone|human)`,
    ),
    unless: question,
  },
  {
    family: "approval",
    pattern: near(
      25,
      "(?<![a-z])(?:skip|bypass|avoid|circumvent|omit|override|sidestep|ignore|disable|evade)",
      `(?<![a-z])(?:${consent})`,
    ),
    unless: question,
  },
  {
    family: "approval",
    pattern: near(
      25,
      "(?<![a-z])no (?:further )?(?:approval|confirmation|sign-?off|permission)s? (?:is |are )?(?:necessary|needed|required)|(?:don't|do not|never|stop) (?:ask|wait)(?:ing)?(?: for)? (?:anyone|anybody|a person|me|for|approval|permission|confirmation|people)",
    ),
    unless: /[?？]|which|what|if /,
    in: ["chat", "record", "message"],
  },
  {
    family: "approval",
    pattern:
      /(?:auto(?:matically)?[ -]?approv|approv(?:e|ing) (?:it|this|that|them|everything|all)?[^.]{0,20}(?:yourself|automatically|on your own|for me|silently))/u,
    unless: /[?？]/,
  },
  {
    family: "approval",
    pattern: near(
      30,
      "(?:(?:already|pre-?) ?approved|approval (?:is )?granted|no approval)",
      `(?:${acting}) (?:it|them|this|wo-)?[^.]{0,12}(?:without|immediately|at once|now)`,
    ),
    in: stored,
  },
  {
    family: "approval",
    pattern: near(
      30,
      "(?:已|均已|系统已)(?:自动)?(?:批准|审批通过)|无需(?:人工)?(?:审批|批准|确认)",
      "下达|执行|放行|取消",
    ),
    in: stored,
  },
  {
    family: "approval",
    pattern:
      /(?:不用|无需|不必|不需要?|免去?|跳过|绕过|避开|省掉|略过|别(?:走|再)?|不要(?:走|弹|再)?|不经(?:过)?|未经)(?:人工|任何人?|我|再|双人|流程|的|走|弹|四眼){0,2}(?:审批|批准|确认|核准|复核|许可|同意|审核)/u,
    unless: /[?？]|吗|哪些|什么|是否|能不能|可不可以|严禁|禁止|不得|不准|不允许|谁/,
  },
  {
    family: "approval",
    pattern:
      /自(?:动|行)(?:批准|审批|通过|确认)(?:所有|全部|待|它|一下|掉|吧|工单)|你自己(?:批准|确认|审批|通过)|(?:不用|别|不要)问(?:任何人|我|别人|谁)/u,
    unless: /[?？]|吗|哪些|什么/,
  },
];

const marker: readonly Rule[] = [
  {
    family: "marker",
    pattern:
      /<\|?\/?(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|tool_call|function_call|start_of_turn|end_of_turn|bos|eos)\|?>|\[\/?inst\]|<<\/?sys>>|<\/?s>(?=\s*(?:\[|<|$))|<\/?(?:tool_call|function_calls?|invoke)\b/u,
  },
  { family: "marker", pattern: /\{[^{}]{0,40}"(?:tool|function|name|action)"\s*:\s*"[a-z]+_[a-z_]+"/u },
  {
    family: "marker",
    pattern: /#{2,}\s*(?:system|assistant|instruction|user|human|response)s?\s*(?:#{2,}|:)/u,
  },
  {
    family: "marker",
    pattern:
      /(?:^|[\s.])(?:system|assistant|developer)\s*[:：]\s*(?:you |ignore|approve|override|release|cancel|all |the user|no |\{)/u,
  },
  {
    family: "marker",
    pattern: /(?:^|[\s。])(?:系统|助手|开发者)[:：]\s*(?:你|忽略|批准|已批准|无需|不经|允许)/u,
  },
  {
    family: "marker",
    pattern:
      /(?:^|\s)(?:release_order|cancel_order|hold_order|resume_order|create_requisition|make_plan|adopt_repair|run_cell|move_order|expedite_order)(?:\s|\(|$)/u,
    in: ["document", "record", "message"],
  },
];

const authority: readonly Rule[] = [
  {
    family: "authority",
    pattern: near(
      50,
      "authori[sz]e|authori[sz]ed|grant(?:ed)?|permit(?:ted)?|allow(?:ed)?",
      "(?:you|the ai|the assistant|assistant|agent)?",
      "without (?:any )?(?:restriction|limit|rule|polic)\\w*|no (?:restriction|limit)s?|policies off|all (?:safety )?(?:policies|rules|restrictions)[^.]{0,10}(?:off|lifted)|unrestricted",
    ),
    unless: /nobody|not |never|no one/,
  },
  {
    family: "authority",
    pattern: near(
      40,
      "(?:developers?|vendor|security team|administrators?|management|support|openai|it department|headquarters)",
      "(?:has|have|had)? ?(?:switched|turned|lifted|disabled|removed|deactivated|suspended)",
      "(?:safety |security |all |your |the )*(?:rules|restrictions|safeguards|polic\\w+|filters|limits)",
    ),
  },
  {
    family: "authority",
    pattern: near(
      30,
      "you (?:have been|are|were) (?:now )?(?:granted|given|authori[sz]ed)",
      "(?:full|root|admin|unlimited|all) (?:permission|access|rights|authority)|restrictions?|limits?",
    ),
  },
  {
    family: "authority",
    pattern: near(
      40,
      "i am (?:the |your |an? )?(?:developer|administrator|admin|creator|system|root)",
      "(?:unlock|authori[sz]e|unrestricted|without|override|disable|bypass|obey|grant)",
    ),
  },
  {
    family: "authority",
    pattern: near(
      24,
      "授权|允许|批准|赋予|获得|拥有|具有",
      "不受(?:任何)?(?:限制|约束)|跳过(?:一切|所有|任何)?(?:限制|审批|检查)|最高权限|无限制|一切权限|无需(?:再)?遵守",
    ),
  },
  {
    family: "authority",
    pattern: near(
      14,
      "安全(?:规则|策略|限制|检查|防护)|所有限制|一切限制",
      "(?:已经?|都)?(?:被)?(?:关闭|解除|取消|停用)",
    ),
    in: ["chat", "document", "record", "answer"],
    unless: /严禁|禁止|不得|不准|光栅|联锁/,
  },
  {
    family: "authority",
    pattern: near(
      10,
      "(?:关闭|解除|取消|停用)了?(?:你|您|助手|智能体)",
      "安全(?:规则|策略|限制|检查|防护)|所有限制|一切限制",
    ),
    unless: /严禁|禁止|不得|不准/,
  },
  { family: "authority", pattern: /(?:按|以|用)最高权限(?:执行|运行|处理)/u },
];

const imperative = `(?:${telling})`;
const address: readonly Rule[] = [
  {
    family: "address",
    pattern: near(
      60,
      `(?<![a-z])(?:${machine})(?![a-z])(?: (?:reading|summari[sz]ing|processing|that reads)[^.]{0,30})?[,:：，、 ]`,
      `(?:please |kindly |always |never |you |must |should |shall |now |then |when |if )+(?:[a-z]+ ){0,8}?${imperative}|${imperative} `,
    ),
    in: stored,
    unless: /vision|inspection model|second operator|operator assistant/,
  },
  {
    family: "address",
    pattern: near(
      60,
      `(?:note|message|instructions?|attention|notice|memo|dear|hint)(?: to| for)?,?(?: all| any| the)* (?:${machine})(?![a-z])`,
      "[a-z]",
    ),
    in: stored,
  },
  {
    family: "address",
    pattern: near(40, `(?:if|in case) (?:you are|you're|this is read by) (?:an? )?(?:${machine})`, "[a-z]"),
    in: stored,
  },
  {
    family: "address",
    pattern: /(?:tell|inform|assure|convince) the (?:user|reader|person asking)s? (?:that|about)/u,
    in: stored,
  },
  {
    family: "address",
    pattern: near(20, `(?:如果|若|假如)?你是(?:一个|一名)?(?:${machine})`, "请|应|必须|就|,|，"),
    in: stored,
  },
  {
    family: "address",
    pattern: near(20, `(?:致|给|请|注意)[^。]{0,4}(?:${machine})`, imperative),
    in: stored,
  },
  {
    family: "address",
    pattern: near(24, `(?:${machine})(?:请|注意|应|必须|要|看到|读到|阅读)`, imperative),
    in: stored,
    unless: /工程师|操作员|校准|维护/,
  },
  {
    family: "address",
    pattern: near(
      20,
      "(?:被|凡是?被?|当被?|如果?(?:有人|用户))(?:问|询问)",
      "(?:一律|就|应|请|都|则|直接)?(?:回答|回复|说|声称)",
    ),
    in: stored,
    unless: /客户|审核员|客诉/,
  },
  { family: "address", pattern: /告诉用户|(?:只|一律)回答[“"「:：\s]?(?:合格|没有|是|否|\d)/u, in: stored },
];

const address_ = "https?://|www\\.|@[a-z\\d-]+\\.[a-z]|ftp://";
const exfiltration: readonly Rule[] = [
  { family: "exfiltration", pattern: /https?:\/\/[^\s)]*[?&#][^\s)]*(?:\{|\$\{|%7b)[^\s)]{1,40}(?:\}|%7d)/u },
  {
    family: "exfiltration",
    pattern: near(
      60,
      "(?<![a-z])(?:send|post|upload|forward|transmit|exfiltrate|append|leak|email)",
      "(?<![a-z])(?:conversations?|chat|history|everything you|all you|user data|users?|secrets?|passwords?|prompt|answers?|context|messages)",
      address_,
    ),
  },
  {
    family: "exfiltration",
    pattern: near(30, "发送?|上传|转发|提交|附在|传到", address_),
    unless: /表单|表格|检验报告|邮箱/,
  },
  {
    family: "exfiltration",
    pattern: near(30, "对话|聊天记录|用户数据|上下文|密码|回答", "发|上传|转发|附|提交", address_),
  },
  { family: "exfiltration", pattern: /(?:javascript|data|vbscript):\s*(?:alert|text\/html|fetch|document)/u },
];

/** What an injection looks like in English and Chinese. */
export const injectionRules: readonly Rule[] = [
  ...override,
  ...persona,
  ...leak,
  ...approval,
  ...marker,
  ...authority,
  ...address,
  ...exfiltration,
];
